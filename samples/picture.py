"""The picture of `scrapy browse` in README.md and the documentation, its news invented.

`python -m samples.picture > docs/browse.svg` draws it; a test fails when it is stale.
"""

from __future__ import annotations

from html import escape

WIDTH, HEIGHT = 1000, 620
INK, DIM, ACCENT, SECOND, MARK = "#17202b", "#566274", "#0f766e", "#d08a1d", "#fde68a"
RIGHT = WIDTH - 40
"""Where a line of Persian begins."""
CARDS = (
    (
        "دستگاه‌های آب‌شیرین‌کن به سه بندر رسید",
        "خبرگزاری نمونه   ۱۴۰۵/۰۸/۱۹ ۰۷:۲۲   استان‌ها > هرمزگان",
        ("نسخه ۲", DIM),
        "مدیر طرح گفت دستگاه‌های تازه تا پایان ماه به کار می‌افتد و آب چهل روستا را تأمین می‌کند …",
    ),
    (
        "دستگاه های آب شیرین کن به سه بندر رسید",
        "خبرخوان نمونه   ۱۴۰۵/۰۸/۱۹ ۰۷:۳۱",
        ("رونوشت", SECOND),
        "به گزارش خبرخوان، مدیر طرح گفت دستگاه های تازه تا پایان ماه به کار می‌افتد …",
    ),
)
ORIGINALS = (2, 1, 1, 0, 0, 1, 3, 6, 9, 8, 11, 7, 9, 12, 8, 6, 7, 5, 6, 8, 5, 4, 3, 2)
COPIES = (0, 1, 0, 0, 0, 0, 1, 2, 4, 5, 6, 3, 4, 6, 5, 2, 3, 2, 2, 4, 3, 1, 1, 0)


def text(at: tuple[float, float], said: str, size: int = 15, *, fill: str = INK, bold: bool = False) -> str:
    """A line of Persian that begins at `at`, its right end."""
    weight = ' font-weight="700"' * bold
    place = f'x="{at[0]:g}" y="{at[1]:g}" font-size="{size}" fill="{fill}"{weight}'
    return f'<text {place} direction="rtl" text-anchor="start">{escape(said)}</text>'


def box(at: tuple[float, float], size: tuple[float, float], fill: str = "#fff", line: str = "#dcdfd8") -> str:
    """A card."""
    place = f'x="{at[0]:g}" y="{at[1]:g}" width="{size[0]:g}" height="{size[1]:g}"'
    return f'<rect {place} rx="12" fill="{fill}" stroke="{line}"/>'


def head() -> list[str]:
    """The bar at the top and the search."""
    return [
        box((0, 0), (WIDTH, 56), line="#fff"),
        text((RIGHT, 36), "newscrawler", 20, bold=True),
        text((RIGHT - 165, 36), "خبرها", 16, fill=ACCENT, bold=True),
        text((RIGHT - 232, 36), "نمودارها", 16, fill=ACCENT),
        text((RIGHT - 318, 36), "جدول‌ها و SQL", 16, fill=ACCENT),
        box((40, 14), (84, 28)),
        f'<text x="82" y="33" font-size="14" fill="{ACCENT}" text-anchor="middle">English</text>',
        box((160, 76), (RIGHT - 160, 44), line=DIM),
        text((RIGHT - 16, 105), "دستگاههای", 17),
        box((40, 76), (110, 44), ACCENT, ACCENT),
        (
            '<text x="95" y="104" font-size="16" fill="#fff" font-weight="700" text-anchor="middle">'
            "جست‌وجو</text>"
        ),
    ]


def card(top: float, headline: str, meta: str, badge: tuple[str, str], snippet: str) -> list[str]:
    """One article found."""
    said, colour = badge
    return [
        box((40, top), (WIDTH - 80, 112)),
        f'<rect x="{RIGHT - 112}" y="{top + 15}" width="96" height="24" rx="4" fill="{MARK}"/>',
        text((RIGHT - 18, top + 34), headline, 18, fill=ACCENT, bold=True),
        text((RIGHT - 18, top + 62), meta, 14, fill=DIM),
        box((56, top + 46), (74, 24), line=colour),
        f'<text x="93" y="{top + 63}" font-size="13" fill="{DIM}" text-anchor="middle">{escape(said)}</text>',
        text((RIGHT - 18, top + 92), snippet),
    ]


def plot(top: float) -> list[str]:
    """Stories per hour."""
    wide, base, high = (WIDTH - 120) / len(ORIGINALS), top + 200, 8
    shapes = [
        box((40, top), (WIDTH - 80, 222)),
        text((RIGHT - 18, top + 32), "خبر در هر ساعت", 17, bold=True),
    ]
    for hour, (originals, copies) in enumerate(zip(ORIGINALS, COPIES, strict=True)):
        x = 60 + hour * wide
        for count, under, fill in ((originals, 0, ACCENT), (copies, originals, SECOND)):
            y = base - (under + count) * high
            place = f'x="{x + 2:.1f}" y="{y}" width="{wide - 4:.1f}" height="{count * high}"'
            shapes.append(f'<rect {place} fill="{fill}"/>')
    return [*shapes, f'<path d="M60 {base}H{WIDTH - 60}" stroke="#dcdfd8"/>']


def picture() -> str:
    """The whole SVG."""
    shapes = head()
    for number, told in enumerate(CARDS):
        shapes += card(138 + 124 * number, *told)
    shapes += plot(386)
    title = "scrapy browse: one word typed without its half-space finds every spelling of it"
    fonts = "Vazirmatn, 'Noto Sans Arabic', Tahoma, 'DejaVu Sans', sans-serif"
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
    paper = f'<rect width="{WIDTH}" height="{HEIGHT}" rx="14" fill="#f4f5f2"/>'
    return "\n".join([f'{begin} font-family="{fonts}">', f"<title>{title}</title>", paper, *shapes, "</svg>"])


if __name__ == "__main__":
    print(picture())
