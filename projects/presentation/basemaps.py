"""Online backgrounds that the page may offer, each with the datum of its tiles.

In: ``data/basemaps.csv`` and the environment:

``TIANDITU_KEY``             the key of an account at Tianditu; without it, Tianditu is not offered
``PROJECT_MAP_TILES_URL``    a tile server of one's own, as XYZ (``…/{z}/{x}/{y}.png``) or WMTS template
                             (``…/{TileMatrix}/{TileRow}/{TileCol}``) in Web Mercator
``PROJECT_MAP_TILES_DATUM``  the datum of its tiles: wgs84, cgcs2000 or gcj02
``PROJECT_MAP_TILES_NAME``   what the page calls it

Over tiles in another datum our data would lie hundreds of metres off. So the map draws them
shifted over GCJ-02 tiles, and refuses a background of which the datum is not known.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping
from typing import Any

from geo import DATA_DIR
from geo.datum import Datum
from projects.model.records import LIST_SEPARATOR
from projects.vocabulary import labels

BASEMAPS = DATA_DIR / "basemaps.csv"
# Datum of tiles → the datum in which our data are drawn over them.
DRAWN_AS = {Datum.WGS84: Datum.WGS84, Datum.CGCS2000: Datum.WGS84, Datum.GCJ02: Datum.GCJ02}
_WMTS = {"tilematrix": "z", "tilerow": "y", "tilecol": "x"}


def basemaps(environment: Mapping[str, str] = os.environ) -> list[dict[str, Any]]:
    """The backgrounds in their order.

    Each has code, label_zh, label_en, attribution, urls, subdomains, max_zoom and ``datum``,
    ``wgs84`` or ``gcj02``: the one to draw our data in. One that cannot be used has no urls
    but ``refused``: the reason by language.
    """
    with BASEMAPS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["key_env"] or environment.get(row["key_env"])]
    offered = [_offered(row, environment.get(row["key_env"], "")) for row in rows]
    own = _own(environment)
    return [*offered, _offered(own, "")] if own else offered


def origins(environment: Mapping[str, str] = os.environ) -> set[str]:
    """Where tiles come from.

    Parameters
    ----------
    environment
        Holds the variables that the head of this module names; by default the process's own.

    Returns
    -------
    set[str]
        Scheme and host of each address of tiles, ``https://t0.example``; none for those of this server.
    """
    return {
        found[1].replace("{s}", one)
        for offer in basemaps(environment)
        for url in offer.get("urls", ())
        for one in offer["subdomains"]
        if (found := re.match(r"(https?://[^/?#\s;,'\"]+)", url))
    }


def _own(environment: Mapping[str, str]) -> dict[str, str] | None:
    url = environment.get("PROJECT_MAP_TILES_URL", "").strip()
    if not url:
        return None
    name = environment.get("PROJECT_MAP_TILES_NAME", "").strip()
    return {
        "code": "own",
        "label_zh": name or labels.texts("zh")["map.basemap.own"],
        "label_en": name or labels.texts("en")["map.basemap.own"],
        "urls": url,
        "subdomains": "",
        "datum": environment.get("PROJECT_MAP_TILES_DATUM", "").strip(),
        "max_zoom": "18",
        "attribution": name,
    }


def _offered(row: Mapping[str, str], key: str) -> dict[str, Any]:
    urls = [_template(url.replace("{key}", key)) for url in row["urls"].split(LIST_SEPARATOR)]
    datum = _datum(row["datum"])
    common = {name: row[name] for name in ("code", "label_zh", "label_en", "attribution")}
    reason = _refusal(row["datum"], datum, urls)
    if reason:
        words = {lang: labels.texts(lang)[reason].format(datum=row["datum"]) for lang in labels.LANGUAGES}
        return {**common, "refused": words}
    assert datum is not None, "a background without a datum is refused"
    return {
        **common,
        "urls": urls,
        "subdomains": row["subdomains"] or "abc",
        "max_zoom": int(row["max_zoom"]),
        "datum": str(DRAWN_AS[datum]),
    }


def _refusal(given: str, datum: Datum | None, urls: list[str]) -> str:
    """The key of the text that says why a background cannot be used; empty when it can."""
    if not given:
        return "map.refused.none"
    if datum is None:
        return "map.refused.unknown"
    if datum not in DRAWN_AS:
        return "map.refused.scheme"
    if not all(re.match(r"(https?:/)?/", url) and re.search(r"\{-?y\}", url) for url in urls):
        return "map.refused.url"
    return ""


def _datum(name: str) -> Datum | None:
    try:
        return Datum(name)
    except ValueError:
        return None


def _template(url: str) -> str:
    """*url* with the names of WMTS in its template replaced by those of XYZ."""
    return re.sub(r"\{(\w+)\}", lambda found: "{" + _WMTS.get(found[1].lower(), found[1]) + "}", url)
