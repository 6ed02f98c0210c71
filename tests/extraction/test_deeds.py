"""Items of a list of deeds for the people: projects, services and counts."""

from __future__ import annotations

from projects.extraction.extract import extract
from projects.extraction.scopes import Scope
from projects.model.registry import Document

DOCUMENT = Document("d", "d.txt", scope="东昌府区", issued="2022")

ITEMS = [
    ("县人民医院新院区一期工程。完成门诊楼、住院楼主体建设，新增床位600张。", ["县人民医院新院区一期工程"]),
    ("实施县第三幼儿园建设项目，新增公办学位540个。", ["县第三幼儿园建设项目"]),
    (
        "新建浯溪街道养老服务中心、白水镇养老服务中心，改造农村养老点20个。",
        ["浯溪街道养老服务中心", "白水镇养老服务中心"],
    ),
    ("推进城乡供水一体化工程，解决3.6万人饮水安全问题。", ["城乡供水一体化工程"]),
    ("甲区人民医院门诊综合楼扩建工程年底前主体封闭。", ["甲区人民医院门诊综合楼扩建工程"]),
    (
        "建设区级养老服务中心、蒲西街道养老服务中心，新增床位260张。",
        ["区级养老服务中心", "蒲西街道养老服务中心"],
    ),
    ("完成潘家堡镇蔡伯街村等6个村农村饮水安全巩固提升。", ["潘家堡镇蔡伯街村等6个村农村饮水安全巩固提升"]),
    ("打通“断头路”2条（滨水路北段、中心街东延）。", ["滨水路北段", "中心街东延"]),
    (
        "新建杨士岗镇、肖寨门镇污水处理站，提标改造金佰第二污水处理厂。",
        ["杨士岗镇、肖寨门镇污水处理站", "金佰第二污水处理厂"],
    ),
    ("建成金佰公共实训基地和零工市场。", ["金佰公共实训基地", "零工市场"]),
    ("实施金佰河和银岭湖生态修复工程。", ["金佰河和银岭湖生态修复工程"]),
    ("改造城镇老旧小区28个，惠及居民3200户。", []),
    ("为全县适龄妇女免费进行“两癌”筛查2万人。", []),
]


def test_names_of_deeds() -> None:
    """Most deeds give their names, and services and counts give none."""
    right = 0
    for item, names in ITEMS:
        text = f"十件民生实事\n1.{item}\n2.开展普法宣传活动。\n"
        found = [one.name for one in extract(DOCUMENT, text, Scope(DOCUMENT)).mentions]
        right += found == names
        assert names or not found, item
    assert right >= 0.5 * len(ITEMS)


def test_a_slogan_that_heads_a_deed_is_no_name() -> None:
    """乌鲁木齐 2019: 工程 stands inside of a sentence that praises it."""
    text = "（二）“九项惠民工程”持续推进。\n二是教育惠民工程提素质。强化国家通用语言文字教育。\n"
    assert not extract(DOCUMENT, text, Scope(DOCUMENT)).mentions
