"""What an unregistered plan tells of itself: the area and the years in its head.

A file that no registry names is still read. Its title names the area (聊城市…规划纲要) and
the period (第十三个五年, 2023—2025年, 2024年); both are looked for in the first lines only, and the
caller is told what was taken from there.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from geo.gazetteer import Gazetteer, Place
from geo.ranks import short_prefecture, stem
from projects.model.registry import Document

HEAD_CHARACTERS = 600
OWN_NAME = 3  # times that a text without an area in its head has to name the workspace's city
_FIVE_YEAR = re.compile(r"第?十([二三四五六])(?:个)?五(?:年|”|时期|规划)?")
_TITLE = re.compile(
    r"规划|报告|方案|计划|清单|名单|要点|意见|项目表|项目库|分解|(?:20\d\d年|十.五).*重[点大]"
)
_TITLE_LINES = 40
_RANGE = re.compile(r"(20\d\d)\s*(?:年)?\s*[—\-－~～至到]+\s*(20\d\d)\s*年")
# 聊城市人民政府 on a line of its own or before what it does (关于印发…的通知)
_ISSUER = re.compile(
    r"(?m)^[#*]*([\u4e00-\u9fff]{2,20}?(?:人民政府办公室|人民政府|管理委员会|管委会|委员会|发展和改革局|发展改革委))"
    r"(?:$|关于|文件|[省市县区]长)"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[（(]20\d\d[〕\]）)]\d{1,4}号")
_DATE = re.compile(r"(20\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日")
# A title that names neither area nor year, on a line of its own: both stand around it.
_BARE_TITLE = re.compile(r"(?m)^[#*]*((?:政府)?工作报告)\**$")
# Before whom a report is given: 在贵阳市第十三届人民代表大会….
_ASSEMBLY = re.compile(r"([\u4e00-\u9fff]{2,24})第?[一二三四五六七八九十]{1,3}届人(?:民代表)?大")
_KINDS = (
    "规划纲要",
    "行动计划",
    "行动方案",
    "实施方案",
    "政府工作报告",
    "工作报告",
    "任务分解",
    "规划",
    "计划",
    "方案",
    "清单",
)
_YEAR = re.compile(r"(20\d\d)\s*年")


def described(document: Document, text: str, gazetteer: Gazetteer, beside: str = "") -> tuple[Document, str]:
    """*document* with scope and period filled from the head of *text* where the registry gave none.

    Parameters
    ----------
    document
        What is known of it; what it says already stays.
    text
        Its text, of which only the first 1800 characters are looked at.
    gazetteer
        The names of areas that are known.
    beside
        What a page prints beside the text (the caption of a picture); it may name the assembly.

    Returns
    -------
    tuple[Document, str]
        The document, and a line that says what was taken, empty when nothing was.
    """
    head = _head(text[: 3 * HEAD_CHARACTERS])
    title = _title(text[: 3 * HEAD_CHARACTERS])
    taken = []
    if not document.scope and (place := _area(title, head, gazetteer, beside)):
        document = replace(document, scope=place.name, scope_level=place.level)
        taken.append(place.name)
    if document.period_start is None and (years := _period(title) or _period(head)):
        document = replace(document, period_start=years[0], period_end=years[1])
        taken.append(f"{years[0]}–{years[1]}")
    if not taken:
        return document, ""
    return document, f"{document.file}: not in the registry; from its head: {', '.join(taken)}"


def of_workspace(
    document: Document, head: str, text: str, gazetteer: Gazetteer, home: Place | None
) -> Document:
    """*document* as one of the workspace's city where its title names no area and its text that city.

    What the head may name else (a district that is praised) is no area of the document. A list whose head
    names none is of the city where all areas that its rows name lie there; once will do.

    Parameters
    ----------
    document
        What is known of it.
    head
        What the file says of itself (:func:`projects.extraction.lists.head`).
    text
        All of its text, which must name the city three times or more, a list's once.
    gazetteer
        The names of areas that are known.
    home
        The workspace's unit, None where it has none.

    Returns
    -------
    Document
        With scope and its level, or *document* itself.
    """
    beginning = head[: 3 * HEAD_CHARACTERS]
    if document.scope or home is None or _titled(_title(beginning), _head(beginning), gazetteer):
        return document
    names = {stem(home.name), stem(home.short_name) or home.name}
    is_list = not head.endswith(text)  # the rows are blank there
    named = _places(text, gazetteer) if is_list and not _places(_head(beginning), gazetteer) else []
    is_own = bool(named) and all(place == home or gazetteer.contains(home, place) for place in named)
    if not is_own and max(text.count(name) for name in names) < OWN_NAME:
        return document
    return replace(document, scope=home.name, scope_level=home.level)


def head_of(document: Document, text: str, gazetteer: Gazetteer) -> Document:
    """*document* with all that the head of *text* says: title, issuer, number, date, area, period, kind.

    Parameters
    ----------
    document
        What is known of it; what it says already stays.
    text
        Its text, of which only the first 1800 characters are looked at.
    gazetteer
        The names of areas that are known.

    Returns
    -------
    Document
        What the head does not say stays empty; a person may correct each of them.
    """
    described_document, _ = described(document, text, gazetteer)
    beginning = text[: 3 * HEAD_CHARACTERS]
    bare = re.sub(r"[ \t\u3000]+", "", beginning)
    title = document.title or re.sub(r"^[#*]+", "", _title(beginning))
    if not title and (named := _BARE_TITLE.search(bare)):
        year = described_document.period_start
        title = f"{described_document.scope}{f'{year}年' if year else ''}{named.group(1)}"
    issuer = _ISSUER.search(bare)
    number = _NUMBER.search(bare)
    dated = _DATE.search(bare)
    return replace(
        described_document,
        title=title,
        issuer=document.issuer or (issuer.group(1) if issuer else ""),
        number=document.number or (number.group() if number else ""),
        issued=document.issued or ("-".join(f"{int(part):02d}" for part in dated.groups()) if dated else ""),
        kind=document.kind or next((word for word in _KINDS if word in title), ""),
    )


def _area(title: str, head: str, gazetteer: Gazetteer, beside: str) -> Place | None:
    """The county or city that the title names, else the one named most often in the head.

    A county goes before the city that holds it. A title that speaks of a province or an autonomous
    region (自治区层面…) and names no city means the one that the head names.
    """
    if place := _titled(title, head, gazetteer):
        return place
    return next(iter(_places(head, gazetteer)), None) or _assembled(beside, gazetteer)


def _titled(title: str, head: str, gazetteer: Gazetteer) -> Place | None:
    """The area that the title names, or the assembly before which a report is given."""
    if places := _places(title, gazetteer):
        return places[0]
    for text in (title, head) if re.search("省|自治区", title) else (title,):
        if found := _province(text, gazetteer):
            return found
    return _assembled(head, gazetteer)


def _assembled(text: str, gazetteer: Gazetteer) -> Place | None:
    """The area of the assembly before which a report is given."""
    assembly = _ASSEMBLY.search(text)
    if assembly is None:
        return None
    named = assembly.group(1)
    return next(iter(_places(named, gazetteer)), None) or _province(named, gazetteer)


def _province(text: str, gazetteer: Gazetteer) -> Place | None:
    provinces = (place for place in gazetteer.places.values() if place.level == "province")
    return next((place for place in provinces if place.name in text), None)


def _head(beginning: str) -> str:
    return re.sub(r"\s+", "", beginning)[:HEAD_CHARACTERS]


def _title(text: str) -> str:
    """The first line that says what the document is, with the short lines before it."""
    before: list[str] = []
    for line in text.splitlines()[:_TITLE_LINES]:
        bare = re.sub(r"[\s#*]+", "", line)
        if not bare or re.search("[>＞»]", bare):  # or the way to a page
            continue
        if 8 <= len(bare) <= 60 and "。" not in bare and _TITLE.search(bare):
            return "".join([*before[-1:], bare])
        before = [*before, bare] if len(bare) <= 40 else []
    return ""


def _places(text: str, gazetteer: Gazetteer) -> list[Place]:
    """Counties and cities that *text* names, the most frequent first; no city beside a county of it."""
    names = Counter(re.findall(_official_names(gazetteer), text))
    places = [match.place for name in names for match in gazetteer.lookup(name)[:1]]
    places = [
        place
        for place in places
        if not any(other.code != place.code and gazetteer.contains(place, other) for other in places)
    ]
    return sorted(places, key=lambda place: -names[place.name])


@cache
def _official_names(gazetteer: Gazetteer) -> str:
    units = [place for place in gazetteer.places.values() if place.level in ("city", "county", "zone")]
    names = {place.name for place in units if len(place.name) >= 2}
    names |= {short for place in units if (short := short_prefecture(place.name, place.short_name))}
    return "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))


def _period(head: str) -> tuple[int, int] | None:
    if found := _RANGE.search(head):
        return int(found.group(1)), int(found.group(2))
    if found := _FIVE_YEAR.search(head):
        start = 2001 + 5 * ("二三四五六".index(found.group(1)) + 2)
        return start, start + 4
    if found := _YEAR.search(head):
        return int(found.group(1)), int(found.group(1))
    return None
