"""Running text: what is a project and what is an aim; enumerations, shared heads, tails, totals."""

from __future__ import annotations

import pytest
from rapidfuzz.fuzz import ratio

from projects.evaluation.likeness import SAME_NAME, bare
from projects.extraction.candidates import MAX_CLAUSE
from projects.extraction.extract import Extraction, extract
from projects.extraction.lexicon import opening
from projects.extraction.scopes import Scope
from projects.extraction.verdict import is_no_name
from projects.extraction.words import aim_reason, distinctive, is_complete_name, name_end
from projects.model.registry import Document
from projects.vocabulary.rules import rules

DOCUMENT = Document("d", "d.txt", scope="东昌府区", issued="2022")


def read(text: str) -> Extraction:
    """A paragraph of running text below a heading of a report."""
    return extract(DOCUMENT, f"二、重点任务\n{text}\n", Scope(DOCUMENT))


def names(text: str) -> list[str]:
    return [one.name for one in read(text).mentions]


FOUND = {
    # one name, and what is done to it
    "推动精品钢管产业园落地广平镇，": ["精品钢管产业园"],
    "促进月星环球广场全面运营，": ["月星环球广场"],
    "加快郑济高铁建设。": ["郑济高铁"],
    "推动聊城高铁物流园项目建设。": ["聊城高铁物流园项目"],
    "建成轨道交通2号线柯桥段。": ["轨道交通2号线柯桥段"],
    "加快推进呼南高铁焦洛平段前期工作。": ["呼南高铁焦洛平段"],
    "配合做好雄商高铁东昌府段征地拆迁，": ["雄商高铁东昌府段征地拆迁"],
    "一是抓好东安水厂建设。": ["东安水厂"],
    # enumerations
    "完成运河东路、肖新街、青年路等12条道路建设，": ["运河东路", "肖新街", "青年路"],
    "加快母向庄、郑楼安置区建设，": ["母向庄安置区", "郑楼安置区"],
    "加快天陇铁路、康略、景礼、和昌高速建设进度，": ["天陇铁路", "康略高速", "景礼高速", "和昌高速"],
    "推进王卷帽、付庄等49个安置区建设。": ["王卷帽安置区", "付庄安置区"],
    "新建向阳初中、范恭屯中学、松桂路小学，": ["向阳初中", "范恭屯中学", "松桂路小学"],
    "加快推进雄商、郑济高铁建设。": ["雄商高铁", "郑济高铁"],
    "实施晨鸣特种纸、巨能特钢轧线等32个重点产业项目。": ["晨鸣特种纸", "巨能特钢轧线"],
    "推进甲坪坝、乙池、丙州等12个片区改造，": ["甲坪坝片区改造", "乙池片区改造", "丙州片区改造"],
    "开工建设甲西攀、乙宜遵高铁丙宾段控制性工程，": [
        "甲西攀高铁丙宾段控制性工程",
        "乙宜遵高铁丙宾段控制性工程",
    ],
    "推进李庄长江大桥、宜庆路过江通道等4座跨江大桥建设，": ["李庄长江大桥", "宜庆路过江通道"],
    "打通长江大道东延线、金沙江大道西段等16条断头路，": ["长江大道东延线", "金沙江大道西段"],
    "推动临清烟店轴承产业园创建省级示范园，": ["临清烟店轴承产业园"],
    # works and stages that belong to the name
    "建成成宜高速公路扩容工程宜宾先行段，": ["成宜高速公路扩容工程宜宾先行段"],
    "建成宜宾500千伏叙府变电站扩建工程，": ["宜宾500千伏叙府变电站扩建工程"],
    "加快成绵高速扩容青白江互通前期工作，": ["成绵高速扩容青白江互通"],
    "实施蜀南竹海景区提升工程，": ["蜀南竹海景区提升工程"],
    "确保四川时代动力电池宜宾制造基地七至十期全面投产，": ["四川时代动力电池宜宾制造基地七至十期"],
    "推动凯翼汽车宜宾基地新能源车型技改项目达产，": ["凯翼汽车宜宾基地新能源车型技改项目"],
    "建成智轨T4线，": ["智轨T4线"],
    "推动宜宾三江口CBD加快成型成势，": ["宜宾三江口CBD"],
    # works on what stands already
    "推进双塔灌区续建配套与现代化改造，": ["双塔灌区续建配套与现代化改造"],
    "加快闽江源高速大桥加固前期工作，": ["闽江源高速大桥加固"],
    "实施浑河、蒲河左岸堤防加固，": ["浑河左岸堤防加固", "蒲河左岸堤防加固"],
    "配合做好徒骇河、马颊河防洪治理工程。": ["徒骇河防洪治理工程", "马颊河防洪治理工程"],
    "推进G308线等干线公路改造升级，": ["G308线"],
    "完成长江江南岸线生态修复12公里。": ["长江江南岸线生态修复"],
    "实施京沈高速辽中西出口改造、近海大街南延等工程；": ["京沈高速辽中西出口改造", "近海大街南延"],
    # several that the last tells to be projects, or to begin to produce
    "推动禾丰肉鸡熟食加工、辉山乳业辽中牧场扩建项目达产达效，": [
        "禾丰肉鸡熟食加工",
        "辉山乳业辽中牧场扩建项目",
    ],
    "加快安徽节源、沈发废弃油脂等在建项目的建设进度，": ["安徽节源", "沈发废弃油脂"],
    "确保青岛钢木家具年内投产。": ["青岛钢木家具"],
    "推动华能瑞金电厂二期尽早达产达效。": ["华能瑞金电厂二期"],
    "推动建宁种业科技创新产业园一期投用、二期动工。": ["建宁种业科技创新产业园"],
    "辽中压缩空气储能电站完成可研批复。": ["辽中压缩空气储能电站"],
    "黄海湿地博物馆、荷兰花海二期建成开放，": ["黄海湿地博物馆", "荷兰花海二期"],
    # numbers that belong together, and such that do not
    "加快推进常乐电厂5、6号机组等电源项目建设，": ["常乐电厂5、6号机组"],
    "建成成都轨道交通8号线二期、10号线三期，": ["成都轨道交通8号线二期", "10号线三期"],
    # who builds it, on what ground
    "依托东昌府区妇幼保健院建设东昌府区精神卫生中心，": ["东昌府区精神卫生中心"],
    "推动鲁西万亩中药材健康休闲产业园建设，": ["鲁西万亩中药材健康休闲产业园"],
    "打造全国规模最大、技术先进的“中国轴承及保持器生产基地”。": ["中国轴承及保持器生产基地"],
    "支持瓮福集团建设电子级磷酸研发中试基地。": ["电子级磷酸研发中试基地"],
    # what a park is given, what it is for
    "完善建宁经济开发区基础设施，": ["建宁经济开发区"],
    "推进沈阳近海经济区“管委会+公司”体制机制改革，": ["沈阳近海经济区"],
    "其中稀土应用产业园以铝、铜深加工为主，": ["稀土应用产业园"],
    "以成自宜高铁、渝昆高铁等为骨干，": ["成自宜高铁", "渝昆高铁"],
    "申报创建瓜州蜜瓜国家现代农业产业园，": ["瓜州蜜瓜国家现代农业产业园"],
    # parks that are relied on, bases that are made
    "依托凤凰工业园，": ["凤凰工业园"],
    "打造全省绿色环保建材产业基地。": ["全省绿色环保建材产业基地"],
    "培育壮大高精管材产业集群。": ["高精管材产业集群"],
}


def test_a_park_named_in_a_list_takes_no_end_of_another() -> None:
    found = names("加快建设石卡园、粤桂园、玉贵园、桂平新材料产业园、武林园、覃塘新材料科技园等重点园区。")
    assert {"石卡园", "玉贵园", "武林园"} <= set(found)
    assert not any(one.startswith(("石卡园", "玉贵园", "武林园")) and len(one) > 3 for one in found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("东昌府区", True),
        ("凤城", True),
        ("港北区", True),
        ("高新区", False),  # a development zone is a place of development
        ("港北区水稻智慧农场", False),
        ("茌平荣获省乡镇商贸中心", True),  # a sentence whose end looks like a name's
        ("丹东港打造成东北东部城市群重要枢纽港", True),
        ("遂溪孔子文化城升级国家4A级旅游景区", True),
        ("生物基新材料产业重点推进合成生物产业生态园区项目", True),
        ("莫尔格勒河5A级景区创建工程", False),
        ("《金昌市城乡融合发展示范区", True),
        ("《金昌市城乡融合发展示范区规划》展示馆", False),
    ],
)
def test_a_county_s_own_name_and_a_sentence_are_never_projects(name: str, expected: bool) -> None:
    assert is_no_name(name) is expected


# The verdict is weighed, not decided word by word, so these shares are what is held, not each excerpt.
LEAST_FOUND, LEAST_RIGHT = 0.7, 0.85


def test_names_in_running_text() -> None:
    found = {text: names(text) for text in FOUND}
    wanted = sum(map(len, FOUND.values()))
    taken = sum(map(len, found.values()))
    hits = sum(alike(one, found[text]) for text, expected in FOUND.items() for one in expected)
    assert hits >= LEAST_FOUND * wanted, (hits, wanted)
    assert hits >= LEAST_RIGHT * taken, (hits, taken)


def alike(name: str, found: list[str]) -> bool:
    """Whether *name* is among *found*, by the measure of ``evaluate``."""
    return any(ratio(bare(name), bare(other)) >= SAME_NAME for other in found)


AIMS = [
    "推进区中医院标准化建设，",
    "搭建政银企对接平台，",
    "建立校企协作和技术对接的网络平台，",
    "争创市级夜间文化和旅游消费集聚区，",
    "60个项目开工建设，",
    "一批重大项目竣工投产，",
    "支持重庆钢铁开展节能降碳技术改造，",
    "强力推进以城区各街道、开发区为重点，",
    "推动科技成果落地，",
    "推进关键河段清淤治理等建设。",
    "实施减盐、减油、减糖和控制高血压“三减控三高”项目，",
    "打造京津冀养生旅游度假区。",
    "打造“江北水城健康养老基地”。",
    "支持企业建设数字化车间和智能工厂，",
    "推进体制机制改革。",
    "实施“金蓝领”培养工程，",
    "完善基础设施建设。",
    "加快一批重大项目建设。",
    "新建改建高标准农田5万亩。",
    "打造全国知名的红色教育培训基地。",
    "争创国家级历史文化名镇。",
    "建设一批口袋公园。",
    "新增规上企业20家。",
    "实施重点项目86个，",
    "加强农村经纪人队伍建设。",
    "推进棚户区改造。",
    "推进交通设施互联互通。",
    "支持共建跨省产业合作园区，",
    "支持甲钢集团打造钢铁行业工业互联网平台。",
    "推动10个片区改造，",
    "建立健全长效机制。",
    "打造全天候不打烊服务型商圈。",
    "完成固定资产投资180亿元。",
    "我们完成了弥河防洪治理工程，",
]


def test_aims_and_totals_are_no_records() -> None:
    taken = [text for text in AIMS if names(text)]
    assert len(taken) <= 0.15 * len(AIMS), taken


def test_a_refused_clause_says_why() -> None:
    found = read("推进体制机制改革，加快郑济高铁建设，举办技能培训活动。")
    assert [one.name for one in found.mentions] == ["郑济高铁"]
    assert all(one.reason for one in found.rejects)


def test_a_total_is_a_count_and_no_record() -> None:
    assert names("改造外运小区、北园小区等27个老旧小区，") == ["外运小区", "北园小区"]


def test_endless_clauses_are_refused() -> None:
    found = read("推进" + "甲乙丙丁" * 200 + "产业园建设")
    assert len("甲乙丙丁" * 200) > MAX_CLAUSE
    assert not found.mentions and found.rejects


def test_the_lead_sentence_heads_what_follows() -> None:
    found = read("东部高精管材基地。推动精品钢管产业园落地，完善配套。")
    assert [(one.name, one.category) for one in found.mentions] == [
        ("东部高精管材基地", "东部高精管材基地"),
        ("精品钢管产业园", "东部高精管材基地"),
    ]


def test_every_rule_of_aims_catches_its_example() -> None:
    for row in rules("aims"):
        assert aim_reason(row["example"]) == row["reason"], row["example"]


def test_every_list_end_catches_its_example() -> None:
    for row in rules("list_ends"):
        if not row["example"]:
            continue
        assert row["example"].endswith(row["word"]) or is_complete_name(row["example"])
        assert is_complete_name(row["example"]), row["example"]


@pytest.mark.parametrize("table", ["name_ends", "list_ends", "tails", "common_words", "task_labels"])
def test_no_word_stands_twice_in_a_table(table: str) -> None:
    column = "label" if table == "task_labels" else "word"
    words = [row[column] for row in rules(table)]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert all(word.strip() == word and word for word in words)


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("重点项目", ""),
        ("高端装备", ""),
        ("产业创新中心", ""),
        ("郑济高铁", "郑济"),
        ("王卷帽安置区", "王卷帽"),
    ],
)
def test_letters_of_its_own(name: str, rest: str) -> None:
    assert distinctive(name) == rest


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("郑济高铁", "高铁"),
        ("聊城数据湖产业园", "产业园"),
        ("项目（二期）", "项目"),
        ("“住建云”", ""),
        ("", ""),
    ],
)
def test_words_that_close_names(name: str, end: str) -> None:
    assert name_end(name) == end


@pytest.mark.parametrize(
    ("clause", "senses", "rest"),
    [
        ("加快推进甲路建设", ("building",), "甲路建设"),
        ("大力依托甲园", ("rely",), "甲园"),
        ("二是做大做强甲园", ("make",), "甲园"),
        ("甲园建设", (), "甲园建设"),
        ("积极", (), "积极"),
    ],
)
def test_verbs_that_open_an_undertaking(clause: str, senses: tuple[str, ...], rest: str) -> None:
    found = opening(clause)
    assert (found.senses, clause[found.object_at :]) == (senses, rest)
