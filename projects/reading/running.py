"""Projects, bases and parks that running text names.

A clause is read in three steps, each by a table that can be looked into:

1. It must begin like an undertaking: adverbs and a verb of ``data/rules/triggers.csv``
   (build: 推进 建设 完成…, make: 打造 做强…, rely: 依托 发挥…).
2. Its object is cut into names: an enumeration (``A、B等27个老旧小区``) at its commas, a
   single object where a word that closes names (``data/rules/name_ends.csv``) is followed by
   nothing, or by what is done to it (``data/rules/tails.csv``: 建设, 落地, 全面运营…).
   Items share the head that follows them: ``王卷帽、付庄等49个安置区`` are two 安置区.
3. A name must be one: something remains of it when the words of common plan language
   (``data/rules/common_words.csv``) are taken away, or it is enumerated as a project. What
   is only wished for stays an aim and is rejected with that reason; ``打造…基地`` and
   clusters, which plans name as undertakings of their own, are kept as bases and parks.

Totals (``等49个``) are counts, not records.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from projects.reading.cuts import VERBAL, Name, clauses, enumerations, single, split_list
from projects.reading.parse import Paragraph, bracket_depth
from projects.reading.undertakings import (
    is_firm_project,
    is_output,
    joined_works,
    say_projects,
    without_what_comes,
    works_on,
)
from projects.reading.words import (
    MAX_NAME,
    aim_reason,
    has_own_letters,
    is_complete_name,
    name_end,
    shareable,
    shared_ends,
    trigger,
)

MAX_CLAUSE = 400
_LONG = 12
_COUNT = re.compile(
    r"等(?:\s*(?P<count>\d+|[一二三四五六七八九十两几]+)\s*(?P<unit>个|条|座|处|家|项|所|类|大|批|片|段)?)?(?P<head>[^、，。；]*)$"
)
_PLAIN_COUNT = re.compile(r"(?<=[^\d、])(?P<count>[2-9])(?P<unit>个|条|座|处|家|所)(?P<head>[^\d，。；]+)$")
_SUM_OF_PROJECTS = re.compile(
    r"(?P<count>[二三四五六七八九十]{1,2}|\d+)(?P<unit>大|个|项)(?P<head>[^\d，。；、]{0,8}(?:项目|工程))$"
)
_TREATED = re.compile(
    r"^(?:对|将|把|以)(?P<object>.+?)(?:实施|进行|开展|为支撑|为依托|为载体|为骨干|为核心|打造成|建成|作为)"
)
_GIVEN_A_PART = re.compile(  # 其中甲工业园区以铝深加工为主, 乙产业园、丙新区承载…
    r"^(?:其中)?(?P<object>[^，。；：的]{2,30}?(?:园区|工业园|产业园|开发区|高新区|新区|新城))"
    r"(?:以(?=.*为主)|(?:重点|主要|着力)(?:发展|布局|承载|培育)|承载|主攻|完善(?=.*功能))"
)
_REACHES = re.compile(  # 某电站完成可研批复; 甲博物馆、乙二期建成开放
    r"^(?P<object>[^，。；：]{4,60}?)(?:(?:全面|全部|正式|顺利|年内|年底前|如期|主体)*"
    r"(?:开工建设|建成开放|建成投用|建成投产|建成通车|建成运营|竣工投用|竣工投产|投入运营|投入使用|竣工|封顶)$"
    r"|完成(?:可研|立项|核准|选址|前期|环评))"
)
_WILL_BE = re.compile(
    r"^(?P<object>.{3,24}?(?:产业集群|产业园区?|园区|基地|开发区))(?:力争|争创|争取|建成|打造|晋升|升级)"
)
_PRAISED = re.compile(r"的“([^”]+(?:基地|产业园|园区|集群))”$")  # 技术先进的“某生产基地”
_LINE_NUMBER = re.compile(r"\d+号线|[A-Z]\d{1,2}线|[GS]\d{2,4}(?!\d)|[国省]道\d{3}|\d{3}[国省]道")
_UNNAMED = re.compile(r"一批|若干|多个|各类|一些|一系列|更多|与|同")
_PARK_HEADS = (
    "园",
    "园区",
    "开发区",
    "基地",
    "新区",
    "示范区",
    "集聚区",
    "聚集区",
    "工业区",
    "产业集群",
    "度假区",
    "组团",
    "综合体",
)
_CLUSTER = re.compile(r"(产业集群|产业带)$")
_BASE = re.compile(
    r"(?:产业|生产|加工|制造|应用|示范|供应|繁育|种植|养殖|培训|储备|建材|管材|装备|汽车|农业|能源|物流|产品)?基地$"
)
_ENDS_OF_LINE = re.compile(r"[\u4e00-\u9fff]{2,5}至[\u4e00-\u9fff]{2,5}")  # 高唐至台前、…高速公路
_BY_ANOTHER = re.compile(  # 甲集团打造…
    r"([^、，（“]{2,12}?)(?:打造|创建|争创)(?!成|为)(?=[^、，]{4})"
    r"|([^、，（“]{0,10}(?:集团|公司|企业|大学|学院|钢铁|化工|[县区市镇乡]))(?:建设|开展)(?=[^、，]{4})"
)
_ON_ITS_GROUND = re.compile(
    r"[^、，的]{2,20}?(?:规划建设|规划|建设|新建|设立)(?=[^、，]{5})"
)  # 依托甲医院建设乙中心
_ROAD = re.compile(r"[GSXY]\d{2,4}线?")
_WORKS_HEAD = re.compile(r"(?:片区|街区|地块|组团|河段)(?:改造|开发|更新|整治|建设)$")  # 三个片区改造
_SECTION_BEHIND = re.compile(  # 甲乙、丙丁高铁某段控制性工程
    r"(?:高铁|城际铁路|铁路|高速公路|高速)[\u4e00-\u9fff]{2,6}段(?:控制性工程|先行工程)?$"
)
_NEXT_STAGE = re.compile(r"[二三四]期(?:动工|开工|建设|前期|启动)")  # 某产业园一期投用、二期动工
_LEAD_MARK = re.compile(r"^(?:——|一一|—|[（(]?\d+[）).．、]|[一二三四五六七八九十]{1,2}是)")
_LEAD_NAME = re.compile(r"^[\u4e00-\u9fffA-Za-z0-9“”·（）]{4,24}$")
_WITHOUT_VERB = (_TREATED, _WILL_BE, _GIVEN_A_PART, _REACHES)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in running text: its place in the paragraph and the lead sentence above it."""

    name: str
    start: int
    end: int
    category: str
    kind_hint: str
    clause: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aim:
    """A clause that begins like an undertaking but names none, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of names besides the tables: where place names stand, whether an industry is named.

    ``has_place`` tells whether a text holds a known place name, ``has_industry`` whether
    it names an industry.
    """

    has_place: Callable[[str], bool]
    has_industry: Callable[[str], bool]


def read_passage(paragraph: Paragraph, category: str, known: Knowledge) -> tuple[list[Found], list[Aim]]:
    """Names and aims of one paragraph. ``category`` holds until a lead sentence replaces it."""
    found: list[Found] = []
    aims: list[Aim] = []
    for start, end, opens in clauses(paragraph.text):
        clause = paragraph.text[start:end]
        if end - start > MAX_CLAUSE:
            if trigger(clause)[0]:
                aims.append(Aim(start, end, f"a clause of more than {MAX_CLAUSE} characters"))
            continue
        names, reason = _read_clause(clause, known)
        if opens and paragraph.text[end : end + 1] in ("。", "：", ":") and len(clause) <= 20:
            lead = _LEAD_MARK.sub("", clause, count=1)
            if lead and not re.search(r"\d", lead):
                category = lead
                if (
                    _LEAD_NAME.match(lead)
                    and _ends_like_park(lead)
                    and not trigger(lead)[0]
                    and not aim_reason(lead)
                ):
                    at = start + clause.index(lead)
                    found.append(Found(lead, at, at + len(lead), category, _hint(lead), (start, end)))
                    continue
        if reason and not names:
            aims.append(Aim(start, end, reason))
        found += [Found(n, start + s, start + e, category, _hint(n), (start, end)) for n, s, e in names]
    return found, aims


def is_proper(name: str, known: Knowledge) -> bool:
    """Whether a name holds more than common plan language: a place, a line's number, letters of its own.

    Letters in quotes do not count.
    """
    if _LINE_NUMBER.search(name):
        return True
    return known.has_place(name) or has_own_letters(re.sub(r"“[^”]*”", "", name))


def _read_clause(clause: str, known: Knowledge) -> tuple[list[Name], str]:
    verb_class, object_start = trigger(clause)
    obj = clause[object_start:]
    if not verb_class:
        treated = next((m for way in _WITHOUT_VERB if (m := way.match(clause))), None)
        if not treated:
            return [], ""
        verb_class = "rely" if clause.startswith("以") and "为骨干" not in clause else "build"
        object_start = treated.start("object")
        obj = treated.group("object")
    if verb_class == "rely" and (what := _ON_ITS_GROUND.match(obj)):
        verb_class = "build"
        object_start, obj = object_start + what.end(), obj[what.end() :]
    if verb_class == "build" and (other := _BY_ANOTHER.match(obj)) and not name_end(other.group(1) or ""):
        verb_class = "make" if other.group(1) else verb_class
        object_start, obj = object_start + other.end(), obj[other.end() :]
    if re.fullmatch("以.*为(?:重点|核心|中心|主体?)", obj):
        return [], "wording of an aim"
    if obj.startswith("了"):
        return [], "looks back at what was done"
    if unnamed := _UNNAMED.match(obj):
        return [], f"no undertaking of its own: {unnamed.group()}…"
    names: list[Name] = []
    reason = "names no project of its own: an aim or a measure"
    for piece, offset in enumerations(obj):
        for name, start, end in _names(piece, verb_class, known):
            if refused := aim_reason(name):
                reason = refused
                continue
            names.append((name, object_start + offset + start, object_start + offset + end))
    return names, "" if names else reason


def _names(obj: str, verb_class: str, known: Knowledge) -> list[Name]:
    counted = _COUNT.search(obj) or _PLAIN_COUNT.search(obj)
    if counted is None and "、" in obj:
        counted = _SUM_OF_PROJECTS.search(obj)
    if counted and not bracket_depth(obj[: counted.start()]):
        listing, head = obj[: counted.start()], counted.group("head")
        works = bool(re.search("项目|工程", head))
        items = _items(listing, head, listed=works or bool(counted.group("count")), known=known)
        if not works and verb_class == "rely":
            return [item for item in items if _ends_like_park(item[0])]
        return items
    names: list[Name] = []
    pieces = split_list(obj)
    if joined := joined_works(pieces):
        return joined if any(is_proper(name, known) for name, _, _ in joined) else []
    together = verb_class == "build" and say_projects(pieces)
    for index, (text, start, end) in enumerate(pieces):
        if verb_class == "build" and (on := works_on(text)):
            name = text[: on.end("works")]
            if is_proper(on.group("what"), known) and not aim_reason(name):
                names.append((name, start, start + len(name)))
            continue
        told = single(text)
        if told is None and verb_class == "build" and is_output(text):
            names.append((text, start, end))
            continue
        if told is None:
            shared = _shared_behind(text, pieces[index + 1 :])
            bare = without_what_comes(text)
            if not shared and together and is_firm_project(bare):
                names.append((bare, start, start + len(bare)))
            elif shared and _acceptable(text + shared, verb_class, known, realised=False):
                names.append((text + shared, start, end))
            continue
        name, realised = told
        if praised := _PRAISED.search(name):
            name, start = praised.group(1), start + praised.start(1)
        cut = _without_praise(name)
        if cut != name:
            start += len(name) - len(cut)
            name = cut
        if index + 1 < len(pieces) and _NEXT_STAGE.match(pieces[index + 1][0]):
            name = name.removesuffix("一期")
        if _acceptable(name, verb_class, known, realised=realised):
            names.append((name, start, start + len(name)))
    return names


def _acceptable(name: str, verb_class: str, known: Knowledge, *, realised: bool) -> bool:
    end_word = name_end(name)
    if not end_word or not 4 <= len(name) <= MAX_NAME:
        return False
    if _BASE.search(name) or _CLUSTER.search(name):
        return (verb_class != "rely" and known.has_industry(name)) or is_proper(name, known)
    if verb_class == "built" and re.search("[的各与和]", name):
        return False
    if verb_class in ("rely", "make"):
        if name.endswith("示范区") and not known.has_place(name):
            return False
        return _ends_like_park(name) and is_proper(name, known)
    if end_word in VERBAL:
        inner = re.search(
            r"[段路街桥河江溪渠校园站厂湖中港院闸坝库楼馆]|铁|线|高速|机场|码头|加工",
            name.removesuffix(end_word),
        )
        return bool(inner) and is_proper(name, known)
    if is_proper(name, known):
        return True
    large = len(name) >= _LONG and not re.search(
        r"[的和与]|[省市县区]级", name
    )  # 某地万亩中药材健康休闲产业园
    return (realised or large) and _ends_like_park(name) and known.has_industry(name)


def _items(listing: str, head: str, *, listed: bool, known: Knowledge) -> list[Name]:
    """Names of an enumeration, with the head that they share when they have none of their own."""
    pieces = split_list(listing)
    facility = _shared_head(head)
    result: list[Name] = []
    for index, (text, start, end) in enumerate(pieces):
        name = _without_praise(text)
        start += len(text) - len(name)
        works = _WORKS_HEAD.fullmatch(head)
        if not name_end(name) and works:
            name += works.group()
        elif not name_end(name):
            shared = facility
            if not shared and len(name) <= (4 if "项目" in head else 6):
                later = next((p for p, _, _ in pieces[index + 1 :] if name_end(p)), "")
                shared = shareable(later)
            name += shared
        if (on := works_on(name)) and is_proper(on.group("what"), known):
            result.append((name, start, end))
            continue
        end_word = name_end(name) or ("线" if _ROAD.fullmatch(name) else "")
        verbal = end_word in VERBAL and not works and not ("项目" in head and len(name) >= 8)
        if not 3 <= len(name) <= MAX_NAME or re.search(r"[，。；]", name) or verbal:
            continue
        proper = is_proper(name, known)
        if (end_word and (listed or proper)) or (
            listed and proper and len(name) >= 4 and _says_project(name, head, known)
        ):
            result.append((name, start, end))
    return result


def _says_project(name: str, head: str, known: Knowledge) -> bool:
    """Whether A、B等项目 makes a name of a piece; A、B等工程 does of one with a place, closed like a name."""
    return "项目" in head or ("工程" in head and known.has_place(name) and is_complete_name(name))


def _shared_behind(text: str, later: list[Name]) -> str:
    """高铁 for 雄商 in 「雄商、郑济高铁建设」: the closing word of the next name, if it can be shared."""
    if len(text) > 4 and not _ENDS_OF_LINE.fullmatch(text):
        return ""
    for piece, _, _ in later:
        if told := single(piece):
            section = _SECTION_BEHIND.search(told[0])
            return section.group() if section else shareable(told[0])
    return ""


def _without_praise(name: str) -> str:
    """Drop what a cluster or park is praised for: 竞争优势突出的新能源汽车产业集群 → 新能源汽车产业集群."""
    name = re.sub(r"^(?:对|将|把|.{0,4}(?:辖区|境内)的?)(?=.{4})", "", name)
    if "的" in name and (_CLUSTER.search(name) or re.match(r"(具有|竞争|特色|规模|功能|布局|配套)", name)):
        return name.rpartition("的")[2]
    return name


def _hint(name: str) -> str:
    if name.endswith(("基地", "基地项目")):
        return "base"
    return "park" if _CLUSTER.search(name) else ""


def _shared_head(head: str) -> str:
    """安置区 of 「49个安置区建设」; empty when the head is general (项目, 道路, 街区)."""
    head = re.sub(r"^(新建|续建|改建|回迁|城区|主要|省市级|省级|市级)+", "", head)
    found = next((word for word in shared_ends() if len(word) >= 2 and word in head), "")
    return head[: head.index(found) + len(found)] if found and head.index(found) <= 6 else ""


def _ends_like_park(name: str) -> bool:
    return name.removesuffix("项目").rstrip("”").endswith(_PARK_HEADS)
