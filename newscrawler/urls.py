"""One address per article: canonical URLs and native ids, by the rules of `url_rules`."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from posixpath import normpath
from urllib.parse import SplitResult, urlsplit

from tldextract import TLDExtract

from newscrawler.url_rules import RULES, SAME_SITE, TRACKING, VARIANT_LABELS, Rule

_domains = TLDExtract(cache_dir=None, suffix_list_urls=())  # the list that came with the package: no download
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+|.", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z0-9/!$&'()*+,;=:@._~-]+")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_JOINERS = "\u200c\u200d"
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/]*", re.IGNORECASE)
_AMP = re.compile(r"(?:/amp)+$")
_DEFAULT_PORTS = {None, 80, 443}
_HASH_LENGTH = 16


def canonicalize(url: str) -> str:
    """Return the one address of the article at `url`: https, no www or AMP, no tracking, raw slugs.

    Slugs beside an id, category prefixes, short links that carry the id and mirror hosts fall away, so that
    the addresses of one article are equal and those of two never are. Idempotent. What is no http address
    comes back trimmed and otherwise unchanged. A short link whose code is no id (`/x952R`) stays what it is:
    only its redirect tells the article.
    """
    return _resolve(url)[0]


def native_id(url: str) -> str | None:
    """Return the id the site gives the article, as its address carries it; None when it carries none."""
    return _resolve(url)[1]


def article_id(outlet: str, canonical_url: str) -> str:
    """Return `<outlet>:<native id>`, else `<outlet>:<16 hex of sha256 of the canonical URL>`."""
    canonical, native = _resolve(canonical_url)
    return (
        f"{outlet}:{native or sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()[:_HASH_LENGTH]}"
    )


def host_of(url: str) -> str:
    """Return the host of an address in lower case, without port; empty when there is none."""
    parts = _split(url)
    return (parts.hostname or "") if parts else ""


def registrable_domain(url: str) -> str:
    """Return the registered domain of an address or host (`per.euronews.com` → `euronews.com`).

    A host without a public suffix (an IP address, `localhost`) is returned as it is.
    """
    host = host_of(url) if "//" in url else url.strip().lower()
    return _registered(host)


def is_http(url: str) -> bool:
    """Whether this is an absolute http(s) address with a host."""
    parts = _split(url)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


@lru_cache(maxsize=8192)
def _registered(host: str) -> str:
    return _domains(host).top_domain_under_public_suffix or host


@lru_cache(maxsize=8192)
def _site(host: str) -> str:
    """Return the host without www, mobile and AMP labels, in ASCII, mirrors folded into one."""
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    host = host.strip(".").lower()
    while host.partition(".")[0] in VARIANT_LABELS and host != _registered(host):
        host = host.partition(".")[2]
    return SAME_SITE.get(host, host)


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address; None where it is none that can be read."""
    text = url.strip()
    if text.startswith("//"):
        text = f"https:{text}"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


@lru_cache(maxsize=4096)
def _resolve(url: str) -> tuple[str, str | None]:
    """Return the canonical address and the native id."""
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return url.strip(), None
    port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
    where = f"{_site(parts.hostname)}{port}{_path(parts.path)}"
    native = None
    found = _matching(where)
    if found:
        rule, groups = found
        native = rule.native.format(**groups).lower()
        where = rule.to.format(**groups) if rule.to else where
    route = f"#{_recode(parts.fragment)}" if parts.fragment[:1] in ("!", "/") and parts.fragment else ""
    return f"https://{where}{_query(parts.query)}{route}", native


def _matching(where: str) -> tuple[Rule, dict[str, str]] | None:
    for rule in RULES:
        match = rule.form.fullmatch(where)
        if match:
            return rule, match.groupdict()
    return None


def _path(path: str) -> str:
    path = normpath("/" + _recode(_SESSION.sub("", path)).lstrip("/"))
    return _AMP.sub("", path) or "/"


def _query(query: str) -> str:
    pairs = (_recode(pair) for pair in query.split("&") if pair)
    kept = sorted(pair for pair in pairs if not TRACKING.fullmatch(pair.partition("=")[0].lower()))
    return "?" + "&".join(kept) if kept else ""


def _recode(text: str) -> str:
    """Return text with letters raw, percent-encoding only where an address needs it, in upper case."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(
        _decoded(piece[0]) if len(piece[0]) > 1 else _encoded(piece[0]) for piece in _ENCODED.finditer(text)
    )


def _decoded(run: str) -> str:
    """Return a run of `%XX` with letters raw, the rest as it was."""
    out = []
    for char in bytes.fromhex(run.replace("%", "")).decode("utf-8", "surrogateescape"):
        if "\udc80" <= char <= "\udcff":
            out.append(f"%{ord(char) - 0xDC00:02X}")
        elif char.isascii() and not _UNRESERVED.match(char):
            out.append(f"%{ord(char):02X}")
        else:
            out.append(_encoded(char))
    return "".join(out)


def _encoded(char: str) -> str:
    """Return one character as it may stand in an address."""
    if char in "/!$&'()*+,;=:@?" or (
        char.isprintable() and not char.isspace() and char not in '%"<>\\^`{|}[]#'
    ):
        return char
    if char in _JOINERS:
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
