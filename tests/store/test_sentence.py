"""Sentences as someone typed them, beside the chips that they have to become and what is left of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import workspace
from geo.geocode import GazetteerGeocoder
from geo.landmarks import landmarks
from projects.city import make
from projects.store.filters import Filters
from projects.store.filtertext import describe
from projects.store.sentence import understood
from projects.store.sentencewords import MOST_LETTERS
from projects.store.surroundings import surroundings

TODAY = date(2026, 11, 22)
# The sentence, its chips in the order of the page, and what it does not understand, apart by a blank.
SENTENCES = """
郑家镇2021年以来的轴承项目 | industry:轴承及保持器 town:郑家镇 years:2021– |
度假区已开工的医养项目 | industry:医养健康 stage:在建 stage:建成 stage:开工 county:江北水城旅游度假区 |
莘县有哪些冷链物流项目？ | industry:现代物流 county:莘县 |
十四五期间高新区的新能源汽车项目 | industry:汽车与新能源汽车 county:聊城高新技术产业开发区 years:2021–2025 |
“十三五”规划里的高速公路项目 | industry:交通 years:2016–2020 |
东昌府区和茌平区的有色金属项目 | industry:有色金属 county:东昌府区 county:茌平区 |
临清和冠县的轴承产业园区 | industry:轴承及保持器 kind:园区 county:临清市 county:冠县 |
莘县、冠县、阳谷的农业基地 | industry:现代农业 kind:基地 county:冠县 county:莘县 county:阳谷县 |
轴承和有色金属 | industry:轴承及保持器 industry:有色金属 |
今年新开工的化工项目 | industry:化工 stage:开工 years:2026 |
今年以来落地的数字经济项目 | industry:数字经济 stage:签约 years:2026 |
去年签约的项目 | stage:签约 years:2025 |
去年和今年的项目 | years:2025–2026 |
近三年的数字经济项目 | industry:数字经济 years:2024–2026 |
2021—2023年建成的文旅项目 | industry:文化旅游 stage:建成 years:2021–2023 |
2021至2023的项目 | years:2021–2023 |
2023—2021年的项目 | years:2021–2023 |
从2021年到2023年冠县的项目 | county:冠县 years:2021–2023 |
21-23年莘县 | county:莘县 years:2021–2023 |
23年开工的项目 | stage:开工 years:2023 |
二〇二一年以来的光伏 | industry:能源与新能源 years:2021– |
2023年前的高唐县化工项目 | industry:化工 county:高唐县 years:–2022 |
2025年底前建成的养老项目 | industry:医养健康 stage:建成 years:–2025 |
截至2023年已投产的化工项目 | industry:化工 stage:建成 years:–2023 |
2021年以来2023年前的冷链 | industry:现代物流 years:2021–2022 |
冠县轴承 2022 | industry:轴承及保持器 county:冠县 years:2022 |
老旧小区改造2024 | industry:市政与城市更新 years:2024 |
尚未开工的教育项目 | industry:教育 stage:前期 stage:签约 |
东昌府区郑家镇拟建的冷链 | industry:现代物流 stage:前期 town:郑家镇 |
莘县古云镇化工园区 | industry:化工 kind:园区 town:古云镇 |
道口铺街道有哪些建成的园区 | kind:园区 stage:建成 town:道口铺街道 |
哪些镇有轴承基地 | industry:轴承及保持器 kind:基地 kind:镇街 |
基地和项目 | kind:基地 kind:项目 |
凤凰工业园的食品项目 | industry:农副产品与食品加工 park:凤凰工业园 |
高铁新区在建的商业综合体 | industry:商贸电商与楼宇 stage:在建 park:高铁新区 |
经开区有什么新能源车项目 | industry:汽车与新能源汽车 county:聊城经济技术开发区 |
开发区在建项目 | stage:在建 county:聊城经济技术开发区 |
茌平县的铝加工 | industry:有色金属 county:茌平区 |
医养结合 度假区 在建 | industry:医养健康 stage:在建 county:江北水城旅游度假区 |
轴承产业链 | chain:轴承及保持器 |
阳谷铜加工产业链签约项目 | chain:铜铝加工 stage:签约 county:阳谷县 |
东阿县阿胶产业 | industry:医药 county:东阿县 |
全市的光伏项目 | industry:能源与新能源 |
聊城市2022年在建 | stage:在建 years:2022 |
轴承项目有多少个 | industry:轴承及保持器 |
茌平信发集团的项目 | text:茌平信发 |
“2021年老旧小区改造” | text:2021年老旧小区改造 |
2022年政府工作报告里的项目 | document:东昌府区 政府工作报告 2022 |
东昌府区2024年任务分工里的教育项目 | industry:教育 document:东昌府区 任务分工方案 2024 |
一产项目 | industry:现代农业 |
开发区和高新区的医药企业 | industry:医药 county:聊城经济技术开发区 county:聊城高新技术产业开发区 | 企业
投资超过10亿元的化工项目 | industry:化工 | 投资超过10亿元
东昌府区有什么好项目 | county:东昌府区 | 好
济南市的光伏项目 | industry:能源与新能源 | 济南市
2023年5月以来的化工项目 | industry:化工 years:2023– | 5月
2021年和2023年的项目 | years:2021 | 2023年
郑家镇和度假区的项目 | town:郑家镇 | 度假区
除轴承以外的项目 | | 除轴承以外
不在郑家镇的项目 | | 不在郑家镇
不含轴承和化工的莘县项目 | county:莘县 | 不含轴承 化工
郑家镇以外的轴承项目 | industry:轴承及保持器 | 郑家镇以外
张家镇的项目 | | 张家镇
阳谷路改造 | | 阳谷路改造
冠县新华路 | county:冠县 | 新华路
国道240沿线 | | 国道240沿线
G2021项目 | | g2021
国道2021 | | 国道2021
2000亩以上 | | 2000亩以上
聊城大学附近3公里的项目 | | 聊城大学附近3公里
聊阳路3公里改造项目 | | 聊阳路3公里改造
二十公里大道 | | 二十公里大道
东阿县10公里长廊 | county:东阿县 | 10公里长廊
王敏负责的项目 | | 王敏负责
东昌府区5公里内 | county:东昌府区 | 5公里
半径10公里的轴承项目 | industry:轴承及保持器 | 半径10公里
聊城大学3km以内 | | 聊城大学3km以内
距聊城西站直线5公里 | | 距聊城西站直线5公里
30年运营期 | | 30年运营期
距二百五十公里 | | 距二百五十公里
一千五百米内 | | 一千五百米内
三点五公里内 | | 三点五公里内
几十公里内 | | 几十公里内
五二公里内 | | 五二公里内
近0年的项目 | | 近0年
近两三年的轴承项目 | industry:轴承及保持器 years:2024–2026 |
没有这个 | | 没有这个
""".strip().splitlines()
# The sentence, the place that it means, the distance, its other chips, what is left.
NEAR = """
聊城西站5公里内 | 聊城西站 | 5 | |
聊城西站附近2021年以来的商贸项目 | 聊城西站 | 5 | industry:商贸电商与楼宇 years:2021– |
距聊城站500米的商业项目 | 聊城站 | 0.5 | industry:商贸电商与楼宇 |
临清站周边三公里 | 临清站 | 3 | |
以聊城西站为中心半径10公里的轴承项目 | 聊城西站 | 10 | industry:轴承及保持器 |
距离沙镇10公里以内的冷库 | 沙镇 | 10 | industry:现代物流 |
聊城北站 3 公里 内 医院 | 聊城北站 | 3 | industry:医养健康 |
聊城西站二百五十公里内 | 聊城西站 | 250 | |
聊城西站一百零五公里内 | 聊城西站 | 105 | |
聊城西站百公里内 | 聊城西站 | 100 | |
聊城西站两三公里内 | 聊城西站 | 3 | |
聊城西站二三十公里内 | 聊城西站 | 30 | |
聊城机场周边20km在建 | 聊城机场 | 20 | stage:在建 |
聊城西站和聊城东站5公里内 | 聊城东站 | 5 | | 聊城西站
""".strip().splitlines()
OTHER = """
昆山的生物医药项目 | industry:医药 county:昆山市 |
吴江区和太仓2023年以来的光伏项目 | industry:能源与新能源 county:吴江区 county:太仓市 years:2023– |
苏州工业园区在建的人工智能项目 | industry:数字经济 stage:在建 county:苏州工业园区 |
虎丘区今年开工的项目 | stage:开工 county:虎丘区 years:2026 |
吴江区盛泽镇的纺织基地 | industry:纺织服装 kind:基地 town:盛泽镇 |
张家港已投产的钢铁项目 | industry:钢管与黑色金属 stage:建成 county:张家港市 |
常熟服装市场 | industry:商贸电商与楼宇 industry:纺织服装 county:常熟市 |
苏州的轴承产业链 | chain:轴承及保持器 |
聊城的轴承项目 | industry:轴承及保持器 | 聊城
郑家镇的项目 | | 郑家镇
金鸡湖附近的商业 | industry:商贸电商与楼宇 | 金鸡湖附近
""".strip().splitlines()


def parts(row: str) -> list[str]:
    return [part.strip() for part in row.split("|")]


def chips(filters: Filters, *, near: bool = True) -> str:
    return " ".join(f"{chip.key}:{chip.label}" for chip in describe(filters) if near or chip.key != "near")


@pytest.mark.parametrize("row", SENTENCES)
def test_a_sentence_becomes_its_chips_and_the_rest_is_said(row: str):
    text, wanted, left = parts(row)
    found = understood(text, today=TODAY)
    assert (apart(chips(found.filters)), " ".join(found.left)) == (apart(wanted), left)


def apart(told: str) -> list[str]:
    """Labels of documents hold blanks."""
    return sorted(told.split())


@pytest.mark.parametrize("row", NEAR)
def test_a_distance_belongs_to_the_place_before_it(row: str):
    text, place, km, wanted, left = parts(row)
    found = understood(text, today=TODAY)
    assert found.filters.near == surroundings(place, float(km), GazetteerGeocoder(), "zh")
    assert (chips(found.filters, near=False), " ".join(found.left)) == (wanted, left)


@pytest.fixture(scope="module")
def suzhou(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspaces") / "suzhou"
    make("苏州市", folder)
    return folder


@pytest.mark.parametrize("row", OTHER)
def test_another_city_has_places_of_its_own(suzhou: Path, row: str):
    text, wanted, left = parts(row)
    with workspace.using(suzhou):
        found = understood(text, today=TODAY)
        assert (chips(found.filters), " ".join(found.left)) == (wanted, left)


def test_a_name_of_several_places_offers_them(suzhou: Path):
    with workspace.using(suzhou):
        names = Counter(one.name for one in landmarks())
        name = next(name for name, count in sorted(names.items()) if count > 1)
        found = understood(f"{name}5公里内", today=TODAY)
    assert (found.filters, found.left) == (Filters(), (f"{name}5公里",))
    assert len(found.meant) > 1 and all(one.startswith(f"{name}（") for one in found.meant)


def test_each_piece_says_which_letters_became_which_condition():
    found = understood("郑家镇２０２１年以来的轴承项目", today=TODAY)
    assert [(piece.text, piece.key, piece.values) for piece in found.pieces] == [
        ("郑家镇", "town", ("郑家镇",)),
        ("2021年以来", "years", ("2021", "")),
        ("轴承", "industry", ("bearings",)),
    ]
    assert all(found.text[piece.start : piece.end] == piece.text for piece in found.pieces)


def test_nothing_and_too_much_are_no_sentence():
    assert understood("", today=TODAY).left == ()
    assert understood("的项目", today=TODAY).pieces == ()
    long = understood("轴承" * MOST_LETTERS, today=TODAY)
    assert long.filters == Filters() and long.left


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"郑家镇轴承的和除内上5公里年“” ", "2021", "聊城西站", "附近", "以外", "十四五", "项目"]
        )
        | st.text(max_size=3),
        max_size=12,
    ).map("".join)
)
def test_any_text_is_read_and_its_filter_survives_the_link(text: str):
    found = understood(text, today=TODAY)
    again, notices = Filters.from_query(found.filters.to_query())
    assert (again, notices) == (found.filters, [])
    assert all(found.text[piece.start : piece.end] == piece.text for piece in found.pieces)
