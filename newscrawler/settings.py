"""Scrapy settings of newscrawler. Each value that differs from Scrapy's default says why.

Every `NEWSCRAWLER_*` setting may come from the environment; `-s NAME=VALUE` wins over both.
"""

import os
from importlib.util import find_spec

from newscrawler import __version__

BOT_NAME = "newscrawler"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "newscrawler.commands"
SPIDER_LOADER_CLASS = (
    "spiders.loader.OutletSpiderLoader"  # one spider an outlet of the catalogue, without code
)

NEWSCRAWLER_RUN_SPIDER = "spiders.run.RunSpider"  # the spider of `scrapy run`

# --- newscrawler's own ---------------------------------------------------------------------------------
OWN = {
    "NEWSCRAWLER_DATA_DIR": ("data", "where everything goes: database, feed, archive"),
    "NEWSCRAWLER_DATABASE_URL": ("", "SQLAlchemy URL; empty: SQLite in the data folder"),
    "NEWSCRAWLER_REPLAY": ("", "WARC files (comma separated) that answer instead of the network"),
    "NEWSCRAWLER_WARC": ("1", "keep every fetched page in a WARC"),
    "NEWSCRAWLER_WARC_URL": ("", "where a run's WARC moves at its end: `s3://bucket/warc`"),
    "NEWSCRAWLER_ALLOW_PRIVATE_ADDRESSES": (
        "0",
        "let pages lead to private, loopback and link-local addresses",
    ),
    "NEWSCRAWLER_ERROR_SHARE": ("0.5", "exit code 4 when a larger share of the requests failed …"),
    "NEWSCRAWLER_ERROR_MINIMUM": ("10", "… of at least this many"),
    "NEWSCRAWLER_COVERAGE_TOLERANCE": ("0.3", "exit code 5 when a field's share falls by more than this …"),
    "NEWSCRAWLER_COVERAGE_MINIMUM": ("20", "… over at least so many articles of an outlet"),
    "NEWSCRAWLER_BACKOFF_SECONDS": ("5", "pause after a first 429, 503 or silence; doubles each time …"),
    "NEWSCRAWLER_BACKOFF_STRIKES": ("4", "… until so many in a row: the outlet rests for the run"),
    "NEWSCRAWLER_BACKOFF_LONGEST": ("60", "seconds of `Retry-After` waited for; longer: the outlet rests"),
    "NEWSCRAWLER_GRACE_SECONDS": ("18", "what is in flight may take at the end of a run, SIGTERM or not"),
    "NEWSCRAWLER_BROWSER": ("", "Chromium for outlets built by scripts; empty: the one installed"),
    "NEWSCRAWLER_RENDER_SECONDS": ("30", "after which a page that scripts build is given up"),
    "NEWSCRAWLER_HELPERS": ("0", "processes that read and normalise pages beside the run's own"),
    "NEWSCRAWLER_PROGRESS": (
        None,
        "show the run as it goes, on stderr; unset: `scrapy run` does, `crawl` does not",
    ),
    "NEWSCRAWLER_SUMMARY": ("", "file that gets a summary of the run, as JSON"),
    "NEWSCRAWLER_METRICS": ("", "file that gets the same for Prometheus (textfile collector)"),
    "NEWSCRAWLER_COMMIT_ARTICLES": ("100", "articles after which what was stored is committed …"),
    "NEWSCRAWLER_COMMIT_SECONDS": ("1", "… or seconds, whichever comes first"),
}
"""Name → default, meaning."""
globals().update(
    {
        name: os.environ.get(name, default)
        for name, (default, _) in OWN.items()
        if name in os.environ or default is not None
    }
)

# --- who we are, and how we ask ------------------------------------------------------------------------
USER_AGENT = (
    f"newscrawler/{__version__} (+https://github.com/newscrawler/newscrawler)"  # Scrapy's names Scrapy
)
ROBOTSTXT_OBEY = True  # default False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fa,en;q=0.5",  # default "en": some outlets would answer in English
}
COOKIES_ENABLED = False  # default True: no session is needed, and none should follow us about

# --- politeness: one outlet, one pace ------------------------------------------------------------------
CONCURRENT_REQUESTS = 64  # default 16: many outlets at once; `scrapy run` allows two an outlet at least
CONCURRENT_REQUESTS_PER_DOMAIN = 2  # default 8
DOWNLOAD_DELAY = 1  # seconds, default 0
AUTOTHROTTLE_ENABLED = True  # default False: slow sites are asked more slowly
AUTOTHROTTLE_START_DELAY = 1  # seconds, default 5
DOWNLOAD_TIMEOUT = 30  # seconds, default 180: an unattended run must not hang
RETRY_TIMES = 2  # the default, written out: a page that fails thrice is left to the next run

CONCURRENT_ITEMS = 1  # default 100 tasks made for every answer; our pipelines never wait

# --- what we accept ------------------------------------------------------------------------------------
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes after decompression, default 1 GiB: no news page is larger
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024  # default 32 MiB
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False
TWISTED_DNS_RESOLVER = (
    "newscrawler.extensions.resolver.GuardedResolver"  # refuses private addresses, whoever names them
)
DOWNLOAD_HANDLERS = dict.fromkeys(  # default Twisted's: slower, and knows no outlets (certificates, browser)
    ("http", "https"), "newscrawler.downloading.handler.OutletDownloadHandler"
)
PLAYWRIGHT_MAX_CONTEXTS = 2  # no limit by default: one that verifies certificates, one that does not
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 4  # default CONCURRENT_REQUESTS: each page is a process of its own
HTTPPROXY_ENABLED = False  # default True: a proxy resolves names itself and would go round that check
METAREFRESH_ENABLED = False  # default True: articles refresh themselves every few minutes
REDIRECT_MAX_TIMES = 8  # default 20

# --- who does what -------------------------------------------------------------------------------------
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier asks each address once; Scrapy's filter
# would drop a redirect to a seen address with neither callback nor errback
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # knows only the running spider's domains
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # no outlet asks for a password
    "newscrawler.middlewares.addresses.AddressMiddleware": 40,
    "newscrawler.middlewares.offsite.OutletOffsiteMiddleware": 50,
    "newscrawler.middlewares.slots.SlotMiddleware": 60,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # takes a 500 for "all allowed"
    "newscrawler.middlewares.robots.RobotsMiddleware": 100,
    "newscrawler.middlewares.backoff.BackOffMiddleware": 560,  # sees an answer before it is retried (550)
    "newscrawler.middlewares.challenges.ChallengeMiddleware": 585,  # after decompression, before BackOff
    "newscrawler.middlewares.warc.WarcMiddleware": 880,  # between HttpCompression (590) and the downloader
}
SPIDER_MIDDLEWARES = {  # each makes generators of its own around every page's results
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,  # nobody asks for `is_start_request`
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "newscrawler.middlewares.referer.RefererMiddleware": 700,  # those two in one
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # how deep a link lies is the spiders' business
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # no meta is copied
}
ITEM_PIPELINES = {
    "pipelines.validate.ValidatePipeline": 100,
    "pipelines.normalise.NormalisePipeline": 200,
    "pipelines.gather.GatherPipeline": 250,
    "pipelines.deduplicate.DeduplicatePipeline": 300,
    "pipelines.store.StorePipeline": 400,
}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,  # listens for every item, which costs a task each
    "newscrawler.extensions.counts.CoreStats": 0,
    "newscrawler.extensions.politeness.CrawlDelay": 5,  # after AutoThrottle (0), which would undercut it
    "newscrawler.extensions.memory.Memory": 10,
    "newscrawler.extensions.stopping.Stopping": 15,  # before Outcome: it counts what was not asked for
    "newscrawler.extensions.outcome.Outcome": 20,
    "newscrawler.extensions.progress.ProgressDisplay": 30,
    "newscrawler.extensions.browser.Browser": 40,
    "newscrawler.extensions.helpers.Helpers": 50,
}
DOWNLOADER = "newscrawler.chains.Downloader"  # default Scrapy's, and …
ITEM_PROCESSOR = "newscrawler.chains.ItemPipelines"  # … likewise: the same, a coroutine a method dearer
STATS_CLASS = "newscrawler.extensions.counts.Stats"  # default MemoryStatsCollector: the same, counts slower
TELNETCONSOLE_ENABLED = False  # default True: an open port has no place in unattended runs
REMOTE_CONTROL_ENABLED = False  # default True: likewise, it runs code over HTTP
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # default "WARNING": a dropped copy is no news; the stats count it

# --- files and logs ------------------------------------------------------------------------------------
FEED_EXPORTERS = {"parquet": "newscrawler.handoff.feed_exporter.ParquetItemExporter"}  # -o x.parquet
FEED_EXPORT_ENCODING = "utf-8"  # default None: -o would write \u escapes
LOG_FORMATTER = "newscrawler.extensions.logs.QuietLogFormatter"  # default words what is not shown
LOGSTATS_INTERVAL = 60.0
STATS_DUMP = False  # default True: the summary says it in words
LOG_VERSIONS: list[
    str
] = []  # default: ten libraries; the first line of a log should say something of the run
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
if find_spec("uvloop"):
    ASYNCIO_EVENT_LOOP = "newscrawler.loops.Loop"  # uvloop's; default asyncio's own, slower
