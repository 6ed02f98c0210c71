"""Prints: true size and scale, nothing over anything else, the counts of the records."""

from __future__ import annotations

import datetime
import io
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.patches import Patch
from matplotlib.text import Text
from PIL import Image
from pyproj import Geod

from geo.boundaries import load_areas
from projects.errors import InputError, MissingError
from projects.model.records import read_records
from projects.model.registry import read_registry
from projects.presentation.prints import fonts
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.content import content
from projects.presentation.prints.furniture import scale_metres
from projects.presentation.prints.ground import Plan, degrees_text
from projects.presentation.prints.options import Options, OwnLayer, OwnRow
from projects.presentation.prints.page import draw, render
from projects.presentation.prints.sheet import Sheet
from projects.presentation.prints.spread import spread
from projects.presentation.prints.view import Shade, Shading, View, read_view
from projects.store.filters import Filters
from projects.store.query import mask
from projects.vocabulary.style import families
from tests.projects.samples import generated, samples

RECORDS = read_records()
PAPERS = [(paper, portrait) for paper in ("A3", "A4") for portrait in (False, True)]
TOUCH_MM = 0.05
DAY = datetime.date(2025, 3, 1)


@pytest.fixture(scope="module")
def areas() -> gpd.GeoDataFrame:
    return load_areas()


@pytest.fixture(scope="module")
def whole(areas: gpd.GeoDataFrame, tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    """All records on A3, with the sheets that their list takes; not to be changed."""
    return draw(RECORDS, areas, Options(made_on=DAY), tmp_path_factory.mktemp("whole"))


def chosen(name: str) -> pd.DataFrame:
    tables = {
        "all": lambda: RECORDS,
        "bearings": lambda: RECORDS[mask(RECORDS, Filters(industry=("bearings",)))],
        "samples": samples,
        "none": lambda: RECORDS[:0],
    }
    return tables[name]()


def first_sheet(*given: object, **more: object) -> Sheet:
    return draw(*given, **more)[0]  # type: ignore[arg-type]


def boxes(sheet: Sheet) -> tuple[list[tuple[str, str, Box]], list[tuple[str, Box]]]:
    """Every text (kind, text, box) and every patch (kind, box) of a sheet, mm."""
    sheet.figure.set_dpi(600)  # matplotlib rounds to whole dots
    renderer = RendererAgg(1, 1, 600)  # it measures only: the dots of a whole sheet are 280 MB
    to_mm = sheet.axes.transData.inverted()

    def in_mm(artist: Text | Patch) -> Box:
        (left, bottom), (right, top) = to_mm.transform(artist.get_window_extent(renderer).get_points())
        return Box(left, bottom, right, top)

    texts = [
        (str(each.get_gid()), each.get_text(), in_mm(each))
        for each in sheet.axes.texts
        if each.get_gid() != "halo:" and each.get_text()
    ]
    return texts, [(str(each.get_gid()), in_mm(each)) for each in sheet.axes.patches]


def overlapping(these: list[tuple[str, Box]], others: list[tuple[str, Box]] | None = None) -> list[str]:
    pairs = itertools.combinations(these, 2) if others is None else itertools.product(these, others)
    return [f"{a} × {b}" for (a, one), (b, other) in pairs if one.grown(-TOUCH_MM).overlaps(other)]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("name", "lang", "paper", "portrait"),
    [
        *(("all", "zh", *paper) for paper in PAPERS),
        ("all", "en", "A3", False),
        ("all", "en", "A4", True),
        ("bearings", "zh", "A3", False),
        ("samples", "zh", "A4", True),
        ("none", "zh", "A3", True),
    ],
)
def test_nothing_lies_over_anything_else(
    name: str, lang: str, paper: str, portrait: bool, areas: gpd.GeoDataFrame, tmp_path: Path
):
    options = Options(paper=paper, portrait=portrait, lang=lang, made_on=DAY)
    sheet = first_sheet(chosen(name), areas, options, tmp_path)
    texts, patches = boxes(sheet)
    assert overlapping([(text, box) for _, text, box in texts]) == []
    neat = next(box for kind, box in patches if kind == "neat:")
    assert [text for _, text, box in texts if not neat.holds(box)] == []
    assert [text for _, text, _ in texts if "…" in text] == []  # nothing is cut off

    symbols = [(kind, box) for kind, box in patches if kind == "symbol:"]
    for (_, one), (_, other) in itertools.combinations(symbols, 2):
        apart = np.hypot(*np.subtract(one.middle, other.middle))
        assert apart > (one.width + other.width) / 2
    others = [(f"{kind}{text}", box) for kind, text, box in texts if kind != "count:"]
    assert overlapping(others, symbols) == []
    counts = [(text, box) for kind, text, box in texts if kind == "count:"]
    assert len(counts) == len(symbols)
    assert all(symbol.holds(box) for (_, box), (_, symbol) in zip(counts, symbols, strict=True))

    tags = [(kind, box) for kind, box in patches if kind in ("tagbox:", "badge:")]
    assert overlapping(tags) == []
    assert overlapping(tags, symbols) == []
    plain = [(text, box) for kind, text, box in texts if kind not in ("tag:", "key:", "badgetext:")]
    assert overlapping(plain, tags) == []


def test_every_place_on_the_map_has_a_number_and_a_line_of_the_list(whole: list[Sheet]):
    sheets = [boxes(sheet) for sheet in whole]
    texts, patches = sheets[0]
    symbols = sum(kind == "symbol:" for kind, _ in patches)
    wanted = [str(number) for number in range(1, symbols + 1)]
    assert sorted((text for kind, text, _ in texts if kind == "tag:"), key=int) == wanted
    keys = [text for here, _ in sheets for kind, text, _ in here if kind == "key:"]
    assert sorted(keys, key=int) == wanted


@pytest.mark.parametrize(("paper", "portrait"), [("A3", False), ("A4", True)])
def test_all_conditions_of_a_filter_stand_under_the_title(
    paper: str, portrait: bool, areas: gpd.GeoDataFrame, tmp_path: Path
):
    conditions = [f"第{number}个很长的筛选条件" for number in range(20)]
    options = Options(
        paper=paper,
        portrait=portrait,
        title="一张题目很长很长的挂图" * 2,
        subtitle=" · ".join(conditions),
        made_on=DAY,
    )
    texts, patches = boxes(first_sheet(RECORDS, areas, options, tmp_path))
    written = [text for _, text, _ in texts]
    assert options.title in written
    assert [each for each in conditions if not any(each in text for text in written)] == []
    assert overlapping([(text, box) for _, text, box in texts]) == []
    frames = [box for kind, box in patches if kind == "neat:"]
    assert all(frames[0].holds(box) for _, _, box in texts)


def test_a_long_list_goes_on_on_further_sheets_and_leaves_nothing_out(
    whole: list[Sheet], areas: gpd.GeoDataFrame, tmp_path: Path
):
    assert len(whole) > 1
    texts = [boxes(sheet)[0] for sheet in whole]
    for here in texts[1:]:
        assert overlapping([(text, box) for _, text, box in here]) == []
    assert [text for here in texts for _, text, _ in here if "另有" in text and "未落点" not in text] == []
    listed = "".join(text for here in texts for kind, text, _ in here if kind in ("project:", "text:"))
    missing = {str(name) for name in RECORDS["name"]} - {name for name in RECORDS["name"] if name in listed}
    assert (
        len(missing) < 0.2 * RECORDS["name"].nunique()
    )  # names broken over columns, or of their place alone
    assert len(draw(RECORDS, areas, Options(suffix=".png", made_on=DAY), tmp_path)) == 1


SHADED = Shading(
    "记录数", "county", {"371502": Shade("#2f6b80", "192")}, (("#2f6b80", "100–200", "1 个"),), ("说明",)
)


@pytest.mark.parametrize("shading", [None, SHADED])
def test_a_view_is_printed_with_its_extent_shading_and_outlines(
    shading: Shading | None, areas: gpd.GeoDataFrame, tmp_path: Path
):
    view = View(
        (115.6, 36.2, 116.2, 36.6),
        shading,
        outlines=(shapely.box(115.7, 36.3, 115.9, 36.5),),
        hidden=frozenset({"town"}),
    )
    texts, patches = boxes(first_sheet(RECORDS, areas, Options(made_on=DAY, view=view), tmp_path))
    words = [text for _, text, _ in texts]
    assert "选定、绘制的范围" in words
    assert ("symbol:" in {kind for kind, _ in patches}) is (shading is None)
    assert {"100–200", "192", "记录数"} <= set(words) or shading is None
    shown = RECORDS[RECORDS["kind"] != "town"]
    assert f"{len(shown):,}" in words


@pytest.mark.parametrize("paper", ["A3", "16:9"])
def test_scale_and_arrow_of_a_view_can_be_read(paper: str, areas: gpd.GeoDataFrame, tmp_path: Path):
    view = View((115.6, 36.2, 116.2, 36.6))
    sheet = first_sheet(RECORDS, areas, Options(paper=paper, made_on=DAY, view=view), tmp_path)
    dots = dark_dots(sheet)
    texts, _ = boxes(sheet)
    furniture = [(text, box) for kind, text, box in texts if kind in ("scaletext:", "northtext:")]
    assert {"北", "0"} < {text for text, _ in furniture} and len(furniture) == 5
    for text, box in furniture:
        assert dots(box) > 0, f"{text} is covered"


def dark_dots(sheet: Sheet) -> Callable[[Box], int]:
    """How many dots of the drawn *sheet* are nearly black within a box, mm."""
    held = io.BytesIO()
    sheet.figure.savefig(held, dpi=200, format="png")
    grey = np.asarray(Image.open(held).convert("L"))
    per_mm = 200 / 25.4

    def count(box: Box) -> int:
        top, bottom = (round(grey.shape[0] - edge * per_mm) for edge in (box.top, box.bottom))
        left, right = (round(edge * per_mm) for edge in (box.left, box.right))
        return int((grey[top:bottom, left:right] < 90).sum())

    return count


@pytest.mark.parametrize(("dpi", "size"), [(144, (1920, 1080)), (288, (3840, 2160))])
def test_a_slide_has_the_dots_of_a_screen_and_type_that_can_be_read(
    dpi: int, size: tuple[int, int], areas: gpd.GeoDataFrame, tmp_path: Path
):
    options = Options(paper="16:9", suffix=".png", dpi=dpi, made_on=DAY)
    made = render(RECORDS, areas, options)
    assert Image.open(io.BytesIO(made.content)).size == size
    sheet = first_sheet(RECORDS, areas, options, tmp_path)
    points = [each.get_fontsize() for each in sheet.axes.texts]
    assert min(points) * dpi / 72 >= (11 if dpi == 144 else 16)


def test_a_print_of_nothing_says_so(areas: gpd.GeoDataFrame, tmp_path: Path):
    texts, _ = boxes(first_sheet(RECORDS[:0], areas, Options(made_on=DAY), tmp_path))
    written = [text for _, text, _ in texts]
    assert "没有符合全部条件的记录。" in written
    assert any("《" in text for text in written)  # the sources of the whole map


def test_every_record_is_counted_once(areas: gpd.GeoDataFrame):
    found = content(RECORDS, areas)
    assert sum(found.by_mark.values()) == len(RECORDS)
    assert sum(found.by_family) == found.counts.drawn, "the legend tells what the symbols are made of"
    assert sum(map(len, found.unplaced().values())) >= found.by_mark["off"] + found.by_mark["county"]
    for spot in found.spots:
        assert sum(count for _, count in found.shares(spot)) == len(spot.rows)


def test_a_record_on_a_line_is_drawn_as_the_line_and_counted_once(areas: gpd.GeoDataFrame):
    found = content(RECORDS[RECORDS["method"] == "line"], areas)
    assert found.spots == () and found.counties == {}
    assert found.counts.drawn == len(found.records) == sum(len(run.rows) for run in found.runs)
    assert all(run.geometry.geom_type.endswith("LineString") for run in found.runs)


def test_what_is_known_to_the_county_only_has_no_symbol(areas: gpd.GeoDataFrame, tmp_path: Path):
    on_line = RECORDS["method"] == "line"
    county = RECORDS[RECORDS["level"].isin(["county", "city", "none"]) & ~on_line]
    found = content(county, areas)
    assert found.spots == ()
    counts = county.loc[county["level"] == "county", "place_code"].value_counts()
    assert {code: len(rows) for code, rows in found.counties.items()} == counts.to_dict()
    texts, patches = boxes(first_sheet(county, areas, Options(made_on=DAY), tmp_path))
    assert [kind for kind, _ in patches if kind == "symbol:"] == []
    badges = [text for kind, text, _ in texts if kind == "badgetext:"]
    assert sorted(badges) == sorted([*(f"县级 {count}" for count in counts), "12"])  # 12: the legend's


@pytest.mark.parametrize(("paper", "portrait"), PAPERS)
def test_a_pdf_has_the_size_of_the_paper_vectors_and_a_truetype_font(
    paper: str, portrait: bool, areas: gpd.GeoDataFrame
):
    made = render(samples(), areas, Options(paper=paper, portrait=portrait, made_on=DAY))
    way = "portrait" if portrait else "landscape"
    assert made.file_name == f"map-{paper}-{way}-zh-20250301.pdf"
    assert made.media_type == "application/pdf"
    box = re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", made.content)
    assert box
    size = [round(float(value) / 72 * 25.4) for value in box.groups()]
    assert size == {"A3": [420, 297], "A4": [297, 210]}[paper][:: -1 if portrait else 1]
    assert b"/FontFile2" in made.content  # TrueType
    assert b"/FontFile3" not in made.content
    assert b"/Subtype /Image" not in made.content
    assert len(made.content) < 1_500_000


def test_a_png_has_300_dots_an_inch(areas: gpd.GeoDataFrame):
    made = render(samples(), areas, Options(suffix=".png", paper="A4", made_on=DAY))
    with Image.open(io.BytesIO(made.content)) as picture:
        assert picture.size == pytest.approx((297 / 25.4 * 300, 210 / 25.4 * 300), abs=1)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        colours = picture.convert("RGB").getcolors(maxcolors=10_000_000)
    assert colours is not None
    assert len(colours) > 20


def test_same_input_gives_the_same_bytes(areas: gpd.GeoDataFrame):
    options = Options(paper="A4", made_on=DAY)
    assert render(samples(), areas, options).content == render(samples(), areas, options).content


@pytest.mark.parametrize(("lon", "lat"), [(115.4, 35.9), (116.4, 37.0), (115.9, 36.4)])
@pytest.mark.parametrize("azimuth", [0, 90, 45])
def test_the_scale_is_true(lon: float, lat: float, azimuth: float):
    plan = Plan((115.2, 35.7, 116.6, 37.1), Box(0, 0, 200, 250), margin=5)
    end = Geod(ellps="WGS84").fwd(lon, lat, azimuth, 10_000)
    start, stop = plan.points(np.array([lon, end[0]]), np.array([lat, end[1]]))
    assert np.hypot(*(stop - start)) == pytest.approx(plan.mm(10_000), rel=5e-4)
    assert plan.mm(10_000) == pytest.approx(10_000_000 / plan.denominator)
    assert plan.mm(scale_metres(plan, 50)) <= 50
    assert f"{plan.denominator}".rstrip("0") in {"7", "75", "8"}


def test_the_whole_extent_lies_in_the_frame(areas: gpd.GeoDataFrame):
    county = areas.loc["371502"]
    frame = Box(20, 30, 200, 180)
    plan = Plan(county["geometry"].bounds, frame, margin=5)
    west, south, east, north = plan.shape(county["geometry"]).bounds
    assert frame.holds(Box(west, south, east, north))
    assert min(west - frame.left, south - frame.bottom) < 40  # and fills it


def test_near_symbols_part_and_very_many_join(areas: gpd.GeoDataFrame):
    frame = Box(0, 0, 200, 200)
    spots = content(generated(1500, seed=4), areas).spots
    rng = np.random.default_rng(0)
    for at in (np.full((len(spots), 2), 100.0), rng.uniform(80, 120, (len(spots), 2))):
        symbols = spread(spots, at, frame, [Box(0, 0, 60, 60)], unit=1, together="{first} 等 {count} 处")
        rows = {row for symbol in symbols for row in symbol.spot.rows}
        assert rows == {row for spot in spots for row in spot.rows}
        x, y, radius = (np.array([getattr(each, name) for each in symbols]) for name in ("x", "y", "radius"))
        apart = np.hypot(np.subtract.outer(x, x), np.subtract.outer(y, y))
        beside = np.triu_indices(len(symbols), 1)
        assert (apart[beside] > np.add.outer(radius, radius)[beside]).all()


def test_hostile_names_are_only_text(areas: gpd.GeoDataFrame, tmp_path: Path):
    name = "A$x^2$\n\\frac{1} <script>alert(1)</script> 𠮷\x07"
    records = samples()[1:2].assign(name=name)
    texts, _ = boxes(first_sheet(records, areas, Options(made_on=DAY), tmp_path))
    shown = [text for kind, text, _ in texts if kind == "project:"]
    assert len(shown) == 1
    assert shown[0].startswith("A$x^2$ \\frac{1} <script>")


def test_what_the_font_lacks_is_a_geta_mark(tmp_path: Path):
    cut = fonts.cut(fonts.find_faces()[0], "聊城", tmp_path / "a.ttf")
    assert cut.printable("聊\n城\U000f0000") == "聊 城〓"
    assert cut.advances["聊"] == pytest.approx(1)
    assert (tmp_path / "a.ttf").read_bytes()[:4] == b"\x00\x01\x00\x00"


def test_without_a_chinese_font_one_line_says_what_to_do(
    areas: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fonts, "FAMILIES", ("No Such Font",))
    monkeypatch.setattr(fonts, "_installed", dict)
    with pytest.raises(MissingError, match=r"no Chinese font .*No Such Font.*fonts-noto-cjk") as caught:
        render(samples(), areas)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "wrong", [{"paper": "A5"}, {"suffix": ".svg"}, {"lang": "fr"}, {"extent": ("999999",)}]
)
def test_what_cannot_be_printed_is_refused(wrong: dict[str, object], areas: gpd.GeoDataFrame):
    with pytest.raises(InputError, match="print: "):
        render(samples(), areas, Options(**wrong))  # type: ignore[arg-type]


def test_approval_number_title_and_sources_stand_in_the_margin(areas: gpd.GeoDataFrame, tmp_path: Path):
    options = Options(title="招商地图", subtitle="轴承", approval_number="鲁S（2025）001号", made_on=DAY)
    texts, patches = boxes(first_sheet(RECORDS, areas, options, tmp_path))
    printed = [text for _, text, _ in texts]
    for wanted in ("招商地图", "轴承", "鲁S（2025）001号", "审图号：", "制图日期 2025-03-01", "图例", "北"):
        assert wanted in printed
    assert "本图界线为示意，不作为划界依据" in printed
    foot = "".join(text for kind, text, _ in texts if kind == "foot:")
    assert "聊政发〔2016〕11号" in foot
    assert "WGS 84" in foot
    legend = "".join(printed)
    assert "虚线为示意边界" in legend
    assert len([box for kind, box in patches if kind == "neat:"]) == 2
    assert {family.label_zh for family in families()} & set(printed)


@pytest.mark.parametrize(("value", "text"), [(115.5, "115°30′"), (36.0, "36°00′"), (116.2499999, "116°15′")])
def test_degrees(value: float, text: str):
    assert degrees_text(value) == text


SEEN = {"bounds": [115, 36, 116, 37], "datum": "wgs84", "hidden": [], "chosen": [], "shading": None}


@pytest.mark.parametrize(
    "wrong",
    [
        {"bounds": [116, 36, 115, 37]},
        {"bounds": [115, 36]},
        {"datum": "mars"},
        {"shading": {"title": "", "level": "", "areas": {"1": ["red", ""]}, "rows": [], "notes": []}},
        {"shading": {"title": "", "level": "", "areas": ["1"], "rows": [], "notes": []}},
        {"shading": {"title": "", "level": "", "areas": {}, "rows": [], "notes": {}}},
        {"bounds": [115, 36, 10**400, 37]},
    ],
)
def test_a_view_that_the_map_would_not_tell_is_refused(wrong: dict[str, object]):
    assert read_view(SEEN).bounds == (115, 36, 116, 37)
    with pytest.raises(InputError):
        read_view(SEEN | wrong)


def test_own_layers_are_drawn_and_listed_apart_from_what_plans_say(areas: gpd.GeoDataFrame, tmp_path: Path):
    rows = (
        OwnRow("标准厂房 · 轴承及保持器", "房", (115.8, 36.4), False),
        OwnRow("郑家地块", "地", (115.7, 36.42), True),
        OwnRow("王主任", "联", None, False),
    )
    options = Options(made_on=DAY, own=(OwnLayer("招商", "来源：招商.csv", rows),))
    first, *_, last = draw(chosen("bearings"), areas, options, tmp_path)
    texts, patches = boxes(first)
    marks = [box for kind, box in patches if kind == "own:"]
    assert len(marks) == 2, "one has no place"
    symbols = [box for kind, box in patches if kind in ("symbol:", "tagbox:")]
    assert not [1 for mark in marks for symbol in symbols if mark.overlaps(symbol)]
    assert not any(row.text in text for row in rows for _, text, _ in texts), "none in the list of the plans"
    listed = [(kind, text) for kind, text, _ in boxes(last)[0]]
    assert ("ownhead:", "招商 · 3") in listed
    assert any(kind == "ownsource:" and "来源：招商.csv" in text for kind, text in listed)
    assert [text for kind, text in listed if kind == "ownrow:"] == [row.text for row in rows]
    (tmp_path / "plain").mkdir()
    plain = draw(chosen("bearings"), areas, Options(made_on=DAY), tmp_path / "plain")[0]
    assert figures(boxes(plain)[0]) == figures(texts), "counted in none of the figures"


def figures(texts: list[tuple[str, str, Box]]) -> list[str]:
    return [text for kind, text, _ in texts if kind == "figure:"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_code_is_printed(lang: str, areas: gpd.GeoDataFrame, whole: list[Sheet], tmp_path: Path):
    keys = [*read_registry(), *areas["code"]]
    english = Options(made_on=DAY, lang=lang)
    for sheet in whole if lang == "zh" else draw(RECORDS, areas, english, tmp_path):
        for text in sheet.axes.texts:
            assert not any(key in text.get_text() for key in keys), text.get_text()
