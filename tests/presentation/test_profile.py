"""Area profiles: what they say, that it can be traced, and that the pages are whole."""

from __future__ import annotations

import datetime
import io
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from projects.__main__ import main
from projects.errors import InputError
from projects.georeferencing.positioning import keywords
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.fonts import cut, find_faces
from projects.presentation.prints.sheet import MM_PER_POINT, Sheet
from projects.presentation.profiles import render, render_all
from projects.presentation.profiles.blocks import wrapped
from projects.presentation.profiles.page import _characters, draw, file_name
from projects.store.profile import Profile, Tables, all_areas, find_area, location_quotients, profile
from projects.store.query import mask

DAY = datetime.date(2024, 5, 1)


@cache
def tables() -> Tables:
    return Tables()


def of(name: str) -> Profile:
    return profile(find_area(name, tables()), tables())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发展定位：打造全区智能制造产业集聚地。", [("role", "全区智能制造产业集聚地")]),
        ("大力发展文旅融合、数字经济等产业", [("industry", "文旅融合"), ("industry", "数字经济")]),
        ("依托金帝、人和等企业，做大做强轴承及保持器产业", [("industry", "轴承及保持器")]),
        ("依托高科育苗、蔬菜生产基地", []),
        (
            "重点发展以轴承、纺织服装为主的优势特色产业和以商贸物流为主的现代服务业",
            [("industry", "轴承"), ("industry", "纺织服装"), ("industry", "商贸物流")],
        ),
        (
            "聊城西北部次中心城市，某某经济带重要节点城市。",
            [("role", "聊城西北部次中心城市"), ("role", "某某经济带重要节点城市")],
        ),
        ("到2020年，城区人口达到36万人", []),
        ("推动非遗与文化创意产业融合", []),
    ],
)
def test_keywords_of_positioning(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(keywords(text)) == expected


def test_town_of_bearings() -> None:
    town = of("郑家镇")
    assert town.county == "东昌府区"
    assert "轴承及保持器" in set(town.positions["keyword"])
    assert "金帝" in set(town.companies["entity"])
    top = town.industries.iloc[0]
    assert top["industry"] == "bearings" and top["location_quotient"] > 5
    assert {"沙镇镇", "堂邑镇"} <= {area.name for area in town.neighbours}
    assert town.plans.set_index("document")["holds_area"].to_dict()["liaocheng-etdz-2023"] is False


def test_a_brand_of_a_town_is_no_company() -> None:
    town = of("堂邑镇")
    assert "福禄小镇" not in set(town.companies["entity"]) and len(town.companies)


def test_location_quotient_by_hand() -> None:
    records = tables().records
    here = records[records["town"] == "郑家镇"]
    row = location_quotients(here, records).set_index("industry").loc["bearings"]
    known, city = (here["industry"] != "").sum(), (records["industry"] != "").sum()
    share = (here["industry"] == "bearings").sum() / known
    assert row["location_quotient"] == pytest.approx(
        share / ((records["industry"] == "bearings").sum() / city)
    )


def test_responsible_tasks_name_the_office() -> None:
    tasks = of("新区街道").tasks
    assert ("dongchangfu-2024", "15") in set(zip(tasks["document"], tasks["number"], strict=True))
    assert of("郑家镇").shared_tasks > 0


@pytest.mark.wide
def test_figures_of_every_area_are_those_of_its_filter() -> None:
    for area in all_areas(tables()):
        one = profile(area, tables())
        shown = int(mask(tables().index, area.filters).sum())
        assert len(one.records) == shown == sum(one.levels.values()) == one.plans["records"].sum(), area
        assert one.industries["records"].sum() == (one.records["industry"] != "").sum()


def test_areas_by_name_code_and_alias() -> None:
    assert find_area("371502105", tables()).name == "郑家镇"
    assert find_area("371502", tables()).level == "county"
    assert find_area("郑家", tables()) == find_area("郑家镇", tables())
    base = find_area("中国轴承保持器产业振兴基地", tables())
    assert base.base and find_area(base.base, tables()) == base
    assert base.filters.industry == ("bearings",)
    with pytest.raises(InputError, match="'没有这个镇'"):
        find_area("没有这个镇", tables())


def fonts(folder: Path, profiles: list[Profile]):
    characters = _characters(profiles, tables(), "zh") | _characters(profiles, tables(), "en")
    return [cut(face, characters, folder / f"{n}.ttf") for n, face in enumerate(find_faces())]


def boxes(sheet: Sheet) -> list[tuple[Box, str]]:
    found = []
    for text in sheet.axes.texts:
        x, y = text.get_position()
        bold = "1.ttf" in str(text.get_fontproperties().get_file())
        width = sheet.width(text.get_text(), text.get_fontsize(), bold=bold)
        # Chinese type fills its em from just below the base line to a little under its top.
        em = text.get_fontsize() * MM_PER_POINT
        left = {"left": x, "center": x - width / 2, "right": x - width}[text.get_ha()]
        found.append((Box(left, y - 0.15 * em, left + width, y + 0.85 * em), text.get_text()))
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_touches_another_or_leaves_the_page(tmp_path: Path, lang: str) -> None:
    names = "郑家镇", "371502", "嘉明经济开发区", "371500Z01", "梁水镇镇", "堂邑镇", "371522", "371522101"
    profiles = [of(name) for name in names] + [profile(tables().bases[0], tables())]
    regular, bold = fonts(tmp_path, profiles)
    for one in profiles:
        sheet = draw(one, tables(), regular, bold, lang=lang, made_on=DAY)
        paper = sheet.box.grown(-10)
        every = boxes(sheet)
        assert len(every) > 20
        codes = [*tables().documents, *tables().areas["code"]]
        assert not any(code in text for _, text in every for code in codes), "a code is printed"
        assert not any("…" in text for _, text in every), "a text is cut"
        for number, (box, text) in enumerate(every):
            assert paper.holds(box), (one.area.name, text)
            for other, beside in every[number + 1 :]:
                assert not box.grown(-0.15).overlaps(other), (one.area.name, text, beside)


def test_lines_break_by_the_rules(tmp_path: Path) -> None:
    regular, bold = fonts(tmp_path, [of("371502")])
    sheet = Sheet((210, 297), regular, bold)
    text = "已登记的规划没有提到本区域。这不表示这里没有项目，只表示这些文件（5份）没有写到。" * 3
    for width in range(20, 60, 3):
        lines = wrapped(sheet, text, 8, width)
        assert "".join(lines) == text
        assert all(sheet.width(line, 8) <= width + 0.01 for line in lines)
        assert not any(line[0] in "，。；：、）》" for line in lines)
        assert not any(line[-1] in "（《" for line in lines)


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    texts = []
    for page in document:
        assert page.get_size() == pytest.approx((595.28, 841.89), abs=0.5)
        textpage = page.get_textpage()
        texts.append(textpage.get_text_bounded())
        textpage.close()
        page.close()
    document.close()
    return texts


def test_one_a4_page_with_text_that_can_be_searched() -> None:
    content = render(find_area("郑家镇", tables()), tables(), made_on=DAY)
    (text,) = pages(content)
    assert all(
        word in text for word in ("郑家镇", "区位商", "金帝", "轴承及保持器", "镇街 郑家镇", "在建", "示意")
    )
    assert content == render(find_area("郑家镇", tables()), tables(), made_on=DAY)


def test_a_town_of_which_nothing_is_said_says_so() -> None:
    empty = next(a for a in all_areas(tables()) if a.level == "town" and profile(a, tables()).is_empty)
    (text,) = pages(render(empty, tables(), made_on=DAY))
    assert "没有提到本区域" in text.replace("\r\n", "")
    (text,) = pages(render(empty, tables(), lang="en", made_on=DAY))
    assert "do not name this area" in text.replace("\r\n", " ")


def test_batch_writes_one_page_per_area(tmp_path: Path) -> None:
    areas = [find_area(name, tables()) for name in ("371502", "郑家镇", "371500Z03")] + list(
        tables().bases[:1]
    )
    written = render_all(tmp_path / "out", tables(), areas=areas, made_on=DAY)
    assert [path.name for path in written] == [file_name(area) for area in areas]
    assert all(len(pages(path.read_bytes())) == 1 for path in written)


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "x.pdf"
    assert main(["profile", "郑家镇", "--out", str(out), "--lang", "en"]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert main(["profile", "nowhere", "--out", str(out)]) == 2
    assert main(["profile", "--out", str(out)]) == 2
    assert main(["profile", "郑家镇", "--out", str(tmp_path / "x.txt")]) == 2
    assert "nowhere" in capsys.readouterr().err
    identifier = tables().records.loc[tables().records["name"] == "轴承保持器产业振兴基地", "id"].iloc[0]
    assert main(["history", identifier]) == 0
    assert "延续" in capsys.readouterr().out
    assert main(["history", "nothing"]) == 2
