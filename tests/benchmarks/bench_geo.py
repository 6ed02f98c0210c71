"""Speed and accuracy of place names, beside the location parsers of JioNLP and cpca.

    pip install -r tests/benchmarks/requirements.txt   # the peers; without them no rows of theirs
    python -m tests.benchmarks.bench_geo

Prints tables in Markdown: how often county and town are right, and texts a second. Texts
are made from the town table, so the right answer is known: whole addresses, a county with a
town, the bare name of a town, a facility named after a town, and names that only look like
places. JioNLP and cpca know the addresses of all China and take no scope; ``geo`` knows the
towns of the cities in its tables, and the texts come from these tables. cpca has no towns:
what it leaves of the address counts as its town.

All get the same list of texts and give back county and town. ``geo`` makes a whole
``geopy.Location`` with its ``raw`` for each text; *new* has all earlier answers forgotten
before each round, *known* asks what it was asked before. cpca reads a list into one table,
which is quickest, and *one by one* where each text comes alone, as in a geocoder. All run in
one process on one core, in turns; a figure is the best of some rounds. Nothing is asserted:
figures are for reading.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec

import geopandas as gpd
import numpy as np
from geopy.location import Location

from geo.area_index import AreaIndex
from geo.boundaries import load_areas
from geo.gazetteer import Gazetteer, Place
from geo.gazetteer_tables import load_gazetteer
from geo.geocode import GazetteerGeocoder
from geo.ranks import stem
from geo.toponyms import find_toponyms

RUNS = 5
SECONDS = 0.1  # at least, for each round
LOOKALIKES = (
    "清平路改造",
    "平原路小学",
    "堂邑东路",
    "郑家大街",
    "位山灌区",
    "江北水城·欢乐小镇",
    "金帝、人和",
    "汇鑫纺织",
    "产业振兴",
    "老城区古城保护",
)

Answer = tuple[str, str]  # county and town, empty for none
Parser = Callable[[Sequence[str]], list[Answer]]


def areas_table() -> None:
    """Areas of a million points at once, beside geopandas' spatial join of the same towns."""
    areas = load_areas()
    towns = areas[(areas["level"] == "town") & areas.geometry.notna()]
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(115.2, 116.6, 1_000_000), rng.uniform(35.7, 37.1, 1_000_000)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    index = AreaIndex(areas)
    own = timed(lambda: index.areas_at(lon, lat))
    peer = timed(lambda: gpd.sjoin(points, towns[["geometry"]], how="left"))
    print("\n| areas of 1,000,000 points | s | ratio |\n|---|---:|---:|")
    print(f"| geo.area_index (county, zone, town, park) | {own:.2f} | {own / peer:.2f} |")
    print(f"| geopandas.sjoin (towns only) | {peer:.2f} | 1.00 |\n")


def timed(work: Callable[[], object]) -> float:
    """Seconds of the quickest of a few runs."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print all tables."""
    areas_table()
    gazetteer = load_gazetteer()
    towns = [place for place in gazetteer.places.values() if place.level == "town" and not place.valid_to]
    questions = make_questions(gazetteer, towns)
    parsers = available_parsers()

    print("| texts | n |", " | ".join(f"{name}: county | {name}: town" for name in parsers), "|")
    print("|---|---:|" + "---:|" * (2 * len(parsers)))
    for kind, asked in questions.items():
        cells = []
        for parse in parsers.values():
            answers = parse([text for text, _ in asked])
            for part in (0, 1):
                right = sum(got[part] == want[part] for got, (_, want) in zip(answers, asked, strict=True))
                cells.append(f"{right / len(asked):.0%}")
        print(f"| {kind} | {len(asked)} |", " | ".join(cells), "|")

    names = [(name, ("", "")) for place in towns for name in (place.name, stem(place.name))]
    everything = [one for asked in questions.values() for one in asked]
    timed_texts = {**questions, "names of towns, long and short": names, "all texts": everything}
    work = available_work()
    print("\n| texts a second | n |", " | ".join(work), "|\n|---|---:|" + "---:|" * len(work))
    for kind, asked in timed_texts.items():
        texts = [text for text, _ in asked]
        rates = best_rates([partial(job, texts) for job in work.values()], len(texts))
        print(f"| {kind} | {len(texts)} |", " | ".join(f"{rate:,.0f}" for rate in rates), "|")

    scope = gazetteer.city_of(towns[0])
    assert scope is not None
    texts = [text for text, _ in everything]
    parts: dict[str, tuple[Callable[[], object], int]] = {
        "Gazetteer.lookup, names": (lambda: [gazetteer.lookup(name) for name, _ in names], len(names)),
        "Gazetteer.lookup within the city, names": (
            lambda: [gazetteer.lookup(name, within=scope) for name, _ in names],
            len(names),
        ),
        "find_toponyms, texts": (
            lambda: [find_toponyms(text, gazetteer, scope) for text in texts],
            len(texts),
        ),
    }
    print("\n| parts of geo | a second |\n|---|---:|")
    for what, (job, size) in parts.items():
        print(f"| {what} | {best_rates([job], size)[0]:,.0f} |")


def make_questions(gazetteer: Gazetteer, towns: list[Place]) -> dict[str, list[tuple[str, Answer]]]:
    """Texts with the county and the town that they name, by kind of text."""
    found: dict[str, list[tuple[str, Answer]]] = {
        "province, city, county and town": [],
        "county and town": [],
        "town alone": [],
        "facility named after a town": [],
    }
    for town in towns:
        county, city = gazetteer.county_of(town), gazetteer.city_of(town)
        assert county is not None
        assert city is not None
        province = gazetteer.places[city.parent]
        answer = (county.name, town.name)
        whole, short, alone, facility = found.values()
        whole.append((f"{province.name}{city.name}{county.name}{town.name}", answer))
        short.append((f"{county.name}{town.name}", answer))
        alone.append((town.name, answer))
        if stem(town.name) not in gazetteer.weak:
            facility.append((f"{stem(town.name)}中心卫生院", answer))
    return {**found, "no place, though it looks like one": [(text, ("", "")) for text in LOOKALIKES]}


def available_parsers() -> dict[str, Parser]:
    """``geo`` and the peers that are installed."""
    parsers: dict[str, Parser] = {"geo": _geo(GazetteerGeocoder())}
    if find_spec("jionlp"):
        parsers["JioNLP"] = _jionlp()
    if find_spec("cpca"):
        parsers["cpca"] = _cpca()
    return parsers


def available_work() -> dict[str, Parser]:
    """The parsers in the ways they can be timed."""
    parsers = available_parsers()
    geocoder = GazetteerGeocoder()
    known = _geo(geocoder)

    def new(texts: Sequence[str]) -> list[Answer]:
        geocoder.forget()
        return known(texts)

    work = {"geo, new": new, "geo, known": known}
    work |= {name: parse for name, parse in parsers.items() if name != "geo"}
    if "cpca" in parsers:
        work["cpca, one by one"] = lambda texts: [parsers["cpca"]([text])[0] for text in texts]
    return work


def best_rates(jobs: Sequence[Callable[[], object]], size: int) -> list[float]:
    """For each job items a second: the best of some rounds, in turns, after one to warm up."""
    for job in jobs:
        job()
    best = [0.0] * len(jobs)
    for _ in range(RUNS):
        for number, job in enumerate(jobs):
            start, rounds = time.perf_counter(), 0
            while (passed := time.perf_counter() - start) < SECONDS:
                job()
                rounds += 1
            best[number] = max(best[number], rounds * size / passed)
    return best


def _geo(geocoder: GazetteerGeocoder) -> Parser:
    def parse(texts: Sequence[str]) -> list[Answer]:
        found = [geocoder.geocode(text) for text in texts]
        return [
            (one.raw["county"], one.raw["place"] if one.raw["level"] == "town" else "")
            if isinstance(one, Location)
            else ("", "")
            for one in found
        ]

    return parse


def _jionlp() -> Parser:
    import jionlp

    def parse(texts: Sequence[str]) -> list[Answer]:
        found = [jionlp.parse_location(text, town_village=True) for text in texts]
        return [(one["county"] or "", one["town"] or "") for one in found]

    return parse


def _cpca() -> Parser:
    import cpca

    def parse(texts: Sequence[str]) -> list[Answer]:
        table = cpca.transform(list(texts)).fillna("")
        return list(zip(table["区"], table["地址"], strict=True))

    return parse


if __name__ == "__main__":
    main()
