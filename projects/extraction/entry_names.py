"""The names in one entry of a box or list.

An entry is ``name``, ``name, what is told of it``, ``category: names``, ``category. sentences that
name``, or a short line above either (``projects.extraction.entries``). A numbered entry without a label is
one name, however much it packs; a label that is a name itself goes before what is told of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from projects.extraction.candidate import Candidate
from projects.extraction.entries import Entry
from projects.extraction.entry_parts import look_like_names, members, split_name
from projects.extraction.lexicon import opening
from projects.extraction.listed import is_noun, listed_names
from projects.extraction.ngrams import RARE, rarity
from projects.extraction.parse import Paragraph
from projects.extraction.pieces import listed_by_comma, pieces, trim
from projects.extraction.toponyms import place_at
from projects.extraction.words import MAX_NAME, aim_reason, ended, has_own_letters, is_complete_name

_COUNT = re.compile(r"[（(]共?\s*(\d+)\s*[个项条处座家]\s*[）)]$")
_EXISTING = re.compile(r"(?:现有|已有|已建成?|既有|已认定)")
_OTHER = re.compile("其他|其它")
_RANKED = re.compile("(?:国家|[省市区县部])级(?:及以上)?(?:重[点大])?(?:项目|工程)")
_NUMBERED = re.compile(r"\d+(?:个|条|座|处|家|项|所|大)")
_EACH = re.compile("各[县市区乡镇街（]|每个")
_GENERAL_END = re.compile(
    r"(?:重点|重大|续建|新建|新开工|前期|储备|在建|拟建|规划|主要|其他)*(?:项目|工程|建设|类|产业|行业|领域|方面)$"
)
_SERVICE = re.compile(
    r"^[为对给让]|服务$|补贴|救助|培训|筛查|就业|帮扶|活动|保险|体检|关爱|免费|标准$|水平$|能力$"
)
_POLICIES = ("行动", "计划", "机制", "制度", "体系", "战略")
_COMMON_PAIR = 1.0  # ln(292 / areas): 107 areas and more print the pair
_PROGRAMMES = ("工程", "行动", "计划")
_INNER_LABEL = re.compile(r"([^，。；：:、]{4,24})[：:](?=.)")
_LAYOUT = re.compile("(?:(?<!中)心|[核轴带廊环极屏圈翼点面团])”")  # what a spatial structure is made of
_MEANS = re.compile("是?指|包括|即")
_PROSE = 80  # characters from which on an entry without a number is a sentence
_PART = re.compile(r"(?:项目|工程|[一二三四五]期)$")
_HOLDS_PROJECTS = re.compile(r"(?:城|园|园区|新区|片区|基地|开发区|工程|行动|计划|平台|产业|集群)$")
_QUOTED = re.compile(r"“[^”]{1,8}”")
_JOINED = re.compile("[及和与、（）()“”]")


HEADING = "a heading inside the box"
NO_NAME = "no name is left"


# A text, and how it is read: as usual (""), "plain" names as well, or as "prose".
Accept = Callable[[Paragraph, str], list[Candidate]]


@dataclass(frozen=True, slots=True)
class Name:
    """One name: as printed, where its letters stand, what is told with it, and the rule that took it."""

    part: Paragraph
    text: Paragraph
    category: str
    rule: str
    candidate: Candidate | None = None


@dataclass(frozen=True, slots=True)
class EntryNames:
    """The names of one entry, or the reason why it has none."""

    names: tuple[Name, ...] = ()
    reason: str = ""


def read_entry(
    entry: Entry,
    kind: str,
    is_place: Callable[[str], bool],
    is_county: Callable[[str], bool],
    accept: Accept,
) -> EntryNames:
    """Names of one entry of a box that holds *kind* (``data/rules/box_types.csv``).

    ``is_place`` tells whether a whole text is a town or park that the document's area knows, ``is_county``
    whether it is a county; ``accept`` gives the candidates of a text that the verdict takes as names.
    """
    if _EXISTING.match(entry.category) or (entry.label and _EXISTING.match(entry.label.text)):
        return EntryNames(reason="the list names what exists already")
    if entry.heading or kind in ("roads", "deeds"):
        special = (
            _heading(entry) if entry.heading else _roads(entry) if kind == "roads" else _deed(entry, accept)
        )
        found, refused = list(special.names), [_too_long(name.part.text) for name in special.names]
        if not found:
            return special
    else:
        labelled = entry.label is not None
        found = _labelled(entry, kind, is_place, accept) if labelled else _unlabelled(entry, accept)
        refused = [refusal(name.part.text, is_place, is_county) for name in found]
    kept = tuple(name for name, reason in zip(found, refused, strict=True) if not reason)
    return EntryNames(kept) if kept else EntryNames(reason=next(iter(refused), NO_NAME))


def refusal(name: str, is_place: Callable[[str], bool], is_county: Callable[[str], bool]) -> str:
    """Why the head of an entry is no name, whatever stands beside it; empty when it may be one."""
    if len(name) < 2:
        return NO_NAME
    if _OTHER.match(name) or _RANKED.fullmatch(name):
        return "a class of projects"
    if _EACH.match(name):
        return "a number of unnamed things"
    if is_county(name):
        return "a county as a whole, no project, base, park or town"
    opened = opening(name)
    rest = name[opened.end :]
    if opened.senses and not is_place(name) and (aim_reason(rest) or not has_own_letters(rest)):
        return "a policy or a measure"
    if name.endswith(_POLICIES) and not _is_own(name):
        return "a policy or a measure"
    return _too_long(name)


def _too_long(name: str) -> str:
    return f"a description of more than {MAX_NAME} characters without a name" if len(name) > MAX_NAME else ""


def _deed(entry: Entry, accept: Accept) -> EntryNames:
    """A deed for the people: a whole name at its head, else what its clauses build; services name nothing."""
    head = split_name(entry.label or entry.body)[0]
    if _is_sure(head.text) and not opening(head.text).senses and not _SERVICE.search(head.text):
        return EntryNames((Name(head, entry.text, entry.category, "list-head"),))
    found = names_told(entry.text, entry.category, accept, manner="plain")
    return EntryNames(tuple(found)) if found else EntryNames(reason="a service or a count, no undertaking")


def _heading(entry: Entry) -> EntryNames:
    """A heading over entries is a record when it is a work of its own: 某江防洪工程 over its parts."""
    assert entry.label is not None
    text = entry.label.text
    work = text.endswith(("工程", "项目")) and _is_sure(text) and not _GENERAL_END.fullmatch(text)
    if work and not opening(text).senses:
        return EntryNames((Name(entry.label, entry.label, entry.category, "list-head"),))
    return EntryNames(reason=HEADING)


def _roads(entry: Entry) -> EntryNames:
    """十横：A、B and 射一：A-B: each road by its end points."""
    if entry.label is None and "、" not in entry.body.text:
        return EntryNames(reason=HEADING)
    label = entry.label.text if entry.label is not None else entry.item
    found = [Name(one, one, label, "road-list") for one in listed_by_comma(trim(entry.body))]
    return EntryNames(tuple(found))


def _unlabelled(entry: Entry, accept: Accept) -> list[Name]:
    body = entry.body
    head = split_name(body)[0]
    if _NUMBERED.match(head.text):
        return names_told(body, entry.category, accept)
    opened = opening(body.text)
    if opened.senses and not is_complete_name(head.text[: opened.end]):
        taken = names_told(body, entry.category, accept)
        if taken:
            return taken
    prose = (
        len(body.text) > _PROSE or "。" in trim(body).text or ("，" in body.text and body.text.endswith("。"))
    )
    if not entry.numbered and prose:
        return names_told(body, entry.category, accept, manner="prose")
    if not entry.numbered:
        apart = members(body)
        if len(apart) > 1 and look_like_names(apart):
            return [Name(one, one, entry.category, "plain-list") for one in apart]
    return [Name(head, body, entry.category, "list-item")]


def _labelled(entry: Entry, kind: str, is_place: Callable[[str], bool], accept: Accept) -> list[Name]:
    assert entry.label is not None
    printed, body = split_name(entry.label)[0], entry.body
    label = _without_verb(printed)
    text = label.text
    plain = not opening(text).senses and not _NUMBERED.match(text) and not _GENERAL_END.fullmatch(text)
    whole = plain and ended(text) and (_is_own(text) or label is not printed)
    if kind in ("positioning", "towns", "counties") and is_place(text):
        relied = names_told(body, text, accept) if kind == "positioning" else []
        own = _lists(body) if kind == "towns" else []
        return own or [Name(label, entry.text, entry.category, "place-entry"), *relied]
    if _QUOTED.fullmatch(text):  # “两城”：指A和B
        first = pieces(body, "，。；")[0]
        if meant := _meant(text, first):
            return meant
        return [Name(n.part, n.text, text, n.rule) for n in names_told(first, text, accept)]
    if counted := _counted_list(entry.label.text, body):
        return counted
    if not whole and (inner := _INNER_LABEL.match(body.text)):  # 新能源产业。某科技城：推进A、B
        named, rest = body.part(*inner.span(1)), body.part(inner.end(), len(body.text))
        within = Entry(entry.item, text, named, rest, numbered=False, colon=True)
        return _labelled(within, kind, is_place, accept)
    listed = _lists(body)
    sure = all(_is_sure(n.part.text) for n in listed)
    if listed and (not whole or (entry.colon and sure)):
        return [Name(n.part, n.text, text, n.rule) for n in listed]
    if whole and not _HOLDS_PROJECTS.search(text):
        return [Name(label, entry.text, entry.category, "list-head")]
    prose = not (entry.numbered or entry.colon or whole)
    inside = names_told(body, text, accept, manner="prose" if prose else "")
    if text.endswith(_PROGRAMMES) and not _is_own(text):
        inside = [one for one in inside if begins_own(one.part.text)]
    if whole:
        parts = [name for name in inside if _PART.search(name.part.text) and _is_sure(name.part.text)]
        return [Name(label, entry.text, entry.category, "list-head"), *(parts if len(parts) > 1 else [])]
    if inside:
        return inside
    head, described = split_name(body)
    if described and entry.colon and _is_sure(head.text) and not opening(head.text).senses:
        return [Name(head, body, text, "list-item")]
    heads = is_place(text) or (not _NUMBERED.match(text) and _may_head(text, numbered=entry.numbered))
    return [Name(label, entry.text, entry.category, "list-head")] if heads else []


def _without_verb(label: Paragraph) -> Paragraph:
    """打造长江路文博街区：…: the name in a label that says what is done to it."""
    opened = opening(label.text)
    rest = label.part(opened.end, len(label.text))
    if {"building", "make"} & {*opened.senses} and _is_sure(rest.text) and not aim_reason(rest.text):
        return rest
    return label


def _meant(title: str, listing: Paragraph) -> list[Name]:
    """“两城”：指A和B: what a quoted word stands for, each a name; empty for axes and belts of a layout."""
    mark = _MEANS.match(listing.text)
    if not mark or _LAYOUT.search(title):
        return []
    meant = listing.part(mark.end(), len(listing.text))
    found = pieces(meant, "和、") if "和" in meant.text else [meant]
    if not all(4 <= len(one.text) <= MAX_NAME and not opening(one.text).senses for one in found):
        return []
    if not all(ended(one.text) or has_own_letters(one.text) for one in found):
        return []
    return [Name(one, one, title, "list-sentence") for one in found]


def _is_own(text: str) -> bool:
    """Whether a label tells one thing from others: letters that few areas print, a place, a number."""
    if _QUOTED.fullmatch(text):
        return False
    rare = sum(value > RARE for part in _JOINED.split(text) for value in rarity(part))
    return rare >= 2 or bool(place_at(text)) or (bool(re.search(r"\d|[A-Z]", text)) and has_own_letters(text))


def begins_own(text: str) -> bool:
    """Whether a name begins with a place, a figure or letters of its own: 明故宫遗址, not 智慧侦查项目."""
    first = rarity(text[:2])
    return bool(place_at(text)) or ((not first or first[0] > _COMMON_PAIR) and has_own_letters(text))


def _counted_list(label: str, body: Paragraph) -> list[Name]:
    """区域综合防控（16个）。A（…）、B（…）: as many members as the label says are all names."""
    count = _COUNT.search(label)
    first = pieces(body, "。；")
    found = listed_by_comma(trim(first[0])) if count and first else []
    if not count or len(found) < 3 or abs(len(found) - int(count.group(1))) > 1:
        return []
    title = label[: count.start()]
    return [Name(one, one, title, "counted-members") for one in found]


def _lists(body: Paragraph) -> list[Name]:
    """The members of an explicit list behind a category: A，B；C or A、B."""
    bare = trim(body)
    if "。" in bare.text:
        return []
    opened = opening(bare.text)
    if opened.senses:
        return _built(bare.part(opened.end, len(bare.text))) if "building" in opened.senses else []
    if _is_sentence(bare):
        return []
    if _MEANS.match(bare.text):
        return []
    found = members(bare)
    single = len(found) == 1 and ended(found[0].text) and len(found[0].text) >= 4
    sure = look_like_names(found) and any(_is_sure(one.text) for one in found)
    if not (sure or single):
        found = listed_names(bare)
    return [Name(split_name(one)[0], one, "", "category-list") for one in found]


def _is_sentence(text: Paragraph) -> bool:
    """Whether most clauses say what is done, though the first opens with no verb: 因地制宜推动…，加强…."""
    clauses = pieces(text, "，,")
    told = sum(bool(opening(one.text).senses) or one.text[0] in "在以对" for one in clauses)
    return len(clauses) > 2 and 3 * told >= 2 * len(clauses)


def _built(listing: Paragraph) -> list[Name]:
    """建设A、B、C等 behind a category, and nothing else: three names or more, half of them whole.

    Each may close as it will (海底科学观测网), when the clause says nothing else and most have letters of
    their own.
    """
    end = len(listing.text) - listing.text.endswith("等")
    found = listed_by_comma(listing.part(0, end))
    own = sum(has_own_letters(one.text) for one in found)
    whole = sum(len(one.text) >= 5 and is_complete_name(one.text) for one in found)
    nouns = all(len(one.text) >= 5 and is_noun(one.text) for one in found)
    if len(found) < 3 or 3 * own < 2 * len(found) or re.search("[，；等]", listing.text[:end]):
        return []
    if whole < len(found) and not (nouns and 5 * whole >= 2 * len(found)):
        return []
    return [Name(one, one, "", "category-list") for one in found]


def _is_sure(text: str) -> bool:
    return is_complete_name(text) and has_own_letters(text)


def _may_head(text: str, *, numbered: bool) -> bool:
    short = numbered and len(text) <= 4 and max(rarity(text), default=0.0) > RARE
    return (ended(text) or numbered) and not opening(text).senses and (has_own_letters(text) or short)


def names_told(body: Paragraph, category: str, accept: Accept, *, manner: str = "") -> list[Name]:
    """The names that the sentences of *body* tell of, below *category*."""
    return [
        Name(
            Paragraph(one.name, _offsets(body, one)),
            body.part(*one.clause) if one.clause[1] > one.clause[0] else body,
            category,
            "list-sentence",
            one,
        )
        for one in accept(body, manner)
    ]


def _offsets(body: Paragraph, one: Candidate) -> tuple[int, ...]:
    """Offsets of the printed letters; what was added to the name stands at its end."""
    printed = body.offsets[one.start : one.end]
    missing = len(one.name) - len(printed)
    return printed + (printed[-1],) * missing if missing > 0 else printed[: len(one.name)]
