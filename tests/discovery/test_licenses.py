from __future__ import annotations

import pytest

from newscrawler.discovery.licenses import license_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("licensed under a Creative Commons Attribution 4.0 International License.", "CC BY 4.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 3.0 Unported", "CC BY-NC-SA 3.0"),
        ("https://creativecommons.org/licenses/by-nd/4.0/", "CC BY-ND 4.0"),
        ("CC BY-SA", "CC BY-SA"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0"),
        ("CC0", "CC0"),
        ("Copyright © 2020 Example. All rights reserved", None),
        ("تمام حقوق محفوظ است", None),
        ("Creative Commons", None),
        (None, None),
    ],
)
def test_a_licence_is_named_only_where_it_is_stated(text: str | None, name: str | None) -> None:
    assert license_of(text) == name
