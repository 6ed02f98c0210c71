"""Typed values: money to 万元, years that open and close, figures with their units, companies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.extraction.names import head_core
from projects.extraction.values import company, money_wan_yuan, read_values, scale, years

MONEY = {
    "总投资12.5亿元，2025年年底前建成": 125000.0,
    "计划投资3000万元": 3000.0,
    "总投资约2亿元": 20000.0,
    "概算总投资为8.6亿元": 86000.0,
    "总投资 1,200万元": 1200.0,
    "总投资（亿元）：12": 120000.0,
    "总投资（万元）35000": 35000.0,
    "投资50亿元的产业园": 500000.0,
    "2亿元投资": 20000.0,
    "总投资36.8 亿元，占地300亩": 368000.0,
    # another currency, another sum, no sum
    "总投资1.2亿美元": None,
    "投资20亿美元在美国": None,
    "完成投资20亿元": None,
    "投资促进资金3亿元": None,
    "年产值50亿元": None,
    "年销售收入12亿元": None,
    "": None,
}
YEARS = {
    "（2021—2025年）": (2021, 2025),
    "2022～2024年": (2022, 2024),
    "2021年至2023年": (2021, 2023),
    "2025年年底前": (None, 2025),
    "2024年6月底前": (None, 2024),
    "到2035年": (None, 2035),
    "2020年启动": (2020, None),
    "2023年开工，2025年建成": (2023, 2025),
    "2024年6月开工": (2024, None),
    "2022年前建成": (None, 2022),
    "2024年燃气管网更新改造项目": (2024, 2024),
    "“十四五”时期": (2021, 2025),
    "十三五期间": (2016, 2020),
    "“十五五”时期": (2026, 2030),
    "G2035线": (None, None),
    "工期3年": (None, None),
    "": (None, None),
}
SCALE = {
    "年产1000万套高端轴承保持架": "年产1000万套",
    "占地300亩，年产100万套": "占地300亩;年产100万套",
    "建筑面积6.5万平方米": "建筑面积6.5万平方米",
    "全长64公里": "全长64公里",
    "220KV、500KV超高压": "220KV;500KV",
    "2×350MW热电联产": "2×350MW",
    "年处理秸秆50万吨": "年处理秸秆50万吨",
    "年产5000台（套）智能机器人": "年产5000台（套）",
    "3000吨冷藏库": "3000吨",
    "新建1.2万㎡厂房": "新建1.2万㎡",
    "1000张床位": "1000张",
    "2024年改造项目": "",
    "第3期": "",
}


@pytest.mark.parametrize("text", MONEY)
def test_investment_in_wan_yuan(text: str) -> None:
    assert money_wan_yuan(text) == MONEY[text]


@pytest.mark.parametrize("text", YEARS)
def test_years_of_an_item(text: str) -> None:
    assert years(text) == YEARS[text]


@pytest.mark.parametrize("text", SCALE)
def test_figures_with_their_units(text: str) -> None:
    assert scale(text) == SCALE[text]


@given(st.decimals(min_value="0.01", max_value="9999", places=2))
def test_the_same_sum_in_two_units_is_the_same_number(sum_yi: object) -> None:
    in_yi = money_wan_yuan(f"总投资{sum_yi}亿元")
    assert in_yi == pytest.approx(float(str(sum_yi)) * 10000)


@given(st.text(alphabet="0123456789.,亿万元投资总年底前建成—（）：美吨套十四五期间", max_size=40))
def test_any_text_gives_values_in_order(text: str) -> None:
    found = read_values(text)
    if found.period_start and found.period_end and "—" not in text:
        assert found.period_start <= found.period_end
    assert found.investment_wan_yuan is None or found.investment_wan_yuan >= 0


@pytest.mark.parametrize(
    ("name", "firm"),
    [
        ("山东河姆渡工业互联网有限公司数字大厦", "山东河姆渡工业互联网有限公司"),
        ("中住（北京）数据科技有限公司住建云", "中住（北京）数据科技有限公司"),
        ("山东金帝高端装备关键零部件提质升级项目", "山东金帝"),
        ("航昊轴承年产1000万套高端轴承保持架项目", "航昊轴承"),
        ("光明畜禽养殖专业合作社养殖项目", "光明畜禽养殖专业合作社"),
        ("老旧小区改造项目", ""),
        ("清平路", ""),
        ("松桂大街项目（含运河桥）", ""),
        ("位山灌区节水改造项目", ""),
        ("范恭屯小学项目", ""),
        ("“四好农村路”建设项目", ""),
    ],
)
def test_companies_in_names(name: str, firm: str) -> None:
    assert company(name, head_core(name)) == firm
