# ruff: noqa: E501  (a pattern is read best on one line)
"""What a page is when it is no story: challenge, login, video, listing, error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from newscrawler.extraction import jsonld

if TYPE_CHECKING:
    from newscrawler.extraction.page import Page

_CHALLENGES: Final[tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]] = (
    (
        "arvancloud",
        ("AR_SiteKey", "arvan", "__arcsrc"),
        re.compile(r"AR_SiteKey|arvanRecaptcha|__arcsrc|arvancloud[^<>\"']{0,40}(?:challenge|captcha)"),
    ),
    (
        "cloudflare",
        ("cf_chl_", "cf-browser-verification", "Just a moment", "Attention Required!"),
        re.compile(
            r"_cf_chl_opt|cf-browser-verification|cf_chl_(?:prog|captcha)|<title>\s*(?:Just a moment|Attention Required! \| Cloudflare)"
        ),
    ),
    (
        "ddos-guard",
        ("DDOS-GUARD", "ddos-guard"),
        re.compile(r"<title>\s*DDOS-GUARD|/\.well-known/ddos-guard/(?:check|js-challenge)"),
    ),
    (
        "incapsula",
        ("Incapsula",),
        re.compile(r"_Incapsula_Resource[^<>]{0,200}(?:iframe|NOINDEX)|Incapsula incident ID"),
    ),
    ("sucuri", ("sucuri_",), re.compile(r"sucuri_cloudproxy_js")),
)
"""Who asks; what is in every such page (looked for first: quick); what tells that page from others."""
_LONGEST_CHALLENGE: Final = 100_000
_MOST_LINKS: Final = 15
_CHALLENGE_TEXT: Final = 800
"""A page that says more than this isn't only a challenge."""
_SET_COOKIE: Final = re.compile(
    r"document\.cookie\s*=|location\.(?:reload|href|replace)|http-equiv=[\"']?refresh[\"']?[^<>]{0,40}content=[\"']?[0-5]\b",
    re.IGNORECASE,
)
_ALMOST_NOTHING: Final = 60
_NOT_HTML: Final = (
    ("pdf", "%PDF-"),
    ("archive", "PK\x03\x04"),
    ("archive", "\x1f"),
    ("image", "\x89PNG"),
    ("image", "GIF8"),
)
_FEED: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex|channel|item|entry)\b",
    re.DOTALL,
)
_MARKUP: Final = re.compile(r"<[a-zA-Z!?/]")
_ERROR: Final = re.compile(
    r"(?:\b|^)(?:404|403|500|502|503|not found|forbidden|bad gateway|service unavailable|access denied)(?:\b|$)"
    r"|(?:صفحه|مطلب|خبر|آدرس)(?: مورد نظر| درخواستی)?(?: شما)? ?(?:یافت|پیدا|موجود) ?(?:نشد|نیست)|خطای? ?(?:404|۴۰۴|500|۵۰۰)|دسترسی غیر ?مجاز",
    re.IGNORECASE,
)
_LOGIN: Final = re.compile(r"ورود|وارد شوید|log ?in|sign ?in|عضویت|ثبت نام", re.IGNORECASE)
_ROOT: Final = re.compile(
    r"(?:https?://[^/?#]+)?/?(?:(?:fa|index\.(?:html?|php|aspx)|home|front_page)/?)?(?:\?(?!\S*\d{3}).*|#.*)?$",
    re.IGNORECASE,
)
_LIST_ADDRESS: Final = re.compile(
    r"https?://[^/?#]+/(?:[a-z]{2}/)?(?:tags?|search|archives?|category|categories|author|service|برچسب)"
    r"(?:/[^/?#0-9]{0,30}){0,3}/?(?:page/\d+/?)?(?:[?#].*)?$",
    re.IGNORECASE,
)
_STANDING_ADDRESS: Final = re.compile(
    r"https?://[^/?#]+/(?:[a-z]{2}/)?(?:about|contact|privacy|terms|advertis|rules|faq)[a-z_-]{0,20}(?:/|\.\w{2,5})?(?:[?#].*)?$",
    re.IGNORECASE,
)
_STANDING: Final = re.compile(
    r"\W*(?:درباره ?[‌ ]?ی? (?:ما|سایت)|تماس با ما|ارتباط با ما|حریم خصوصی|قوانین و مقررات|شرایط استفاده|about us|contact us|privacy policy)(?:\W.{0,40})?",
    re.IGNORECASE,
)
"""Pages of a site about itself: they stand there for years."""
_VIDEO_TYPES: Final = frozenset(
    {"videoobject", "audioobject", "podcastepisode", "tvepisode", "radioepisode", "clip", "movie"}
)
_LISTING_TYPES: Final = frozenset({"collectionpage", "searchresultspage", "itemlist"})


def unreadable(html: str) -> str | None:
    """Why a document isn't a page of HTML at all; None if it may be one."""
    start = html[:64].lstrip("\ufeff \t\r\n")
    if not html.strip("\ufeff\x00 \t\r\n"):
        return "empty"
    for kind, magic in _NOT_HTML:
        if start.startswith(magic):
            return f"not_html:{kind}"
    if "JFIF" in start[:16] or "Exif" in start[:16]:
        return "not_html:image"
    if _FEED.match(html[:4096].lstrip("\ufeff")):
        return "not_html:feed"
    if start[:1] not in ("{", "[") and not _MARKUP.search(html):
        return "not_html:text"
    return None


def challenge(page: Page) -> str | None:
    """`challenge:<who asks>` for a page that wants proof of a browser; such pages come with any status."""
    html = page.html
    if len(html) > _LONGEST_CHALLENGE or page.survey.links > 4 * _MOST_LINKS:  # some may be in comments
        return None
    for who, signs, mark in _CHALLENGES:
        if any(sign in html for sign in signs) and mark.search(html) and _says_less(page, _CHALLENGE_TEXT):
            return f"challenge:{who}"
    if "og:title" not in html and _SET_COOKIE.search(html) and _says_less(page, _ALMOST_NOTHING):
        return "challenge:javascript"
    return None


def _says_less(page: Page, letters: int) -> bool:
    """Whether a reader would see less than so many characters, and few links."""
    if len(page.css("a[href]")) > _MOST_LINKS:
        return False
    return sum(len(block.text) for block in page.layout.blocks) < letters


def stated(page: Page) -> str | None:
    """What the page's own metadata say it is, if that is no story."""
    kinds = {kind for thing in page.things for kind in jsonld.types(thing)}
    if not kinds & jsonld.ARTICLE_TYPES:
        if kinds & _VIDEO_TYPES or any(
            text.startswith(("video", "music")) for text in page.metas.get("og:type", ())
        ):
            return "video"
        if kinds & _LISTING_TYPES:
            return "listing"
    if not page.url:
        return None
    if _ROOT.fullmatch(page.url):
        return "home"
    if _STANDING_ADDRESS.match(page.url) or _STANDING.fullmatch(page.main.headline or ""):
        return "standing_page"
    lists = not kinds & jsonld.ARTICLE_TYPES and _LIST_ADDRESS.match(unquote(page.url))
    return "listing" if lists else None


def without_story(page: Page) -> str:
    """The best name for a page on which no story was found."""
    found = stated(page)
    if found:
        return found
    if _ERROR.search(page.title) or (page.main.headline and _ERROR.search(page.main.headline)):
        return "error_page"
    if page.css_first('input[type="password" i]') is not None and _LOGIN.search(page.html):
        return "login"
    if page.css_first("video, audio[src], .video-js, iframe[src*=aparat]") is not None:
        return "video"
    blocks = page.layout.blocks
    links = max(page.main.listed, sum(block.linked > len(block.text) // 2 for block in blocks))
    return "listing" if links >= 10 and links * 2 > len(blocks) else "no_text"  # noqa: PLR2004
