"""What `urls` knows: hosts that are one site, empty parameters, address forms that carry an id."""

from __future__ import annotations

import re
from dataclasses import dataclass

SAME_SITE = {
    "negaronline.ir": "titr.online",
    "zendegi.online": "titr.online",
    "titronline.org": "titr.online",
    "tasnimnews.ir": "tasnimnews.com",
    "mshrgh.ir": "mashreghnews.ir",
    "parstoday.com": "parstoday.ir",
    "bbc.co.uk": "bbc.com",
}
"""Mirror, moved or short-link host → the host that stands for all. One id space each."""

VARIANT_LABELS = frozenset({"www", "www2", "www3", "m", "mobile", "wap", "amp"})
"""First labels of a host that show the same site in another dress."""

TRACKING = re.compile(
    r"utm_\w+|(?:f|g|y|tw|d|ms)cl(?:id|src)|fbclid|wbraid|gbraid|igshid|igsh|srsltid|_ga|_gl|_hs\w+|hsa_\w+"
    r"|mc_[ce]id|mtm_\w+|pk_\w+|piwik_\w+|matomo_\w+|at_\w+|oly_\w+|vero_\w+|ref|ref_src|ref_url|referrer"
    r"|ocid|cmpid|xtor|zarsrc|spm|_branch_match_id|_openstat|__twitter_impression|amp|outputtype"
    r"|phpsessid|jsessionid|aspsessionid\w*"
)
"""Query keys, lower-cased, that never choose the article."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of article address."""

    form: re.Pattern[str]
    """Matched against the whole of `host/path`; group `id` is the native id."""
    to: str | None = None
    """`host/path` of the one address; None keeps it as it is."""
    native: str = "{id}"
    """The native id; the groups of `form` may stand in it."""


def _rule(form: str, to: str | None = None, native: str = "{id}") -> Rule:
    return Rule(re.compile(form, re.IGNORECASE), to, native)


_END = r"(?:/[^/]*)?"
_NOT_A_YEAR = r"(?!(?:1[345]|19|20)\d\d/)"

RULES = (
    _rule(rf"titr\.online/(?:fa/)?news/(?P<id>\d+){_END}", "titr.online/fa/news/{id}"),
    _rule(
        rf"tasnimnews\.com/[a-z]{{2}}/(?:news|media|video)/\d{{4}}/\d\d/\d\d/(?P<id>\d+){_END}", "tn.ai/{id}"
    ),
    _rule(r"tn\.ai/(?P<id>\d+)"),
    _rule(r"mashreghnews\.ir/(?P<id>\d+)", "mashreghnews.ir/news/{id}"),
    _rule(r"parstoday\.ir/fa/(?:.*-)?i(?P<id>\d+)", "parstoday.ir/fa/x-i{id}"),
    _rule(
        r"parstoday\.ir/(?P<lang>[a-z_]+)/(?:.*-)?i(?P<id>\d+)", "parstoday.ir/{lang}/x-i{id}", "{lang}-{id}"
    ),
    _rule(r"bbc\.com/persian/articles/(?P<id>[a-z0-9]{9,})"),
    _rule(r"bbc\.com/persian/[a-z-]+-(?P<id>\d{7,})"),
    _rule(r"dw\.com/(?P<lang>[a-z-]+)/(?:[^/]*/)?a-(?P<id>\d+)"),
    _rule(r"(?:spnfa\.ir|sputnik\.af)/(?P<day>\d{8})/(?:[^/]*-)?(?P<id>\d+)\.html"),
    _rule(rf"khabarban\.com/(?:a/)?(?P<id>\d+){_END}", "khabarban.com/a/{id}"),
    _rule(r"(?P<id>\d+)\.khabarban\.com(?:/.*)?", "khabarban.com/a/{id}"),
    _rule(rf"khabarfarsi\.com/ua?/(?P<id>\d+){_END}", "khabarfarsi.com/u/{id}"),
    _rule(
        r"irannewspaper\.ir/(?:ajax/)?(?P<issue>\d+)/(?P<page>\d+)/(?P<id>\d+)",
        "irannewspaper.ir/{issue}/{page}/{id}",
    ),
    _rule(r"aa\.com\.tr/fa/[^/]+/[^/]+/(?P<id>\d+)"),
    # Asam: one article under several category prefixes, and its short address
    _rule(r"(?P<host>[^/]+)/بخش-[^/]+-\d+/(?P<id>\d+)(?:-[^/]*)?", "{host}/fa/news/{id}"),
    _rule(r"(?P<host>[^/]+)/fa/tiny/news-(?P<id>\d+)", "{host}/fa/news/{id}"),
    # Pangea
    _rule(r"(?P<host>[^/]+)/(?:a|amp)/(?:[^/]+/)?(?P<id>\d{6,})\.html", "{host}/a/{id}.html"),
    # Nastooh, IranSamaneh, StudioKhabar and whoever writes /news/<id>/<slug>
    _rule(
        rf"(?P<head>[^/]+/(?:fa/)?(?:news|newsagency|photos?|reports?)/){_NOT_A_YEAR}(?P<id>\d{{3,}}){_END}",
        "{head}{id}",
    ),
    _rule(r"[^/]+/(?:fa/)?(?:news|photos?)/(?P<id>\d+)"),
    _rule(
        rf"(?P<head>[^/]+/(?P<lang>[a-z]{{2}})/(?:news|newsagency|photos?|reports?)/){_NOT_A_YEAR}(?P<id>\d{{3,}}){_END}",
        "{head}{id}",
        "{lang}-{id}",
    ),
    _rule(
        rf"(?P<head>[^/]+/(?:fa/)?(?P<kind>videos?|film|gallery|multimedia|node|content)/){_NOT_A_YEAR}(?P<id>\d{{3,}}){_END}",
        "{head}{id}",
        "{kind}-{id}",
    ),
    _rule(rf"(?P<head>[^/]+/(?:fa/)?doc/(?P<kind>[a-z]+)/)(?P<id>\d{{3,}}){_END}", "{head}{id}"),
    _rule(r"[^/]+/(?:fa/)?news/(?P<id>\d{5,})(?:-[^/]*|\.html?)"),
)
"""Tried in order; the first that matches wins. An id on an unknown host keeps its host."""
