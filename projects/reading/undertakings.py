"""Undertakings that close like no name: works on what stands, what a firm will make.

某灌区续建配套与节水改造, …年产30万吨新材料, the firms before 项目达产达效 or 年内投产.
Input: a piece of a clause or all of its pieces. Output: what of it is the name, or whether it is one.
"""

from __future__ import annotations

import re

from projects.reading.cuts import Name, single
from projects.reading.words import MAX_NAME, aim_reason, has_own_letters, tail_pattern

_WORKS_ON = re.compile(  # works on a thing that stands already: 某灌区续建配套与节水改造
    r"(?P<what>[^、，。；的]{2,24}?(?:灌区|片区|街区|商圈|岸线|公路|大桥|水库|河道|堤防|管网|货场|出口"
    r"|[路线]段|[至到][^、]{2,4}段))"
    r"(?P<works>(?:续建|配套|现代化|节水|提质|升级|更新|除险|综合|城市|生态|环境|[与及和]|改建|改造|改扩建|扩建|加固|扩容|扩能|整治|修复|提升)*"
    r"(?:改造|改建|改扩建|扩建|加固|扩能|整治|修复|城市更新))(?:\d[\d.]*(?:公里|米))?"
)
_BARE = re.compile(r"[^、]{1,5}[路街河江湖沟渠溪]")
_SHARED_WORKS = re.compile(
    rf"(?P<name>{_BARE.pattern}(?P<works>(?:(?!工程)[^、，。；的]){{0,10}}(?:改造|加固|整治|治理|修复|清淤|疏浚)(?:工程|项目)?))"
    r"(?:\d[\d.]*(?:公里|米)|建设|前期工作)?"
)
_WHEN = r"(?:尽早|尽快|早日|年内|年底前|如期|按期|按时|全面|顺利|20\d\d年(?:底前?|内|[上下]半年)?)*"
_COMES_ABOUT = re.compile(  # 确保某钢木家具年内投产: what begins to produce is a project
    _WHEN + r"(?:开工建设|开工|动工|建成投产|建成投用|竣工投产|投产达效|达产达效|满产达产"
    r"|投产|投用|投运|达产|满产|试生产|复工)$"
)
_NO_WORKS = re.compile(
    r"[的等和与及]|^\d|企业|产业$|工作|技术$|成果$|人才|政策|机制|体系|制度|发展|水平|[个项条家]$|产能|全市|全区|全县"
)
_OUTPUT = re.compile(  # what it shall make, a stage of it
    r"年产(?=\d)|\d[\d.]*(?:万|亿|千)?(?:吨|套|台|辆|件|片|支)(?=/年|[\u4e00-\u9fffA-Z]{2})|[（(][一二三四五六]期[）)]$"
    r"|一体化$|扩产$|扩能$|技改$"
)
_NO_OUTPUT = re.compile(r"^\d|的|达到|以上|以内|左右|容量|工作|目标|机组|产能")


def works_on(text: str) -> re.Match[str] | None:
    """Works on a thing that stands, with nothing behind them or only what is done: …加固前期工作."""
    works = _WORKS_ON.match(text)
    if works is None:
        return None
    rest = text[works.end() :]
    tail = tail_pattern().match(rest)
    return works if not rest or (tail and tail.group() not in ("项目", "工程")) else None


def joined_works(pieces: list[Name]) -> list[Name]:
    """Works that several roads or rivers share, one by one (甲路、乙街雨污管网改造); empty without any."""
    last = _SHARED_WORKS.fullmatch(pieces[-1][0]) if len(pieces) > 1 else None
    if last is None or not all(_BARE.fullmatch(piece) for piece, _, _ in pieces[:-1]):
        return []
    shared = [(piece + last.group("works"), start, end) for piece, start, end in pieces[:-1]]
    return [*shared, (last.group("name"), pieces[-1][1], pieces[-1][1] + last.end("name"))]


def say_projects(pieces: list[Name]) -> bool:
    """Whether the last of some pieces says that all are projects: 甲、乙项目达产达效; 甲、乙年内投产."""
    last = pieces[-1][0] if pieces else ""
    told = single(last)
    shared = len(pieces) > 1 and told is not None and told[0].endswith("项目")
    return shared or bool(_COMES_ABOUT.search(last))


def is_output(text: str) -> bool:
    """Whether a piece that closes like no name is an undertaking by what it shall make: …年产30万吨新材料."""
    named = 8 <= len(text) <= MAX_NAME and not _NO_OUTPUT.search(text) and bool(_OUTPUT.search(text))
    return named and has_own_letters(_OUTPUT.sub("", text)) and not aim_reason(text)


def is_firm_project(text: str) -> bool:
    """Whether a piece that closes like no name is told from others by its letters: 安丰肉鸡熟食加工."""
    return (
        4 <= len(text) <= MAX_NAME
        and not _NO_WORKS.search(text)
        and has_own_letters(text)
        and not aim_reason(text)
    )


def without_what_comes(text: str) -> str:
    """A piece without when it will produce: 某钢木家具 of 某钢木家具年内投产."""
    return _COMES_ABOUT.sub("", text)
