"""Bytes to text."""

import pytest

from newscrawler.extraction.encoding import decode

TEXT = "<meta charset={}><p>خبر تازه‌ای از پژوهشگران گیلان</p>"


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1", "no-such-charset"])
def test_utf8_is_utf8_whatever_is_declared(declared):
    page = TEXT.format(declared)
    assert decode(page.encode()) == page
    assert decode(page.encode(), declared) == page


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1", "windows-utf-8", "zlib", "idna"])
def test_windows_1256_is_read_as_such_whatever_is_declared(declared):
    page = TEXT.format(declared).replace("ی", "ي").replace("‌", " ")
    assert decode(page.encode("cp1256")) == page
    assert decode(page.encode("cp1256"), declared) == page


def test_a_declared_8_bit_charset_that_fits_is_believed():
    page = TEXT.format("iso-8859-6").replace("تازه‌ای از پژوهشگران گیلان", "من القاهرة")
    assert decode(page.encode("iso-8859-6")) == page


def test_utf8_with_a_few_broken_bytes_stays_utf8():
    page = (TEXT.format("utf-8") * 20).encode() + b"\xd8"
    assert decode(page).count("گیلان") == 20


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_wide_encodings_are_told_by_their_bytes(encoding):
    page = "<html><head><title>خبر</title></head><body>گیلان</body></html>"
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize("page", [b"", b"\x00", b"\xff\xfe", b"\xff" * 100, bytes(range(256)) * 40])
def test_no_bytes_raise(page):
    assert isinstance(decode(page), str)
