"""Output and sales figures: read for themselves, and never as an investment."""

from __future__ import annotations

import pytest

from projects.extraction.targets import target_wan_yuan, without_targets
from projects.extraction.values import money_wan_yuan

# text → target, investment, both in 万元
FIGURES = {
    "总投资5亿元，年产值20亿元": (200000.0, 50000.0),
    "年产值20亿元，总投资5亿元": (200000.0, 50000.0),
    "投资5亿元产值20亿元": (200000.0, 50000.0),
    "投资、产值100亿元": (1000000.0, None),
    "投产后年产值可达3.5亿元、税收2000万元": (35000.0, None),
    "打造500亿元产值的现代化钢铁产业园": (5000000.0, None),
    "建成后可实现年销售收入1.2亿元": (12000.0, None),
    "主营业务收入突破1,200万元": (1200.0, None),
    "产值（预计）达到100亿元": (1000000.0, None),
    "产业规模突破1.3万亿元": (130000000.0, None),
    "总投资10亿元，年利税8000万元": (8000.0, 100000.0),
    # no target
    "总投资12亿元": (None, 120000.0),
    "2亿元投资": (None, 20000.0),
    "产值100亿美元": (None, None),
    "产值增长12%": (None, None),
    "年产1000万套": (None, None),
    "": (None, None),
}


@pytest.mark.parametrize("text", FIGURES)
def test_a_target_is_no_investment(text: str) -> None:
    assert (target_wan_yuan(text), money_wan_yuan(text)) == FIGURES[text]


@pytest.mark.parametrize("text", FIGURES)
def test_what_is_left_keeps_its_place(text: str) -> None:
    left = without_targets(text)
    assert len(left) == len(text)
    assert all(new in (old, " ") for new, old in zip(left, text, strict=True))
    assert target_wan_yuan(left) is None
