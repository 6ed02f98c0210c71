"""Lines (roads, railways, rivers): whether a name is that of one, and what the ends that it prints say.

A line is at no one place. Of 乌石支线 or 满归-根河公路 the printed end is not where the work is.
"""

from __future__ import annotations

import re

from geo.gazetteer import Place
from projects.extraction.scopes import Scope
from projects.extraction.toponyms import place_at

_LINE = re.compile(
    r"(高铁|高速|铁路|公路|快速路|快线|通道|路网|河道|运河(?!.*(小镇|古镇|文化港|城))|灌区|长廊|水系|管网)(?!.*(站|新区|物流园|小镇|古镇|枢纽|物流中心))"
)
_SECTION = re.compile(
    r"[\u4e00-\u9fff]至[\u4e00-\u9fff]{1,12}段|[至\-—－~～].{1,12}(?:高速|公路|快速路|铁路|高铁|省道|国道|管道|管线|供水|.{0,4}输电)"
)
# Long by nature, so that a town in the name (乌石支线) is only one that it passes or reaches.
_LONG = re.compile(
    r"(?:支线|快线|高速|高速公路|铁路|高铁|航道)(?:新建|改?扩建|改造|建设)?(?:工程|项目)?(?:[一二三]期)?）?$"
)
_DASH = "[-—–－~～]"


def names_a_line(name: str) -> bool:
    """Whether a project is a line (高铁, 高速, 河道), which is at no one point."""
    return bool(_LINE.search(name))


def is_one_end(name: str, places: list[Place], named: list[tuple[str, Place]]) -> bool:
    """Whether a line (…河…至博平段, 满归-根河, 乌石支线) names one town or park alone: the rest is open.

    Of 耀州惠塬至印台陈炉 the town is one end, too: what is left are the counties.
    """
    towns = [place for place in places if place.level in ("town", "park")]
    if len(towns) != 1:
        return False
    if any(re.search(f"{re.escape(text)}至", name) for text, place in named if place not in towns):
        return False  # 皋兰至青白石: the county is the other end
    joined = [re.escape(text) for text, place in named if place == towns[0]]
    dash, to = ("至", "至") if len(places) > 1 else (_DASH, "至(?!.*连接线$)")  # a short link is near its end
    if len(places) == 1 and (_LONG.search(name) or _SECTION.search(name)):
        return True
    return any(
        re.search(f"{text}(?:{dash}|{to})[\u4e00-\u9fff]|[\u4e00-\u9fff](?:{dash}|{to}.{{0,4}}){text}", name)
        for text in joined
    )


def end_elsewhere(name: str, places: list[Place], named: list[tuple[str, Place]], scope: Scope) -> str:
    """The end of a line that is a county outside the document's area (乾县至周至段); empty without one.

    A line that says in which of *places* it lies (…至北流公路浦北段) has none. Districts go by common
    words (双桥), which towns bear, too.
    """
    if any(name.endswith(text + "段") for text, place in named if place in places):
        return ""
    for joint in re.finditer("至", name):
        end = place_at(name, joint.end())
        is_here = bool(end) and scope.gazetteer.lookup(end, within=scope.place)
        if end and not is_here and _is_county(end, scope):
            return end
    return ""


def _is_county(text: str, scope: Scope) -> bool:
    return any(
        match.place.name == text or not match.place.name.endswith("区")
        for match in scope.gazetteer.lookup(text)
        if match.place.level in ("county", "city")
    )
