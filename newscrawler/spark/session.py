"""A Spark session, or one line that says what is missing."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newscrawler.errors import InputError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

_HOW: Final = "pip install -r requirements-cluster.txt and apt-get install openjdk-17-jre-headless"
_CONF: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # 2024-02 is a name, no date
    "spark.sql.autoBroadcastJoinThreshold": "-1",  # texts are joined: never guess that they fit in memory
    "spark.ui.showConsoleProgress": "false",
}
_LOCAL: Final = {
    "spark.ui.enabled": "false",  # no open port on a machine that is somebody's desk
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
_SHUFFLES: Final = 2
"""Parts a core that a shuffle makes on one machine; Spark's 200 would cost more than the work."""
_PYTHON: Final = frozenset({"reparse", "renormalise"})
"""Jobs whose work is Python's: Java's second compiler would take from it, on the cores of one machine, more
than it gives (5 of 12 s of Java's processor for 2,000 pages)."""
_QUIET: Final = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = spark: %p %c{1}: %m%n
"""


def missing() -> str | None:
    """What Spark lacks on this machine, and how to get it, in a line; None where it can start."""
    if find_spec("pyspark") is None:
        return f"Spark is not installed; {_HOW}"
    java = Path(os.environ["JAVA_HOME"]) / "bin/java" if "JAVA_HOME" in os.environ else None
    if shutil.which(str(java or "java")) is None:
        return f"Spark needs Java 17, which is not on this machine; {_HOW}"
    return None


@contextmanager
def spark_session(master: str, name: str) -> Iterator[SparkSession]:
    """A session on a master (`local[2]`, `spark://host:7077`, …), or the one that spark-submit began.

    InputError where Spark is not installed or the master is none; StorageError where a job fails.
    """
    if lack := missing():
        raise InputError(lack)
    from py4j.protocol import Py4JError  # noqa: PLC0415  (not in the default install)
    from pyspark.errors import PySparkException  # noqa: PLC0415

    session = None
    try:
        session = _begin(master, name)
        yield session
    except (PySparkException, Py4JError, RuntimeError) as error:
        if session is None:
            raise InputError(f"--spark {master}: Spark did not start: {_first_line(error)}") from error
        raise StorageError(f"the Spark job {name} failed: {_first_line(error)}") from error
    finally:
        if session is not None:
            session.stop()


def _begin(master: str, name: str) -> SparkSession:
    from pyspark.sql import SparkSession  # noqa: PLC0415

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # spark-submit has its own Java and its own logging
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1" if master.startswith("local") else "0.0.0.0")  # noqa: S104
        options = f"{_quiet()} -XX:TieredStopAtLevel=1" if name in _PYTHON else _quiet()
        os.environ.setdefault("PYSPARK_SUBMIT_ARGS", f'--driver-java-options "{options}" pyspark-shell')
    builder = SparkSession.builder.appName(f"newscrawler {name}")
    if master:
        builder = builder.master(master)
    for key, value in (_CONF | (_LOCAL if master.startswith("local") else {})).items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    if str(session.sparkContext.master).startswith("local"):
        cores = session.sparkContext.defaultParallelism
        session.conf.set("spark.sql.shuffle.partitions", str(_SHUFFLES * cores))
    return session


def _quiet() -> str:
    """The option that lets Java say errors only, from its first line on."""
    folder = Path(tempfile.gettempdir()) / f"newscrawler-spark-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "log4j2.properties"
    path.write_text(_QUIET, encoding="utf-8")
    return f"-Dlog4j2.configurationFile=file:{path}"


def _first_line(error: Exception) -> str:
    """What happened, of a Java stack trace of a hundred lines."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith(("Caused by:", "pyspark.", "newscrawler."))]
    return (causes or lines or [type(error).__name__])[-1][:300]
