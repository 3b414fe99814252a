"""Articles go on together, in the order in which they came."""

from __future__ import annotations

import asyncio

from pipelines.gather import MOST, GatherPipeline


class Memory:
    """Of a run: what it is told."""

    def __init__(self) -> None:
        self.row: dict[str, str] = {}
        self.ended = 0

    def end_turn(self) -> None:
        self.ended += 1


def gather(longest: float) -> GatherPipeline:
    memory = Memory()
    return GatherPipeline(longest, lambda: memory)


def items(count: int) -> list[dict]:
    return [{"id": f"a:{number}", "canonical_url": f"https://a.ir/{number}"} for number in range(count)]


def test_they_wait_for_each_other_and_keep_their_order() -> None:
    async def run() -> list:
        pipeline, seen = gather(60), []

        async def one(item: dict) -> None:
            seen.append(await pipeline.process_item(item))

        *first, last = items(MOST)
        tasks = [asyncio.create_task(one(item)) for item in first]
        await asyncio.sleep(0.01)
        seen.append("nobody yet")
        await asyncio.gather(*tasks, one(last))
        return seen

    assert asyncio.run(run()) == ["nobody yet", *items(MOST)]


def test_one_that_comes_alone_waits_only_so_long() -> None:
    async def run() -> list[dict]:
        pipeline = gather(0.01)
        return [await asyncio.wait_for(pipeline.process_item(item), 10) for item in items(2)]

    assert asyncio.run(run()) == items(2)


def test_one_that_is_cancelled_keeps_nobody_waiting() -> None:
    async def run() -> dict:
        pipeline, (first, second) = gather(0.05), items(2)
        gone = asyncio.create_task(pipeline.process_item(first))
        stays = asyncio.create_task(pipeline.process_item(second))
        await asyncio.sleep(0)
        gone.cancel()
        return await asyncio.wait_for(stays, 10)

    assert asyncio.run(run()) == items(2)[1]


def test_a_copy_waits_for_nobody_and_overtakes_nobody() -> None:
    async def run() -> list[dict]:
        pipeline, seen = gather(60), []

        async def one(item: dict) -> None:
            seen.append(await pipeline.process_item(item))

        copy = {"id": "b:1", "canonical_url": "https://b.ir/1", "completeness": "copy"}
        await asyncio.wait_for(asyncio.gather(*map(one, [*items(2), copy])), 10)
        return [*seen[:2], {"id": seen[2]["id"]}]

    assert asyncio.run(run()) == [*items(2), {"id": "b:1"}]


def test_a_row_is_told_before_and_its_turn_ends_right_behind_it() -> None:
    async def run() -> None:
        memory = Memory()
        pipeline, loop = GatherPipeline(60, lambda: memory), asyncio.get_running_loop()
        seen: list[tuple[int, int]] = []

        async def one(item: dict) -> None:
            await pipeline.process_item(item)
            seen.append((len(memory.row), memory.ended))
            loop.call_soon(lambda: seen.append((0, memory.ended)))  # what comes of it is in nobody's way

        await asyncio.gather(*map(one, items(MOST)))
        await asyncio.sleep(0)
        assert seen == [(MOST, 0)] * MOST + [(0, 1)] * MOST

    asyncio.run(run())
