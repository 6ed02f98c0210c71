"""Numbers about a server, in the text format of Prometheus (the library ``prometheus-client``).

Of each process its own; of a service of several processes the sum, through files in the folder that
``PROMETHEUS_MULTIPROC_DIR`` names (:mod:`projects.export.service`). What holds at the moment when it is
asked, such as the number of records, is given by who asks.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
disable_created_metrics()  # type: ignore[no-untyped-call]
_own = CollectorRegistry()
ProcessCollector(registry=_own)

requests = Counter("project_map_requests", "Requests.", ("route", "method", "status"), registry=_own)
seconds = Histogram(
    "project_map_request_seconds", "Time to answer.", ("route",), buckets=_BUCKETS, registry=_own
)
sessions = Gauge(
    "project_map_sessions_open", "Sessions of the page.", registry=_own, multiprocess_mode="livesum"
)
refusals = Counter("project_map_refusals", "What was refused.", ("action",), registry=_own)
faults = Counter("project_map_faults", "Errors that nothing caught.", ("kind",), registry=_own)

HELP = {
    "project_map_store_readable": "1 when the records can be read.",
    "project_map_records": "Records that are shown.",
    "project_map_edition_age_seconds": "Time since the edition that is shown was published.",
}


def text(now: Mapping[str, float]) -> bytes:
    """All numbers about the server.

    Parameters
    ----------
    now
        What holds at this moment: name, one of :data:`HELP`, → value.

    Returns
    -------
    bytes
        In the text format of Prometheus.
    """
    registry = _own
    if os.environ.get(SHARED):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    momentary = CollectorRegistry()
    momentary.register(_Now(now))
    return generate_latest(registry) + generate_latest(momentary)


class _Now(Collector):
    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = values

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give each value under its name."""
        return [GaugeMetricFamily(name, HELP[name], value) for name, value in self._values.items()]
