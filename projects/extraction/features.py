"""What is weighed of a candidate: short texts such as ``sense=building`` or ``end=产业园``.

Two stages. :func:`features` looks at one candidate alone: its letters, the verb before it, what is told
behind it, the class it is counted under. :func:`contexts` looks at all candidates of a paragraph once the
first stage has given each a value: members of the same enumeration, the clauses beside it, how many
names the paragraph holds. ``projects.extraction.verdict`` adds up the weights.

Input: candidates of one paragraph and their :class:`Setting`. Output: lists of texts, none twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from projects.extraction.candidate import Candidate
from projects.extraction.lexicon import closing, may_begin, opening, verb_at
from projects.extraction.ngrams import LONGEST, areas_of, rarity
from projects.vocabulary.rules import rules

RARE = 3.0  # ln(292 / areas): fewer than 15 areas print it
COMMON = 90  # areas, of 292, from which on a run of letters is everybody's word
_QUANTITY = re.compile(
    r"\d[\d.×x+]*(?:万|亿|千|百)?(?:吨|千瓦|兆瓦|头|只|套|台|辆|平方米|亩|米|公里|MW|GW|kV|千伏|张|床|立方米|方|平米|件|吉瓦|kW)"
)
_GLOSSARY = re.compile(r"[\[〔（(【]?\d+[\]〕）)】.．、]?[^，。]{2,30}(?:[：:]|是?指)")
_LINE_NUMBER = re.compile(r"\d+号线|[GSXY]\d{1,4}|[国省县]道\d{2,3}|\d{2,3}[国省]道|\d线")
_COUNTED = re.compile(
    r"[\d一二三四五六七八九十百两多]+(?:余|多)?(?:个|条|座|处|家|项|所|类|大|批|万|亿|户|件|对|名|人)"
)
_CLASS_HEAD = re.compile(
    "全市|全区|全县|全省|各|一批|若干|多个|更多|每|所有|有关|相关|其他|部分|我市|我区|我县|我省|全国|国内|世界|国际|区域"
)
_SIGNS = {"of": "的", "comma": "、", "round": "（", "bookish": "《", "dash": "-", "long dash": "—"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds the candidates of a paragraph.

    ``listed`` is true in boxes, annexes and project lists. ``place`` tells whether a text is a place name
    of the country, ``own`` holds the names of the document's own area, of all in it and of what it lies in.
    """

    listed: bool = False
    glossary: bool = False
    place: Callable[[str], bool] = lambda _: False
    own: frozenset[str] = frozenset()


def is_glossary(text: str) -> bool:
    """Whether a paragraph explains a word: [12]一港四路：指…"""
    return "指" in text[:60] and _GLOSSARY.match(text) is not None


def sketch(one: Candidate) -> list[str]:
    """The few features that show which candidates are worth a closer look."""
    name = one.name
    sense = one.senses[-1] if one.senses else "none"
    several = "list" if one.siblings > 1 else "alone"
    return [
        "bias",
        f"frame={sense}+{one.told_sense or ('other' if one.told else 'none')}+{several}",
        f"end={closing(name) or '-'}",
        f"last2={name[-2:]}",
        f"first2={name[:2]}",
        f"made={one.made}+{one.shape}",
        f"length={min(len(name), 16)}",
        f"verb={one.verbs[-2:]}",
        f"told2={one.told[:2]}",
        f"class={one.counted[-2:]}",
        f"before={one.before[-1:]}",
        f"rare={areas_of(name[:2]) < 30}+{areas_of(name[1:3]) < 30}+{areas_of(name[2:4]) < 30}",
    ]


def features(one: Candidate, setting: Setting) -> list[str]:
    """What is weighed of a candidate alone."""
    name = one.name
    end = closing(name)
    kind = _end_kinds().get(end, "other") if end else "none"
    sense = one.senses[-1] if one.senses else "none"
    told = one.told_sense or ("other" if one.told else "none")
    idf = rarity(name)
    rare = min(sum(value > RARE for value in idf), 4)
    ahead = _place_ahead(name, setting.place)
    place = "begins" if ahead else "holds" if _holds_place(name, setting.place) else "none"
    several = "list" if one.siblings > 1 else "alone"
    found = [
        "bias",
        f"sense={sense}",
        f"told={told}",
        f"frame={sense}+{told}+{several}",
        f"kind={kind}",
        f"sense+kind={sense}+{kind}",
        f"told+kind={told}+{kind}",
        f"kind+rare={kind}+{rare}+{place}",
        f"end={end or '-'}",
        f"shape={one.shape}+{several}",
        f"made={one.made}+{several}",
        f"made+kind={one.made}+{kind}",
        f"siblings={_bin(one.siblings, (1, 2, 3, 5, 8))}",
        f"length={_bin(len(name), (2, 3, 4, 5, 6, 8, 11, 15, 20, 28))}",
        f"rarest={int(max(idf, default=0))}",
        f"mean={int(2 * sum(idf) / max(1, len(idf)))}",
        f"rare={rare}",
        f"place={place}",
        f"counted={_counted(one)}+{rare > 0}",
    ]
    found += [
        f"made+counted={one.made}+{_class(one)}",
        f"verb+kind={one.verbs[-2:]}+{kind}",
    ]
    found += _letters(name)
    found += _ownness(name, ahead, f"{sense}+{one.told_sense}")
    found += _phrase(name)
    found += _joined(one)
    found += _around(one, kind, end)
    found += _tests(name, setting)
    if setting.listed:
        found += ["listed", f"listed:{kind}", f"listed:{one.shape}", f"listed:{sense}"]
    if setting.glossary:
        found.append("glossary")
    return found


def _joined(one: Candidate) -> list[str]:
    """Where a name was joined of two pieces: how they meet there, and how long each is."""
    if not one.joint:
        return []
    name, at = one.name, one.joint
    return [
        f"joint={one.made}+{_bin(areas_of(name[at - 1 : at + 1]), (0, 29, 60, 120, 200))}",
        f"joint2={one.made}+{_bin(areas_of(name[max(0, at - 2) : at + 2]), (0, 29, 60, 120))}",
        f"added={name[at:] if one.shape == 'tail' else name[:at]}",
        f"{one.shape} sizes={min(at, 6)}+{min(len(name) - at, 8)}",
    ]


def _letters(name: str) -> list[str]:
    """The letters of a name: its ends, its pairs and how common they are."""
    tail = name[-6:]
    found = [f"last{n}={name[-n:]}" for n in (1, 2, 3, 4) if len(name) >= n]
    found += [f"first{n}={name[:n]}" for n in (1, 2, 3) if len(name) > n]
    found += {f"pair={name[i : i + 2]}" for i in range(len(name) - 1)}
    part = "whole" if len(name) <= 6 else "tail"
    found.append(f"{part} areas={_bin(areas_of(tail), (0, 29, 60, 120, 200))}")
    if len(name) > 4:
        found.append(f"head areas={_bin(areas_of(name[:4]), (0, 29, 60, 120, 200))}")
        least = min(areas_of(name[i : i + 4]) for i in range(len(name) - 3))
        found.append(f"least areas={_bin(least, (0, 29, 60, 120))}")
    return found


def _ownness(name: str, ahead: int, frame: str) -> list[str]:
    """What is left of a name behind the place ahead of it and without everybody's words: 0 of 现代产业园."""
    own = min(own_letters("".join(char for char in name[ahead:] if "一" <= char <= "龥")), 4)
    return [f"own letters={own}+{ahead > 0}", f"own letters+frame={min(own, 3)}+{frame}"]


@lru_cache(maxsize=1 << 15)
def own_letters(text: str) -> int:
    """The least number of letters of *text* outside of common runs, when it is cut into such runs."""
    least = [0] + [len(text)] * len(text)
    for at in range(len(text)):
        least[at + 1] = min(least[at + 1], least[at] + 1)
        for end in range(at + 2, min(at + LONGEST, len(text)) + 1):
            if least[at] < least[end] and areas_of(text[at:end]) >= COMMON:
                least[end] = least[at]
    return least[-1]


def _phrase(name: str) -> list[str]:
    """Verbs inside a name, and words at its head that open a clause: a sentence has them, a name seldom."""
    found = set()
    for at in range(1, len(name) - 2):
        word, sense = verb_at(name, at) if may_begin(name, at) else ("", "")
        if word and at + len(word) < len(name) - 1:
            found |= {"inner", f"inner={word}", f"inner sense={sense}"}
    opened = opening(name)
    if opened.words:
        found |= {"opens", f"opens={opened.words[-3:]}", f"opens sense={''.join(opened.senses[-1:])}"}
    return sorted(found)


def _around(one: Candidate, kind: str, end: str) -> list[str]:
    """The words beside a candidate: before it, behind it, the class it is counted under."""
    found = [f"before={one.before[-1:]}", f"before2={one.before}"]
    found += [f"behind={one.behind[:1]}", f"behind2={one.behind}"]
    found += [
        f"verb+end={one.verbs[-2:]}+{end}",
        f"told+end={one.told[:2]}+{end}",
        f"behind+end={one.behind[:1]}+{end}",
    ]
    if one.verbs:
        found += [f"verbs={one.verbs[-4:]}", f"verb={one.verbs[-2:]}"]
    if one.told:
        found += [f"toldword={one.told[:4]}", f"told2={one.told[:2]}"]
    if one.subject:
        found.append(f"subject={one.subject[-2:]}")
    if one.summed:
        found += ["summed", f"summed:{one.siblings > 1}:{kind}"]
    if one.counted:
        found += [f"class={one.counted[-2:]}", f"class4={one.counted[-4:]}", f"classhead={one.counted[:2]}"]
    if one.lead:
        found += ["lead", f"lead:closer={one.closer}"]
    return found


def _tests(name: str, setting: Setting) -> list[str]:
    """Marks that a name bears."""
    found = [f"has={sign}" for sign, text in _SIGNS.items() if text in name]
    if any("0" <= char <= "9" for char in name):
        found.append("has=digit")
        if _QUANTITY.search(name):
            found.append("has=quantity")
        if _LINE_NUMBER.search(name):
            found.append("has=line")
    if re.search("[A-Za-z]", name):
        found.append("has=latin")
    if _COUNTED.match(name):
        found.append("has=count")
    if _CLASS_HEAD.match(name):
        found.append("has=class")
    if re.search("[和及与]", name):
        found.append("has=and")
    if setting.own and any(own in name for own in setting.own):
        found.append("has=own begins" if any(name.startswith(own) for own in setting.own) else "has=own")
    if name[:1] in "市省区县":
        found.append("has=level")
    if name.startswith("国家"):
        found.append("has=state")
    return found


def contexts(group: Sequence[Candidate], logits: Sequence[float]) -> list[list[str]]:
    """What is weighed of each candidate of one paragraph besides its own value, in their order."""
    clauses: list[list[int]] = []
    sets: dict[int, dict[int, float]] = {}
    for index, one in enumerate(group):
        if index == 0 or one.clause != group[index - 1].clause:
            clauses.append([])
        clauses[-1].append(index)
        best = sets.setdefault(one.enumeration, {})
        best[one.position] = max(best.get(one.position, -99.0), logits[index])
    best_of = [max(logits[index] for index in clause) for clause in clauses]
    names = sum(value > 0 for value in best_of)
    found: list[list[str]] = []
    for number, clause in enumerate(clauses):
        others = names - (best_of[number] > 0)
        beside = [
            f"previous clause={_level(best_of[number - 1]) if number else 'none'}",
            f"next clause={_level(best_of[number + 1]) if number + 1 < len(clauses) else 'none'}",
            f"density={int(10 * others / max(1, len(clauses) - 1))}",
            f"names={min(others, 6)}",
        ]
        for index in clause:
            one = group[index]
            found.append(beside + _siblings(sets[one.enumeration], one.position, logits[index]))
            found[-1] += _rivals(group, clause, index, logits)
    return found


def _rivals(group: Sequence[Candidate], clause: list[int], index: int, logits: Sequence[float]) -> list[str]:
    """How the other readings of the same words do."""
    one = group[index]
    rivals = [other for other in clause if other != index and overlap(one, group[other])]
    if not rivals:
        return ["rival=none"]
    best = max(rivals, key=lambda other: logits[other])
    ahead = logits[index] - logits[best]
    return [
        f"rival={_level(logits[best])}",
        f"ahead={_level(2 * ahead)}",
        f"ahead+made={ahead > 0}+{one.made}+{group[best].made}",
    ]


def overlap(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are readings of the same words."""
    return one.start < other.end and other.start < one.end


def _siblings(best: dict[int, float], position: int, logit: float) -> list[str]:
    """How the other members of the enumeration do."""
    own = _level(logit)
    rest = [value for at, value in best.items() if at != position]
    if not rest:
        return [f"own={own}", f"own+siblings={own}+none"]
    mean = _level(sum(rest) / len(rest))
    before, behind = best.get(position - 1), best.get(position + 1)
    return [
        f"own={own}",
        f"own+siblings={own}+{mean}",
        f"siblings mean={mean}",
        f"siblings best={_level(max(rest))}",
        f"siblings worst={_level(min(rest))}",
        f"sibling before={'none' if before is None else _level(before)}",
        f"sibling behind={'none' if behind is None else _level(behind)}",
    ]


def _level(logit: float) -> str:
    return str(max(-6, min(5, int(logit // 1))))


def _counted(one: Candidate) -> str:
    if not one.counted and not one.count:
        return "no"
    return f"{_works(one) or 'other'}+{one.count}"


def _class(one: Candidate) -> str:
    """Whether things are counted as works (等重点项目), as another class, or not at all."""
    if not one.counted:
        return "no"
    return "works" if _works(one) else "other"


def _works(one: Candidate) -> str:
    return next((word for word in ("项目", "工程") if word in one.counted), "")


def _place_ahead(name: str, place: Callable[[str], bool]) -> int:
    """The length of the longest place that a name begins with, 0 for none."""
    return next((length for length in range(min(5, len(name)), 1, -1) if place(name[:length])), 0)


def _holds_place(name: str, place: Callable[[str], bool]) -> bool:
    return any(place(name[at : at + 2]) or place(name[at : at + 3]) for at in range(1, len(name) - 2))


def _bin(value: int, edges: Sequence[int]) -> str:
    for edge in edges:
        if value <= edge:
            return str(edge)
    return "more"


@cache
def _end_kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rules("name_ends")}
