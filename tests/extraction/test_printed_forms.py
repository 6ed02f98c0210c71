"""Printed forms of boxes and lists as plans of many cities have them: each with the names it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as WordDocument

from projects.model.records import Record
from projects.model.registry import Document
from projects.pipeline import run

FORMS: dict[str, tuple[str, list[str]]] = {
    "kinds of projects one behind the other, the last in one line": (
        "三、主要任务\n（一）狠抓重大项目建设，增强发展后劲。全年安排重点建设项目5个。\n"
        "1.重点续建项目：\n（1）甲江氢基竖炉系统项目。总投资18.9亿元，年内投产。\n"
        "（2）乙江薄钢板工厂项目。总投资45亿元，完成主体设备安装。\n"
        "2.重点新开工项目：\n（1）丙科炼化二期乙烯项目。总投资390亿元，力争年底前开工。\n"
        "3.重点前期项目：丁江四高炉系统项目、戊港液化天然气接收站。\n",
        [
            "甲江氢基竖炉系统项目",
            "乙江薄钢板工厂项目",
            "丙科炼化二期乙烯项目",
            "丁江四高炉系统项目",
            "戊港液化天然气接收站",
        ],
    ),
    "a box title in two parts, entries after dashes": (
        "专栏5-2  “十四五”制造业重大工程\n——甲乙纺织服装产业园三期\n——丙丁市冷链装备基地\n",
        ["甲乙纺织服装产业园三期", "丙丁市冷链装备基地"],
    ),
    "open and filled bullets": (
        "专栏8 生态环保重点工程\n"
        "  ◇ 甲河流域水环境综合整治\n"
        "  ◇ 乙丙污水处理厂三期\n"
        "  ◇ 丁溪生态廊道（总投资3.2亿元，2022-2024年）\n",
        ["甲河流域水环境综合整治", "乙丙污水处理厂三期", "丁溪生态廊道"],
    ),
    "two figures, one of which reads like an amount": (
        "专栏7 水利重点项目\n01 甲阁水库除险加固\n02 大沙河治理\n",
        ["甲阁水库除险加固", "大沙河治理"],
    ),
    "categories with sentences that pack several": (
        "专栏4 综合交通重大工程\n"
        "高速公路：建成甲至乙高速公路丙段，开工建设丁至戊高速公路、己至庚高速公路。\n"
        "铁路：争取辛经壬至癸铁路纳入国家规划，开展前期工作。\n航空：丙通用机场。\n",
        ["甲至乙高速公路丙段", "丁至戊高速公路", "己至庚高速公路", "辛经壬至癸铁路", "丙通用机场"],
    ),
    "numbered categories with comma lists and one entry": (
        "专栏4 现代服务业重点项目\n"
        "1.现代物流：甲乙公路物流港，丙丁供应链中心。\n"
        "2.商贸会展：戊己广场，庚辛会展中心。\n"
        "3.科技金融：甲城基金小镇。\n"
        "4.文旅康养：乙农耕文化体验园，丙滨康养中心，丁湖度假区配套酒店群。\n",
        [
            "甲乙公路物流港",
            "丙丁供应链中心",
            "戊己广场",
            "庚辛会展中心",
            "甲城基金小镇",
            "乙农耕文化体验园",
            "丙滨康养中心",
            "丁湖度假区配套酒店群",
        ],
    ),
    "categories whose entries close like no names": (
        "专栏10 重点建设项目\n"
        "锂电产业：甲齐锂业年产2万吨碳酸锂、乙新锂能3万吨锂盐扩产、丙丁精工锂电正极材料\n"
        "白酒产业：戊得酒业增产扩能、己牌文化旅游区\n",
        [
            "甲齐锂业年产2万吨碳酸锂",
            "乙新锂能3万吨锂盐扩产",
            "丙丁精工锂电正极材料",
            "戊得酒业增产扩能",
            "己牌文化旅游区",
        ],
    ),
    "headings inside a box, each with its own numbers": (
        "专栏9 社会事业重大工程\n一、教育\n1.甲乙师范学院东校区扩建\n2.丙丁职业学院实训基地\n二、卫生\n"
        "1.戊东区域医疗中心（市第一医院东院区，总投资15亿元，2021—2024年）\n",
        ["甲乙师范学院东校区扩建", "丙丁职业学院实训基地", "戊东区域医疗中心"],
    ),
    "a name and what is told of it, without numbers": (
        "专栏8 农业农村重点项目\n"
        "沁水县现代农业产业园。建设智能温室、冷链物流中心，到2025年建成国家级产业园。\n"
        "乙山高标准农田建设工程。新建高标准农田150万亩，总投资22亿元。\n",
        ["沁水县现代农业产业园", "乙山高标准农田建设工程"],
    ),
    "a name, and a line below that tells of it": (
        "专栏7 十大标志性工程\n"
        "一、甲新区云谷智慧城\n"
        "    总投资50亿元，建设数据中心、软件园。\n"
        "二、乙北医疗中心\n"
        "    依托市第一医院，床位1500张。\n",
        ["甲新区云谷智慧城", "乙北医疗中心"],
    ),
    "a project with its parts": (
        "专栏2 防洪重点工程\n"
        "1.甲江下游南北岸防洪工程\n"
        "（1）南岸防洪一期工程\n"
        "（2）北岸防洪工程\n"
        "2.乙山水库\n",
        ["甲江下游南北岸防洪工程", "南岸防洪一期工程", "北岸防洪工程", "乙山水库"],
    ),
    "marks behind names": (
        "专栏2 园区重点工程\n（1）甲浦农民创业园▲\n（2）乙平石化公用配套工程★\n",
        ["甲浦农民创业园", "乙平石化公用配套工程"],
    ),
    "a list with counts in its headings": (
        "甲省“十四五”重大项目\n"
        "一、基础设施项目\n"
        "（一）铁路类（共2项）\n"
        "甲至乙铁路丙段、丁至戊铁路（甲省段）。\n"
        "（二）公路类（共1项）\n"
        "1. G1816己至庚高速公路；\n"
        "（三）机场类\n"
        "辛国际机场三期扩建、壬机场迁建。\n",
        ["甲至乙铁路丙段", "丁至戊铁路（甲省段）", "G1816己至庚高速公路", "辛国际机场三期扩建", "壬机场迁建"],
    ),
    "a library of projects by county, numbers in the line": (
        "二、重大产业项目\n"
        "重点项目库（第一批）\n"
        "甲新区：1.乙丙新材料产业园 2.丁化工园区二期\n"
        "戊市：1.己光热发电项目 2.庚口风电场\n",
        ["乙丙新材料产业园", "丁化工园区二期", "己光热发电项目", "庚口风电场"],
    ),
    "labels below the heading of a list": (
        "三、前期预备项目（不排年度投资）\n（一）轨道交通：甲虎城际、乙丙地铁33号线延伸至丁山线。\n"
        "（二）区域设施：1.戊江供水一体化工程；2.己湾区堤防巩固提升工程（庚段）。\n"
        "（三）产业载体：\n"
        "1.辛新区医疗器械产业园\n"
        "2.壬瑞工业园三期\n",
        [
            "甲虎城际",
            "乙丙地铁33号线延伸至丁山线",
            "戊江供水一体化工程",
            "己湾区堤防巩固提升工程（庚段）",
            "辛新区医疗器械产业园",
            "壬瑞工业园三期",
        ],
    ),
    "numbers that run on over headings": (
        "甲市“十三五”重点建设项目\n"
        "（一）石油石化\n"
        "1、乙油田环保科技园\n"
        "（二）基础设施\n"
        "2、丙至丁支线    3、戊己古海机场\n"
        "小计：3项\n",
        ["乙油田环保科技园", "丙至丁支线", "戊己古海机场"],
    ),
    "numbered paragraphs that name and tell": (
        "第七节 建设数字水利\n"
        "（1）甲乙数字孪生水网平台。整合雨情、水情，2028年建成。\n"
        "（2）丙丁高原湖泊智慧监测系统。布设自动站90座。\n",
        ["甲乙数字孪生水网平台", "丙丁高原湖泊智慧监测系统"],
    ),
    "a number and a kind, and a line that packs several of the kind": (
        "专栏7 综合交通运输体系建设工程\n01 高速铁路\n建成甲安至乙堰、甲安至丙延高铁，"
        "推进丙延至丁林高铁前期工作。\n"
        "02 机场\n新建戊鸡、己边等支线机场。\n03 公路\n"
        "实施G30庚霍高速公路扩能、京昆高速辛城至壬峪段扩能等工程。\n",
        [
            "甲安至乙堰高铁",
            "甲安至丙延高铁",
            "丙延至丁林高铁",
            "戊鸡支线机场",
            "己边支线机场",
            "G30庚霍高速公路扩能",
            "京昆高速辛城至壬峪段扩能",
        ],
    ),
    "a category whose sentence prints the kind once": (
        "专栏8 重大水利工程\n1.引甲济乙工程。加快二期建设。\n"
        "2.重点水源工程。建成丙县拐沟、丁县张坪等水库，新建戊林东线引水工程。\n",
        ["引甲济乙工程", "丙县拐沟水库", "丁县张坪水库", "戊林东线引水工程"],
    ),
    "a heading that lists on its own line": (
        "二、产业发展项目（1项，总投资8亿元）\n1.甲城绿色包装产业园。总投资8亿元。责任领导：丁某。\n"
        "三、社会民生项目：甲医院新院区、乙专新校区二期、丙湖生态旅游度假区。\n",
        ["甲城绿色包装产业园", "甲医院新院区", "乙专新校区二期", "丙湖生态旅游度假区"],
    ),
    "numbers of headings in one line": (
        "专栏2-1 工业重大项目\n（一）甲云有色年产2万吨锌合金技改项目，（二）乙润水泥余热发电项目，"
        "（三）丙片区标准厂房；\n",
        ["甲云有色年产2万吨锌合金技改项目", "乙润水泥余热发电项目", "丙片区标准厂房"],
    ),
    "ordinals in one line": (
        "专栏3-1 文旅\n一是甲川古城创建5A级景区；二是乙山石窟数字化保护；三是丙坊民宿集群。\n",
        ["甲川古城创建5A级景区", "乙山石窟数字化保护", "丙坊民宿集群"],
    ),
    "commas and semicolons without an order": (
        "专栏4 教育卫生补短板工程\n甲川一中扩建工程，乙保健院业务用房；丙镇第二幼儿园，"
        "丁卫生院周转房；戊中心实验室\n",
        ["甲川一中扩建工程", "乙保健院业务用房", "丙镇第二幼儿园", "丁卫生院周转房", "戊中心实验室"],
    ),
    "a word and a sentence of projects a line": (
        "专栏4 关键材料重点项目\n"
        "显示材料。续建甲电（乙肥）偏光片生产线、丙虹（乙肥）液晶基板玻璃生产线；推动欣奕华蒸镀材料国产化项目建设。\n"
        "电子材料。建设戊丰电子级湿化学品再生基地、己康（庚州）光刻胶及单体项目等。\n"
        "新能源材料。建设辛轩年产20万吨磷酸铁锂正极材料项目；谋划金寨石墨负极材料一体化基地。\n"
        "医用材料。面向高值医用耗材需求，发展可吸收缝合线等产品，提升产品国产化水平。\n",
        [
            "甲电（乙肥）偏光片生产线",
            "丙虹（乙肥）液晶基板玻璃生产线",
            "欣奕华蒸镀材料国产化项目",
            "戊丰电子级湿化学品再生基地",
            "己康（庚州）光刻胶及单体项目",
            "辛轩年产20万吨磷酸铁锂正极材料项目",
            "金寨石墨负极材料一体化基地",
        ],
    ),
    "categories with their verbs": (
        "专栏8 基础设施重大项目\n"
        "铁路：续建甲济客运专线乙段，建设丙港铁路扩能改造工程；开展丁衡城际铁路前期工作。\n"
        "公路：建成戊港高速公路乙段；实施国道G307乙绕城段改建、省道S282己至庚段改建等项目。\n"
        "港口：己港散货港区矿石码头一期（续建）工程。\n"
        "能源：乙西500千伏变电站；国电辛东电厂三期2×66万千瓦机组。\n",
        [
            "甲济客运专线乙段",
            "丙港铁路扩能改造工程",
            "丁衡城际铁路",
            "戊港高速公路乙段",
            "国道G307乙绕城段改建",
            "省道S282己至庚段改建",
            "己港散货港区矿石码头一期（续建）工程",
            "乙西500千伏变电站",
            "国电辛东电厂三期2×66万千瓦机组",
        ],
    ),
    "quoted Markdown": (
        "> **专栏 3-4　防洪减灾重点项目**\n"
        ">\n"
        "> - 甲江—乙川城市防洪提升工程\n"
        "> - 丙江六库城区段堤防\n"
        ">\n"
        "> - 丁海流域山洪沟治理项目\n",
        ["甲江—乙川城市防洪提升工程", "丙江六库城区段堤防", "丁海流域山洪沟治理项目"],
    ),
    "a Markdown table with bold sections": (
        "表3-2 重点水源工程项目表\n\n| 序号 | 工程名称 | 所在州（市） | 工程规模 |\n|---|---|---|---|\n"
        "| **一** | **大型水库** | | |\n"
        "| 1 | 甲源水库 | 乙市 | 大型 |\n"
        "| 2 | 丙林河水库<br>（含供水管道） | 丁市 | 中型 |\n",
        ["甲源水库", "丙林河水库（含供水管道）"],
    ),
    "kinds of projects with full stops, listed by commas and by 、": (
        "专栏2 铁路建设重点项目\n"
        "续建项目。甲藏铁路雅安段，丙都至宜宾高速铁路，成昆铁路丁段扩能改造。\n"
        "新开工项目。戊中线高速铁路、己庚至辛安铁路壬段、癸都外环铁路等。\n"
        "铁路专用线：泸江港进港铁路专用线；宜江港进港铁路\n"
        "（注：具体以国家批复为准。）\n",
        [
            "甲藏铁路雅安段",
            "丙都至宜宾高速铁路",
            "成昆铁路丁段扩能改造",
            "戊中线高速铁路",
            "己庚至辛安铁路壬段",
            "癸都外环铁路",
            "泸江港进港铁路专用线",
            "宜江港进港铁路",
        ],
    ),
    "a frame drawn with characters, over a page break with its head": (
        "┌──────────┐\n│   专栏6  先进制造业重点项目    │\n├──────────┤\n"
        "新材料：恩甲锂电池隔膜四期项目、国乙年产15万吨玻璃纤维生产线、中丙1，4-丁二醇（BDO）及PBAT一\n"
        "                — 21 —\n丁寿区“十四五”规划纲要\n体化项目。\n"
        "钢铁：戊钢3号高炉大修工程，己工高端智能装备产业园\n电子信息。庚能功率半导体封测项目、辛宁玻璃基板技改项目。\n"
        "└──────────┘\n                — 22 —\n丁寿区“十四五”规划纲要\n",
        [
            "恩甲锂电池隔膜四期项目",
            "国乙年产15万吨玻璃纤维生产线",
            "中丙1，4-丁二醇（BDO）及PBAT一体化项目",
            "戊钢3号高炉大修工程",
            "己工高端智能装备产业园",
            "庚能功率半导体封测项目",
            "辛宁玻璃基板技改项目",
        ],
    ),
    "a box on the line of its title, with categories inside": (
        "专栏14：水利、能源重点工程。水利：两岔甲河中型水库（总库容1260万立方米）、狮乙滩水库大坝除险加固；"
        "能源：丙燃机热电联产项目、500千伏丁戊至己家坝线路、LNG应急己峰站2座。\n",
        [
            "两岔甲河中型水库",
            "狮乙滩水库大坝除险加固",
            "丙燃机热电联产项目",
            "500千伏丁戊至己家坝线路",
            "LNG应急己峰站",
        ],
    ),
    "numbers that go on over groups, with what is told of the entries": (
        "专栏13 交通基础设施重点项目\n（一）续建项目\n"
        "1．甲寿长江二桥及连接道。全长约4.3公里，双向6车道，总投资23.7亿元；\n"
        "2．乙丙高速公路扩能（丁段）。建成通车；\n（二）新开工项目\n"
        "3．戊宜高铁己段；4．庚寿至辛江高速公路。\n（三）规划储备项目：壬寿通用机场、癸江三桥。\n",
        [
            "甲寿长江二桥及连接道",
            "乙丙高速公路扩能（丁段）",
            "戊宜高铁己段",
            "庚寿至辛江高速公路",
            "壬寿通用机场",
            "癸江三桥",
        ],
    ),
    "heads inside labels, and labels that are names": (
        "专栏22 科技和产业重点工程\n"
        "工程一：科创平台建设工程。建设甲寿科创中心、乙城国际创业孵化园。\n"
        "新能源产业。丙州新能源汽车科技城：重点推进丁能锂电池扩能项目、戊利动力电池项目、己机新能源乘用车等建设。\n",
        [
            "甲寿科创中心",
            "乙城国际创业孵化园",
            "丙州新能源汽车科技城",
            "丁能锂电池扩能项目",
            "戊利动力电池项目",
            "己机新能源乘用车",
        ],
    ),
    "one sign for a number or a dash, verbs with brackets, airports below a short heading": (
        "专栏5 交通枢纽建设工程\n"
        "⒈城市轨道交通：加快建设甲都轨道交通8号线二期、10号线三期，总规模约17公里。\n"
        "⒉客运枢纽：新（改）建乙丙站综合客运枢纽、丁南站综合客运枢纽。\n"
        "⒊运输机场：视工作进展情况适时启动戊中机场、己山机场。\n",
        [
            "甲都轨道交通8号线二期",
            "甲都轨道交通10号线三期",
            "乙丙站综合客运枢纽",
            "丁南站综合客运枢纽",
            "戊中机场",
            "己山机场",
        ],
    ),
    "a group and its entries on one line, parted by wide gaps": (
        "专栏18 民生保障重点项目\n医疗卫生  甲丙区人民医院北城院区  乙丁中医院迁建\n",
        ["甲丙区人民医院北城院区", "乙丁中医院迁建"],
    ),
    "numbered categories outside a box": (
        "（二）完善基础设施，提升承载能力。\n"
        "1.交通设施：推进甲湛高速公路乙海岛支线、丙海岛铁路专用线二期等2个项目建设。\n"
        "2.水利设施：实施丁岛红星水库扩容工程、戊腾河综合治理工程。\n",
        ["甲湛高速公路乙海岛支线", "丙海岛铁路专用线二期", "丁岛红星水库扩容工程", "戊腾河综合治理工程"],
    ),
}
NONE = {
    "actions in quotation marks": (
        "专栏7 优化营商环境“六大行动”\n1.市场准入环境提升行动。推行“一业一证”改革；\n"
        "2.要素保障提升行动。3.政商关系提升行动。\n"
    ),
    "platforms that exist": ("专栏1 “十三五”时期建成的主要平台\n1.国家级平台：甲乙公园、丙丁改革试验区。\n"),
    "actions": (
        "专栏7 就业服务提升行动\n1.重点群体就业帮扶。建立台账。\n2.职业技能提升。开展培训1.5万人次。\n"
    ),
    "fields of research": "专栏5 前沿材料攻关方向\n1.石墨烯。突破制备技术。\n2.超导材料。开展攻关。\n",
    "measures below a heading that reads like a list": (
        "六、重点工程\n（一）产业集群壮大工程\n"
        "按照“强龙头、补链条、聚集群”的思路，编制重点产业链图谱和招商路线图，动态完善重点企业库、重点项目库。\n"
        "（二）开放合作拓展工程\n鼓励企业参与共建“一带一路”，开展国际产能和装备合作。提升影响力。\n"
    ),
    "measures": "专栏3 营商环境优化举措\n（1）企业开办“一日办结”。推行“一网通办”。\n",
}


def read(text: str, folder: Path) -> list[Record]:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    document = Document("plan", path.name, period_start=2021, period_end=2025)
    return list(run([(document, path)]).records)


@pytest.mark.parametrize("form", FORMS)
def test_printed_forms(form: str, tmp_path: Path) -> None:
    text, names = FORMS[form]
    records = read(text, tmp_path)
    assert [record.name.removesuffix("项目") for record in records] == [
        name.removesuffix("项目") for name in names
    ]
    if not form.endswith("outside a box"):
        assert all(record.listed for record in records)


@pytest.mark.parametrize("what", NONE)
def test_boxes_without_projects(what: str, tmp_path: Path) -> None:
    assert read(NONE[what], tmp_path) == []


DEEDS = """甲市2023年重点工作责任分解
第一部分 重点工作
1、规模以上工业增加值增长8%。（牵头领导：丁一；牵头单位：市发改局；责任单位：市统计局）
2、推进乙洲船闸扩建前期工作。（牵头单位：市水利局；责任单位：有关镇）
第二部分 民生实事
1.安全饮水提级扩能。新建水厂2座。（牵头单位：市水利局；责任单位：有关镇）
2.甲市人民医院二期工程建设。新增床位400张。（牵头单位：市卫健局；责任单位：市人民医院）
3.免费“两癌”筛查。筛查2万人。（牵头单位：市妇联；责任单位：市卫健局）
"""


def test_deeds_with_responsibilities(tmp_path: Path) -> None:
    names = ["乙洲船闸扩建", "安全饮水提级扩能", "甲市人民医院二期工程建设"]
    assert [record.name for record in read(DEEDS, tmp_path)] == names
    # With a line between heading and items they are tasks like those above, with numbers of their own.
    voted = DEEDS.replace("民生实事\n", "民生实事\n（市人民代表大会票决）\n")
    records = read(voted, tmp_path)
    assert [record.name for record in records] == names
    assert [record.section for record in records] == ["任务2", "任务民生实事1", "任务民生实事2"]
    assert records[1].responsible == "市水利局|有关镇" and records[1].listed


def test_sections_about_surroundings_are_no_review(tmp_path: Path) -> None:
    """优化营商环境 is a task; 面临的环境 describes."""
    plan = "一、改善人居环境\n加快建设甲乙口袋公园。\n二、面临的环境\n加快建设丙丁大桥。\n"
    assert [record.name for record in read(plan, tmp_path)] == ["甲乙口袋公园"]


def test_undertakings_told_by_what_they_make(tmp_path: Path) -> None:
    text = (
        "三、重点任务\n"
        ""
        "加快推进仙鹤股份年产30万吨高性能纸基新材料、宏友新能源材料（三期）、"
        "五洲特纸年产50万吨浆纸一体化等项目建设。\n"
    )
    assert [record.name for record in read(text, tmp_path)] == [
        "仙鹤股份年产30万吨高性能纸基新材料项目",
        "宏友新能源材料（三期）项目",
        "五洲特纸年产50万吨浆纸一体化项目",
    ]


def test_word_table_without_numbers(tmp_path: Path) -> None:
    word = WordDocument()
    word.add_heading("第三章 重点任务", 1)
    word.add_paragraph("表1 基础设施重点项目")
    rows = [
        ("项目名称", "建设内容", "年限", "责任单位"),
        ("甲河高新大桥", "主线桥长2.46公里", "2022—2024", "建设管理局"),
        ("乙郊污水处理厂三期", "日处理6万吨", "2023—2024", "生态环境分局"),
    ]
    table = word.add_table(rows=0, cols=4)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    box = word.add_table(rows=1, cols=1).rows[0].cells[0]
    box.text = "专栏2 创新平台重点项目\n①丙丁科技创业湾二期\n②戊己新型显示研究院"
    path = tmp_path / "plan.docx"
    word.save(str(path))
    records = run([(Document("plan", path.name), path)]).records
    assert [(r.name, r.responsible) for r in records] == [
        ("甲河高新大桥", "建设管理局"),
        ("乙郊污水处理厂三期", "生态环境分局"),
        ("丙丁科技创业湾二期", ""),
        ("戊己新型显示研究院", ""),
    ]
