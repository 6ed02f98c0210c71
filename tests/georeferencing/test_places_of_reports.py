"""Where reports of cities that nobody had looked at say that things are, and what only sounds so.

Each text stands so in a report of its city.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer_tables import load_gazetteer
from geo.national.city import find_unit
from projects.city import write_gazetteer
from projects.extraction.candidates import candidates
from projects.extraction.scopes import Scope
from projects.georeferencing.facilities import facility_of
from projects.georeferencing.facts import FactBook
from projects.georeferencing.place import place
from projects.model.registry import Document
from tests.georeferencing.mentions import mention

Scopes = Callable[[str], Scope]


@pytest.fixture(scope="module")
def scopes(tmp_path_factory: pytest.TempPathFactory) -> Scopes:
    @cache
    def gazetteer_of(city: str) -> Gazetteer:
        folder = tmp_path_factory.mktemp("city")
        write_gazetteer(find_unit(city), folder)
        return load_gazetteer(folder)

    return lambda city: Scope(Document("d", "d.txt", scope=city), gazetteer_of(city))


NAMES = [
    # One end of a stretch, the other not known: no pin.
    ("兰州市", "水阜至草场街", []),
    ("玉林市", "陆川清湖至浦北石埇", ["陆川县"]),
    ("铜川市", "G210耀州惠塬至印台陈炉公路", ["耀州区", "印台区"]),
    ("兰州市", "皋兰至青白石快速通道", ["皋兰县", "青白石街道"]),  # both ends
    # A name inside another one.
    ("绥化市", "东北林业大学高校肇东新校区", ["肇东市"]),  # not 北林区
    ("西宁市", "塔尔寺大景区", []),  # far from 塔尔镇
    ("湛江市", "乌石17－2油田群开发", []),  # off the coast
    ("湛江市", "雷州半岛现代农业核心示范区", []),
    ("遂宁市", "保障性安居工程", []),
    ("遂宁市", "安居工程", []),
    # A person, a firm, a side of the city.
    ("眉山市", "三苏祠外部空间拓展提升", []),
    ("南昌市", "中航工业洪都商用飞机", []),
    ("河池市", "岩滩库区移民遗留问题处理规划基础设施项目", []),  # of three counties
    ("德阳市", "剑南春大唐国酒生态园", []),
    ("遂宁市", "川渝毗邻地区公安政务服务蓬南分中心", ["蓬南镇"]),  # in 蓬溪县, but no side of it
    ("焦作市", "焦南“行政+商务+文体”组团片区", []),
    # Of two things only the second is there.
    ("陇南市", "天池景区综合开发一期工程和阳坝", []),
    ("湛江市", "调顺跨海大桥", ["调顺街道"]),
    # What is called without its rank, or by an older one.
    ("六盘水市", "六枝生活垃圾焚烧发电项目", ["六枝特区"]),
    ("邯郸市", "峰峰恒耀电子二期", ["峰峰矿区"]),
    ("石家庄市", "井陉太行天路", ["井陉县"]),  # nor is it 井陉矿区
    ("文山壮族苗族自治州", "柳井乡中心卫生院", ["柳井彝族乡"]),
    ("攀枝花市", "盐边县惠民乡芒果基地", ["惠民镇"]),
    ("铜川市", "陈炉乡村振兴示范镇", ["陈炉镇"]),
    ("遂宁市", "遂宁安居民用运输机场", ["安居区"]),
    ("佛山市", "大良—容桂商圈", ["大良街道", "容桂街道"]),
    # Neither a river nor what a school is named after.
    ("梧州市", "藤县河东防洪堤", ["藤县"]),
    ("镇江市", "扬中河豚特色小镇", ["扬中市"]),
    ("梧州市", "苍梧中学石桥校区", ["苍梧县"]),
]


@pytest.mark.parametrize(("city", "name", "expected"), NAMES)
def test_what_a_name_says(scopes: Scopes, city: str, name: str, expected: list[str]) -> None:
    done = place(mention(name), scopes(city), FactBook([]))
    assert [one.name for one in done.places] == (expected or [city])


def test_a_race_that_calls_at_a_station_is_not_there(scopes: Scopes) -> None:
    scope = scopes("南宁市")
    station = scope.toponyms("宾阳县")[0][0].place
    assert station is not None
    known = {"南宁站": (station,)}
    assert facility_of("自行车世界巡回赛（南宁站）沿线景观带", scope, known=known)[0] is None
    assert facility_of("南宁站站房改造", scope, known=known)[0] == station


SUBJECTS = [
    (
        "攀枝花市",
        "米易县跻身全国首批农业现代化示范区和国家农村产业融合发展示范园，盐边县获评国家高效节水示范县。",
        "国家农村产业融合发展示范园",
        "米易县",
    ),
    ("遂宁市", "支持船山生猪种养循环现代农业园区创建国家现代农业产业园。", "国家现代农业产业园", "船山"),
    ("兰州市", "皋兰县什川镇入选国家运动休闲小镇。", "国家运动休闲小镇", "皋兰县什川镇"),
    ("平凉市", "庄浪、静宁两县建设现代旱作农业发展示范区。", "现代旱作农业发展示范区", "庄浪、静宁"),
    (
        "云浮市",
        "以新兴县为重点建设区，打造“禅意农耕，现代农牧”功能区。",
        "禅意农耕，现代农牧功能区",
        "新兴县",
    ),
    (
        "营口市",
        "培育壮大县域主导产业，盖州市加快建设全省重要高端精细化工产业基地和能源贸易物流枢纽。",
        "能源贸易物流枢纽",
        "盖州市",
    ),
    # 界石铺 is one end of a road in another clause.
    (
        "平凉市",
        "加快实施“6873”交通突破行动，加快平天高速、国道312线平凉西至界石铺建设进度，建成平凉客运枢纽站。",
        "平凉客运枢纽站",
        "",
    ),
    (
        "眉山市",
        "以东坡区永丰片区为核心，加快建设“一核三带十片”新时代更高水平“天府粮仓”示范区。",
        "一核三带十片新时代更高水平天府粮仓示范区",
        "",
    ),
    # It acts itself.
    (
        "眉山市",
        "支持仁寿县创建天府旅游名县、柳江玉屏旅游度假区创建省级旅游度假区。",
        "柳江玉屏旅游度假区",
        "",
    ),
    # Several that act: none places.
    (
        "攀枝花市",
        "仁和区、米易县、盐边县创成国家级出口芒果质量安全示范区。",
        "国家级出口芒果质量安全示范区",
        "",
    ),
]


@pytest.mark.parametrize(("city", "text", "name", "expected"), SUBJECTS)
def test_whose_it_is(scopes: Scopes, city: str, text: str, name: str, expected: str) -> None:
    found = [one for one in candidates(text, lambda _: False) if one.name == name]
    assert {scopes(city).subject(text, one) for one in found} == {expected}
