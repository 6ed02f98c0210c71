"""Items of a list of deeds for the people: projects, services and counts."""

from __future__ import annotations

import pytest

from projects.reading.deeds import deed_names
from projects.reading.parse import Paragraph

ITEMS = [
    ("县人民医院新院区一期工程。完成门诊楼、住院楼主体建设，新增床位600张。", ["县人民医院新院区一期工程"]),
    ("实施县第三幼儿园建设项目，新增公办学位540个。", ["县第三幼儿园建设项目"]),
    (
        "新建浯溪街道养老服务中心、白水镇养老服务中心，改造农村养老点20个。",
        ["浯溪街道养老服务中心", "白水镇养老服务中心"],
    ),
    ("推进城乡供水一体化工程，解决3.6万人饮水安全问题。", ["城乡供水一体化工程"]),
    ("改造城镇老旧小区28个，惠及居民3200户。", []),
    ("为全县适龄妇女免费进行“两癌”筛查2万人。", []),
]


@pytest.mark.parametrize(("item", "names"), ITEMS)
def test_names_of_a_deed(item: str, names: list[str]) -> None:
    found = deed_names(Paragraph(item, tuple(range(len(item)))))
    assert [name.text for name in found] == names
