"""Articles go on together, in the order in which they came."""

from __future__ import annotations

import asyncio

from pipelines.gather import MOST, GatherPipeline


def test_they_wait_for_each_other_and_keep_their_order() -> None:
    async def run() -> list[str | int]:
        pipeline, seen = GatherPipeline(60), []

        async def one(number: int) -> None:
            seen.append(await pipeline.process_item(number))

        tasks = [asyncio.create_task(one(number)) for number in range(MOST - 1)]
        await asyncio.sleep(0.01)
        seen.append("nobody yet")
        await asyncio.gather(*tasks, one(MOST - 1))
        return seen

    assert asyncio.run(run()) == ["nobody yet", *range(MOST)]


def test_one_that_comes_alone_waits_only_so_long() -> None:
    async def run() -> list[int]:
        pipeline = GatherPipeline(0.01)
        return [await asyncio.wait_for(pipeline.process_item(number), 10) for number in range(2)]

    assert asyncio.run(run()) == [0, 1]


def test_one_that_is_cancelled_keeps_nobody_waiting() -> None:
    async def run() -> int:
        pipeline = GatherPipeline(0.05)
        gone = asyncio.create_task(pipeline.process_item(1))
        stays = asyncio.create_task(pipeline.process_item(2))
        await asyncio.sleep(0)
        gone.cancel()
        return await asyncio.wait_for(stays, 10)

    assert asyncio.run(run()) == 2
