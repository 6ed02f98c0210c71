"""What ``/healthz`` and ``/metrics`` of the page look at (:mod:`projects.store.health`).

What is looked at is what a visitor without any choice sees: the usual workspace, its last edition.
"""

from __future__ import annotations

import os
from pathlib import Path

from geo import workspace
from geo.assets import missing_assets
from page.session import TABLES
from projects.desk.presence import is_there
from projects.store import health
from projects.store.country import is_country

NO_FILES = "缺少地图文件，运行 / files of the map are missing, run: python -m geo assets"


def _look() -> health.State:
    if missing_assets():
        return health.State(NO_FILES)
    place = workspace.usual()
    with workspace.using(place):
        return health.look(*_shown(place))


def _shown(place: Path) -> tuple[Path, str]:
    """The tables that are shown, and when they were published."""
    if named := os.environ.get(TABLES):
        return Path(named), ""
    if is_country(place):
        return place, ""
    # Opens the desk's database, which a server that nobody watches need not wait for.
    from projects.desk import editions

    shown = editions.shown(folder=place) if is_there(place) else None
    return shown or place, editions.published_at(place)


WATCH = health.Watch(_look)
