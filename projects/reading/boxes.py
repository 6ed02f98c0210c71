"""The entries of a 专栏: numbered, labelled or plain, with their path and category.

A box is printed in one of these ways, and they nest:

* numbers – ``1.`` ``（1）`` ``①`` ``一、`` ``（一）`` ``01``; a number counts as a list number only
  when it is the next in its sequence, so that figures inside names stay inside;
* labels – ``新能源汽车：a，b，c``: a category, and entries parted by ； or ，;
* lines – one entry a paragraph.

``N.名称。描述`` and ``名称：描述`` are one entry each, its name and its description.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from projects.reading.box_numbers import item_of, nested, numbered
from projects.reading.deeds import deed_names
from projects.reading.entry_parts import heads_told, look_like_names, members, split_list, split_name
from projects.reading.list_lines import heads_list, packs_names
from projects.reading.listed import are_apart, is_sure, listed_names
from projects.reading.numerals import CHINESE_NUMERAL
from projects.reading.outline import Box
from projects.reading.packed import clause_names, packed_names
from projects.reading.parse import Paragraph, bracket_depth
from projects.reading.pieces import listed_by_comma, pieces
from projects.reading.told import untold
from projects.reading.words import (
    MAX_NAME,
    aim_reason,
    has_own_letters,
    is_complete_name,
    trigger,
)
from projects.rules import rules

_LABEL = re.compile(r"【?([^，。；：:\n【】]{1,24})(?:】[：:]?|[：:])")
_INNER_LABEL = re.compile(r"(?:^|(?<=[。；;]))([^，。；：:、（()）\d][^，。；：:、]{1,11})[：:](?=.{4})")
_HEAD = re.compile(r"([^，。；：:、\n]{1,14})[。\n]")  # 1.高端装备。推进A、B等项目建设。
_UNIT = re.compile(r"[（(]?(?:计量)?单位[：:][^，。；]{1,8}")  # stands over a table
_COUNTED = re.compile(r"[（(](?:共|合计)?\s*\d+\s*[个项][^（()）]*[）)]$")
_PROGRAMMES = ("工程", "行动", "计划", "领域", "方面")
_ORDINAL = re.compile(rf"[{CHINESE_NUMERAL}]{{1,2}}是(?!否)")
_BULLETS = "—●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖"
_STOPS = "。；;，,、：: \n"
_CLASS = re.compile(
    r"(?![^，]*(?:项目|工程|[园区厂站路桥院校馆])$)[\u4e00-\u9fff]{2,6}"
)  # 医疗卫生, over its entries
_NUMBERED = re.compile(r"\d{1,2}[.．、]|[（(]\d{1,2}[）)]|[①-⑳]")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")
_OF_AREA = re.compile(r"[\u4e00-\u9fff](?<![省市县区镇乡城])[市县区旗镇乡](?![级域区政直郊])")  # 莘县…产业园
_WHOLE = re.compile(r"(?:工程|项目|系统|公路|高速|铁路|高铁)(?:[（(][^（()）]*[）)])?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as printed. ``name`` and ``text`` (name and description) keep their offsets."""

    item: str
    category: str
    name: Paragraph
    text: Paragraph


@dataclass(frozen=True, slots=True)
class BoxType:
    """What a box holds, by its title: a row of ``data/rules/box_types.csv``."""

    type: str
    reason: str


def box_type(title: str) -> BoxType:
    """The first rule, by priority, whose pattern occurs in the box's title."""
    for row in sorted(rules("box_types"), key=lambda row: int(row["priority"])):
        if re.search(row["pattern"], title):
            return BoxType(row["type"], row["reason"])
    raise AssertionError("box_types.csv ends with a rule that fits every title")


def entries(box: Box) -> list[Entry]:
    """All entries of a box in reading order; headings of categories are not among them."""
    kind = box_type(box.title).type
    packs = kind not in ("positioning", "counties", "layout", "deeds")
    paragraphs = tuple(
        part
        for one in box.paragraphs
        if not _UNIT.fullmatch(one.text)
        for part in (_by_label(_with_colon(one)) if packs else [one])
    )
    groups = _groups(paragraphs)
    if len(groups) == 1 and not groups[0][0]:
        found = _group_entries(paragraphs, packs=packs)
        return [named for entry in found for named in _deeds(entry)] if kind == "deeds" else found
    return [
        replace(entry, item=nested(number, entry.item), category=entry.category or category)
        for number, (category, paragraphs) in enumerate(groups, 1)
        for entry in _group_entries(paragraphs, packs=packs)
    ]


def _with_colon(paragraph: Paragraph) -> Paragraph:
    """铁路 新建A铁路，B专用线 with the white space behind the category read as a colon."""
    text, offsets = paragraph.text, paragraph.offsets
    mark = _NUMBERED.match(text)
    start = mark.end() if mark else 0
    for at in range(start + 2, min(start + 9, len(text) - 8)):
        if offsets[at] - offsets[at - 1] > 1:
            head, told = text[start:at], paragraph.part(at, len(text))
            if (
                _HAN.fullmatch(head)
                and _is_general(head)
                and not trigger(head)[0]
                and (listed_names(told) or is_sure(told.text))
            ):
                return Paragraph(f"{text[:at]}：{text[at:]}", (*offsets[:at], offsets[at] - 1, *offsets[at:]))
            break
    return paragraph


def _by_label(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph of several categories with their lists, category by category: 水利：A、B；能源：C、D."""
    starts = [
        label.start(1)
        for label in _INNER_LABEL.finditer(paragraph.text)
        if _is_general(label.group(1)) and not bracket_depth(paragraph.text[: label.start(1)])
    ]
    if len(starts) < 2 or starts[0] != 0:
        return [paragraph]
    return [
        paragraph.part(start, end)
        for start, end in zip(starts, [*starts[1:], len(paragraph.text)], strict=True)
    ]


def _groups(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, tuple[Paragraph, ...]]]:
    """Paragraphs by the plain line that heads them: 教育 ⏎ 1.… 2.… ⏎ 医疗 ⏎ 1.…."""
    groups: list[tuple[str, list[Paragraph]]] = [("", [])]
    for index, paragraph in enumerate(paragraphs):
        follows = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        heads = follows and (
            heads_list(paragraph.text, follows.text)
            or heads_told(paragraph.text, follows.text)
            or (
                _CLASS.fullmatch(paragraph.text)
                and not is_complete_name(paragraph.text)
                and (is_complete_name(follows.text) or packs_names(follows.text))
            )
        )
        if heads:
            groups.append((paragraph.text.strip(_STOPS + _BULLETS), []))
        else:
            groups[-1][1].append(paragraph)
    return [(category, tuple(members)) for category, members in groups if members]


def _group_entries(paragraphs: tuple[Paragraph, ...], *, packs: bool) -> list[Entry]:
    whole = _joined(paragraphs)
    nodes = numbered(whole.text)
    if not nodes or whole.text[: nodes[0].mark].strip(_STOPS):
        return _by_paragraph(paragraphs, packs=packs)
    result: list[Entry] = []
    labels: dict[tuple[int, ...], str] = {}
    leaves = [whole.part(node.start, node.end) for node in nodes if not node.has_children]
    grouped = any(node.has_children for node in nodes) or _are_lists(leaves)
    for node in nodes:
        part = whole.part(node.start, node.end)
        category = next(
            (labels[node.path[:n]] for n in range(len(node.path), 0, -1) if node.path[:n] in labels), ""
        )
        if node.has_children:
            label = _LABEL.match(part.text)
            labels[node.path] = _COUNTED.sub("", label.group(1) if label else part.text.strip(_STOPS))
            if not label and _is_project(part.text.strip(_STOPS)):
                result.append(_entry(item_of(node.path), category, part))
            continue
        if not part.text.strip(_STOPS):
            continue
        result += _leaf(part, node.path, category, grouped=grouped, packs=packs)
    return result


def _are_lists(parts: list[Paragraph]) -> bool:
    """Whether the entries of a box are mostly categories with their lists: 1.物流：A，B 2.会展：C，D."""
    labelled = [(label, part) for part in parts if (label := _LABEL.match(part.text))]
    lists = [members(part.part(label.end(), len(part.text))) for label, part in labelled]
    several = sum(len(found) > 1 and look_like_names(found) for found in lists)
    return several > 1 and 2 * several >= len(parts)


def _is_project(heading: str) -> bool:
    """Whether what heads (1) (2) is a project of which they are parts: …防洪工程, no class of projects."""
    named = len(heading) <= MAX_NAME and not re.search("[，。；：]", heading) and _WHOLE.search(heading)
    return bool(named) and has_own_letters(heading) and not aim_reason(heading)


def _deeds(entry: Entry) -> list[Entry]:
    """The projects of one deed for the people, or the deed without a name when it holds none."""
    found = deed_names(entry.text)
    if not found:
        return [replace(entry, name=entry.text.part(0, 0))]
    if len(found) == 1:
        return [replace(entry, name=found[0])]
    return [
        Entry(f"{entry.item}({n})", entry.category, name, text)
        for n, (name, text) in enumerate(_with_texts(found, entry.text), 1)
    ]


def _joined(paragraphs: tuple[Paragraph, ...]) -> Paragraph:
    chars: list[str] = []
    offsets: list[int] = []
    for paragraph in paragraphs:
        if chars:
            chars.append("\n")
            offsets.append(offsets[-1] + 1)
        chars.append(paragraph.text)
        offsets.extend(paragraph.offsets)
    return Paragraph("".join(chars), tuple(offsets))


def _leaf(
    part: Paragraph, path: tuple[int, ...], category: str, *, grouped: bool, packs: bool
) -> list[Entry]:
    """One entry, or those that it lists."""
    heading, found = _listed(part, grouped=len(path) == 1 and grouped, packs=packs)
    if found:
        return _several(found, part, path, heading or category)
    return [_entry(item_of(path), category, part)]


def _listed(part: Paragraph, *, grouped: bool, packs: bool) -> tuple[str, list[Paragraph]]:
    """The category that an entry opens with and the names below it; no names when it is one entry.

    *grouped*: its neighbours are categories, so that its label is one as well: 5.高精管材：…产业园.
    """
    label, head = _LABEL.match(part.text), _HEAD.match(part.text)
    if label and (grouped or _is_general(label.group(1))):
        found = members(part.part(label.end(), len(part.text)), packs=packs)
        if len(found) > 1 or is_complete_name(found[0].text.strip(_STOPS)):
            return label.group(1), found
    if not packs:
        return "", []
    if label and len(found := _with_label(part, label.end())) > 2:
        return "", found
    if head and (found := _below_head(part, head)):
        return head.group(1), found
    return "", _beside(part, is_headed=bool(label or head))


def _below_head(part: Paragraph, head: re.Match[str]) -> list[Paragraph]:
    """The names behind 1.高端装备。; none when the head is a project and what follows tells of it."""
    rest = part.part(head.end(), len(part.text))
    packed = packed_names(rest)
    if _is_general(head.group(1)):
        return listed_names(rest) or packed or [one for one in split_list(rest) if _is_name(one.text)]
    return packed if len(packed) > 1 and aim_reason(head.group(1)) else []


def _beside(part: Paragraph, *, is_headed: bool) -> list[Paragraph]:
    """The names of an entry that is itself a list of several; none when it is one name."""
    if trigger(part.text)[0] and len(found := packed_names(part)) > 1:
        return found
    if not is_headed:
        found = [untold(one) for one in pieces(part, "；;")]
        if len(found) > 1 and look_like_names(found):
            return found
        found = [untold(one) for one in pieces(part, "，,")]
        if len(found) > 1 and all(is_sure(one.text) for one in found):
            return found
    found = listed_by_comma(part)
    return found if len(found) > 2 and are_apart(found) else []


def _with_label(part: Paragraph, end: int) -> list[Paragraph]:
    """A label that is a name, and the names below it: 甲产业园：乙铝箔、丙轮毂三期; else nothing."""
    label, behind = part.part(0, end - 1), listed_names(part.part(end, len(part.text)))
    sure = sum(is_sure(one.text) for one in behind)
    return [label, *behind] if sure > 1 and 3 * sure >= 2 * len(behind) else []


def _is_name(text: str) -> bool:
    return is_complete_name(text) and not aim_reason(text) and not trigger(text)[0]


def _heads(head: str) -> bool:
    """Whether a head is one of projects, a category or a programme, and no project itself."""
    return _is_general(head) or head.endswith(_PROGRAMMES)


def _is_general(label: str) -> bool:
    """Whether a label is a category: it closes like no name, or nothing in it is its own."""
    return not is_complete_name(label) or not (has_own_letters(label) or _OF_AREA.match(label))


def _several(found: list[Paragraph], whole: Paragraph, path: tuple[int, ...], category: str) -> list[Entry]:
    single = len(found) == 1
    return [
        _entry(item_of(path if single else (*path, number)), category, piece, text)
        for number, (piece, text) in enumerate(_with_texts(found, whole), 1)
    ]


def _with_texts(found: list[Paragraph], whole: Paragraph) -> list[tuple[Paragraph, Paragraph]]:
    """Each name with what is said of it: *whole* from the name to the next one."""
    starts = [whole.offsets.index(piece.offsets[0]) for piece in found]
    ends = [*starts[1:], len(whole.text)]
    return [(piece, whole.part(start, end)) for piece, start, end in zip(found, starts, ends, strict=True)]


def _by_paragraph(paragraphs: tuple[Paragraph, ...], *, packs: bool) -> list[Entry]:
    """A box whose paragraphs bear no numbers: label and list a paragraph, or one entry a paragraph."""
    labelled = [_LABEL.match(paragraph.text) for paragraph in paragraphs]
    lists = [
        look_like_names(members(paragraph.part(label.end(), len(paragraph.text)), packs=packs))
        for paragraph, label in zip(paragraphs, labelled, strict=True)
        if label
    ]
    labels_are_categories = 2 * sum(lists) > len(lists)
    result: list[Entry] = []
    for group, (paragraph, label) in enumerate(zip(paragraphs, labelled, strict=True), 1):
        rest = paragraph.part(label.end(), len(paragraph.text)) if label else paragraph
        if not rest.text.strip(_STOPS):
            continue  # a heading of the lines below it
        nodes = numbered(rest.text)
        if nodes and not rest.text[: nodes[0].mark].strip(_STOPS):
            inner = _group_entries((rest,), packs=packs)
            category = label.group(1) if label else ""
            result += [
                replace(one, item=nested(group, one.item), category=one.category or category) for one in inner
            ]
        elif label:
            result += _labelled(paragraph, label, group, are_categories=labels_are_categories, packs=packs)
        else:
            result += _plain(paragraph, group, packs=packs)
    return result


def _labelled(
    paragraph: Paragraph, label: re.Match[str], group: int, *, are_categories: bool, packs: bool
) -> list[Entry]:
    """One paragraph with a label: the entries of its list when the label is a category, else one entry."""
    category, rest = label.group(1), paragraph.part(label.end(), len(paragraph.text))
    head = _HEAD.match(rest.text)  # 工程一：科创平台建设工程。建设A、B
    if packs and head and len(head.group()) < len(rest.text) and _heads(head.group(1)):
        category, rest = head.group(1), rest.part(head.end(), len(rest.text))
    found = members(rest, packs=packs)
    named = look_like_names(found) and any(has_own_letters(piece.text) for piece in found)
    is_category = are_categories or _is_general(label.group(1)) or named
    if not is_category or (not packs and is_complete_name(label.group(1))):
        return [_entry(str(group), "", paragraph)]
    return [
        _entry(f"{group}({n})", category, piece, text)
        for n, (piece, text) in enumerate(_with_texts(found, rest), 1)
    ]


def _plain(paragraph: Paragraph, group: int, *, packs: bool) -> list[Entry]:
    """One paragraph without number or label: 工程。建设A、B, a list, or an entry."""
    head = _HEAD.match(paragraph.text)
    if packs and head:
        rest = paragraph.part(head.end(), len(paragraph.text))
        found = packed_names(rest)
        if _is_general(head.group(1)):
            found = listed_names(rest) or found
        is_programme = head.group(1).endswith(_PROGRAMMES) and len(found) > 1
        if found and (is_programme or _is_general(head.group(1))):
            return [
                _entry(f"{group}({n})", head.group(1), piece, text)
                for n, (piece, text) in enumerate(_with_texts(found, paragraph), 1)
            ]
    found = members(paragraph, packs=packs) if not head or _is_general(head.group(1)) else []
    if len(found) > 1 and look_like_names(found):
        return [_entry(f"{group}({n})", "", piece) for n, piece in enumerate(found, 1)]
    return [_entry(str(group), "", paragraph)]


def _entry(item: str, category: str, part: Paragraph, text: Paragraph | None = None) -> Entry:
    ordinal = _ORDINAL.match(part.text)
    name, _ = split_name(part.part(ordinal.end(), len(part.text)) if ordinal else part)
    if trigger(name.text)[0]:  # 争取A纳入国家规划，开展前期工作: the name is what it is done to
        named = [found for clause in pieces(part, "。；;，,") for found in clause_names(clause)]
        name = named[0] if len(named) == 1 and len(named[0].text) >= 6 else name
    return Entry(item, category, name, text or part)
