"""Messages of the map become filters; what is wrong in them is refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely

from geo.datum import convert
from geo.geocode import GazetteerGeocoder
from projects.errors import InputError
from projects.presentation.filterpanel import filters_of, widget_values
from projects.presentation.mapactions import act, chips, chosen_codes, not_understood, outlines, toggle_place
from projects.store.filters import Filters, Near
from projects.store.shapes import GEOD
from projects.store.surroundings import surroundings
from projects.store.vocabulary import vocabulary
from tests.page.talk import Visitor

KNOWN = vocabulary()
ORDER = np.array([2, 0, 1])
RING = [[115.9, 36.4], [116.0, 36.4], [116.0, 36.5]]


def after(action: dict[str, Any], filters: Filters | None = None) -> Filters:
    return act(action, filters or Filters(), known=KNOWN, order=ORDER).filters


@pytest.mark.parametrize(
    ("start", "code", "add", "wanted"),
    [
        (Filters(), "371502", False, Filters(county=("东昌府区",))),
        (Filters(county=("东昌府区",)), "371502", False, Filters()),
        (Filters(county=("371502",)), "371502", False, Filters()),
        (Filters(county=("东昌府区",)), "371526", False, Filters(county=("高唐县",))),
        (Filters(county=("东昌府区",)), "371526", True, Filters(county=("东昌府区", "高唐县"))),
        (Filters(county=("东昌府区", "高唐县")), "371526", True, Filters(county=("东昌府区",))),
        # A town in the chosen county narrows it; one elsewhere takes its place.
        (Filters(county=("东昌府区",)), "371502105", False, Filters(county=("东昌府区",), town=("郑家镇",))),
        (Filters(county=("高唐县",)), "371502105", False, Filters(town=("郑家镇",))),
        (Filters(town=("郑家镇",)), "371502P02", False, Filters(park=("凤凰工业园",))),
        (Filters(town=("郑家镇",)), "371526", False, Filters(county=("高唐县",))),
        (Filters(text="a"), "371500Z01", False, Filters(text="a", county=("聊城经济技术开发区",))),
    ],
)  # fmt: skip
def test_a_clicked_area_becomes_the_filter(start: Filters, code: str, add: bool, wanted: Filters):
    assert toggle_place(start, code, add=add, known=KNOWN) == wanted
    assert after({"do": "area", "code": code, "add": add}, start) == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "zh", "en"),
    [
        ("郑家镇在建", Filters(town=("郑家镇",), stage=("在建",)), "", ""),
        ("郑家镇好项目", Filters(town=("郑家镇",)), "没有看懂「好」", "Not understood and not used: “好”."),
        ("好", Filters(text="a"), "筛选未变", "as before"),
        ("有哪些项目", Filters(text="a"), "没有筛选条件", "holds no condition"),
    ],
)
def test_a_sentence_becomes_the_filter_and_its_rest_is_told(text: str, wanted: Filters, zh: str, en: str):
    found = act({"do": "sentence", "text": text}, Filters(text="a"), known=KNOWN, order=ORDER)
    assert found.filters == wanted and found.sentence is not None
    for lang, said in (("zh", zh), ("en", en)):
        told = not_understood(found.sentence, lang)
        assert said in told and bool(told) == bool(said)


def test_years_beyond_the_slider_stay_until_it_is_moved():
    asked = Filters(year_from=2030)
    values = widget_values(asked, KNOWN)
    assert filters_of(values, asked) == asked
    assert filters_of({**values, "years": (2021, 2022)}, asked) == Filters(year_from=2021, year_to=2022)


def test_the_map_marks_the_areas_that_are_chosen():
    assert chosen_codes(Filters(county=("高唐县",), town=("郑家镇",)), KNOWN) == ["371502105", "371526"]


def test_a_drawn_outline_is_kept_in_wgs84():
    over_amap = np.column_stack(convert(*np.array(RING).T, source="wgs84", target="gcj02"))
    for ring, datum in ((RING, "wgs84"), (over_amap.tolist(), "gcj02")):
        shape = shapely.from_wkt(after({"do": "within", "ring": ring, "datum": datum}).within)
        assert shapely.hausdorff_distance(shape, shapely.Polygon(RING)) < 2e-7


def test_an_outline_that_crosses_itself_is_mended():
    bow = [[115.9, 36.4], [116.0, 36.5], [116.0, 36.4], [115.9, 36.5]]
    assert after({"do": "within", "ring": bow, "datum": "wgs84"}).within.startswith("MULTIPOLYGON")


def test_a_circle_is_drawn_where_it_filters():
    near = Near(115.97, 36.46, 5)
    drawn = outlines(Filters(near=near))[0]
    middle = {"wgs84": (115.97, 36.46), "gcj02": convert(115.97, 36.46, source="wgs84", target="gcj02")}
    # GCJ-02 also stretches: by some metres in 5 km.
    for datum, off_m in (("wgs84", 1), ("gcj02", 30)):
        corners = np.array(drawn[datum]["coordinates"][0])
        here = (np.full(len(corners), degrees) for degrees in middle[datum])
        _, _, metres = GEOD.inv(*here, corners[:, 0], corners[:, 1])
        assert np.abs(metres - 5000).max() < off_m


def test_clearing_lifts_what_was_drawn_and_nothing_else():
    start = Filters(industry=("auto",), near=Near(115.97, 36.46, 5))
    assert after({"do": "clear"}, start) == Filters(industry=("auto",))


def test_a_selection_names_rows_of_the_table():
    outcome = act({"do": "focus", "records": [0, 2], "selected": 2}, Filters(), known=KNOWN, order=ORDER)
    assert (outcome.focus, outcome.selected) == ((2, 1), 1)
    outcome = act({"do": "focus", "records": [99], "selected": -1}, Filters(), known=KNOWN, order=ORDER)
    assert (outcome.focus, outcome.selected) == ((), None)


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"do": "format"},
        {"do": "area", "code": "000000"},
        {"do": "area"},
        {"do": "within", "ring": RING[:2], "datum": "wgs84"},
        {"do": "within", "ring": [RING[0]] * 4, "datum": "wgs84"},
        {"do": "within", "ring": "POLYGON", "datum": "wgs84"},
        {"do": "within", "ring": RING, "datum": "mars"},
        {"do": "within", "ring": RING},
        {"do": "near", "lon": 36.4, "lat": 115.9, "km": 5, "datum": "wgs84"},
        {"do": "near", "lon": 115.9, "lat": 36.4, "km": 0, "datum": "wgs84"},
        {"do": "focus", "records": None, "selected": 0},
        # What JSON can hold besides: integers beyond any float, and in Python's reading NaN and Infinity.
        {"do": "near", "lon": 10**400, "lat": 36.4, "km": 5, "datum": "wgs84"},
        {"do": "near", "lon": 115.9, "lat": 36.4, "km": 10**400, "datum": "wgs84"},
        {"do": "within", "ring": [[10**400, 36.4], *RING], "datum": "wgs84"},
        {"do": "within", "ring": [[math.nan, 36.4], *RING], "datum": "gcj02"},
        {"do": "within", "ring": [[math.inf, 36.4], *RING], "datum": "wgs84"},
        {"do": "focus", "records": [math.inf], "selected": 0},
        {"do": "focus", "records": [0], "selected": math.inf},
        {"do": "query", "query": [0]},
    ],
)
def test_what_the_map_never_sends_is_refused(action: dict[str, Any]):
    with pytest.raises(InputError):
        after(action)


def test_a_broken_message_is_told_on_the_page_and_the_page_stays(shipped_url: str):
    """As JSON over the websocket; the last two are what ``act`` never sees."""
    broken = (
        '{"do": "focus", "records": [Infinity], "selected": 0}',
        f'{{"do": "near", "lon": 1{"0" * 400}, "lat": 36, "km": 5, "datum": "wgs84"}}',
        '{"do": "view"}',
        '["view"]',
    )
    with Visitor(shipped_url) as visitor:
        visitor.run()
        for text in broken:
            assert "地图操作未能执行" in visitor.run("", map=text), text


def test_surroundings_of_a_named_place_and_their_chip():
    near = surroundings("沙镇", 5, GazetteerGeocoder(), "zh")
    assert chips(Filters(near=near), "zh", known=KNOWN)[0].label == "5 km · 沙镇镇"
    elsewhere = Filters(near=Near(near.lon, near.lat + 0.003, 5))
    assert chips(elsewhere, "zh", known=KNOWN)[0].label == "5 km · 沙镇镇以北 330 m"


@pytest.mark.parametrize(("name", "words"), [("东昌府区", "县级"), ("没有这个地方", "没有找到")])
def test_what_has_no_surroundings_is_said(name: str, words: str):
    with pytest.raises(InputError, match=words):
        surroundings(name, 5, GazetteerGeocoder(), "zh")
