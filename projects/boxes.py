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
from dataclasses import dataclass

from projects.outline import Box, arabic
from projects.parse import CHINESE_NUMERAL, Paragraph, bracket_depth
from projects.rules import rules
from projects.words import MAX_NAME, is_complete_name

_MARKS = (
    ("dot", re.compile(r"(?:(?<=^)|(?<=[\n。；;：:）)”]))(\d{1,3})[.．、](?!\d(?!\d{3}年))")),
    ("paren", re.compile(r"[（(](\d{1,2})[）)]")),
    ("circle", re.compile(r"([①-⑳])")),
    ("han", re.compile(rf"(?:(?<=^)|(?<=[\n。；;]))([{CHINESE_NUMERAL}]+)、")),
    ("hanparen", re.compile(rf"(?:(?<=^)|(?<=[\n。；;：:]))[（(]([{CHINESE_NUMERAL}]+)[）)]")),
    ("bare", re.compile(r"(?:(?<=^)|(?<=\n))(\d{1,2})(?=[\u4e00-\u9fff“])")),
    ("bullet", re.compile(r"(?:(?<=^)|(?<=\n))(——|[●■◆★▲□▪•·])")),
)
_LABEL = re.compile(r"([^，。；：:\n]{1,24})[：:]")
_STOPS = "。；;，,、：: \n"


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


@dataclass(slots=True)
class _Node:
    path: tuple[int, ...]
    start: int  # after the mark
    end: int = 0
    has_children: bool = False


def box_type(title: str) -> BoxType:
    """The first rule, by priority, whose pattern occurs in the box's title."""
    for row in sorted(rules("box_types"), key=lambda row: int(row["priority"])):
        if re.search(row["pattern"], title):
            return BoxType(row["type"], row["reason"])
    raise AssertionError("box_types.csv ends with a rule that fits every title")


def entries(box: Box) -> list[Entry]:
    """All entries of a box in reading order; headings of categories are not among them."""
    whole = _joined(box.paragraphs)
    nodes = _nodes(whole.text)
    if not nodes:
        return _labelled(box.paragraphs)
    result: list[Entry] = []
    labels: dict[tuple[int, ...], str] = {}
    for node in nodes:
        part = whole.part(node.start, node.end)
        category = next(
            (labels[node.path[:n]] for n in range(len(node.path), 0, -1) if node.path[:n] in labels), ""
        )
        if node.has_children:
            labels[node.path] = (
                _LABEL.split(part.text)[1] if _LABEL.match(part.text) else part.text.strip(_STOPS)
            )
            continue
        if not part.text.strip(_STOPS):
            continue
        result += _leaf(part, node.path, category, grouped=any(n.has_children for n in nodes))
    return result


def split_list(part: Paragraph) -> list[Paragraph]:
    """Entries of a list without numbers: parted by ；, else by ，, else by 、 between whole names."""
    for mark in ("；;", "，,"):
        pieces = _split(part, mark)
        if len(pieces) > 1:
            return pieces if mark == "；;" or _looks_like_names(pieces) else [part]
    pieces = _split(part, "、")
    if len(pieces) > 1 and all(is_complete_name(piece.text) for piece in pieces):
        return pieces
    return [part]


def split_name(part: Paragraph) -> tuple[Paragraph, bool]:
    """The name at the head of an entry, and whether a description follows it."""
    text = part.text
    for mark in re.finditer(r"[。：:；;]", text):
        if bracket_depth(text[: mark.start()]) or not text[mark.end() :].strip(_STOPS):
            continue
        return _trim(part.part(0, mark.start())), True
    name = _trim(part)
    if len(name.text) <= MAX_NAME:
        return name, False
    for mark in re.finditer(r"[，,]", text):
        if not bracket_depth(text[: mark.start()]):
            return _trim(part.part(0, mark.start())), True
    return name, False


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


def _nodes(text: str) -> list[_Node]:
    found = sorted(
        ((m.start(), m.end(), kind, m.group(1)) for kind, mark in _MARKS for m in mark.finditer(text)),
        key=lambda mark: (mark[0], -mark[1]),
    )
    nodes: list[_Node] = []
    stack: list[tuple[str, int]] = []
    last_end = -1
    for start, end, kind, numeral in found:
        if start < last_end:
            continue
        depth = next((d for d, (k, _) in enumerate(stack) if k == kind), None)
        number = _number(kind, numeral, stack[depth][1] + 1 if depth is not None else 1)
        if depth is None:
            if number != 1:
                continue
            stack.append((kind, 1))
        elif number == stack[depth][1] + 1:
            stack = [*stack[:depth], (kind, number)]
        elif (
            number == 1 and depth == len(stack) - 1 and depth > 0 and nodes and _opens(text, nodes[-1], start)
        ):
            stack = [*stack[:depth], (kind, 1)]
        else:
            continue
        path = tuple(n for _, n in stack)
        if nodes:
            nodes[-1].end = start
            nodes[-1].has_children = len(path) > len(nodes[-1].path)
        nodes.append(_Node(path, end))
        last_end = end
    if nodes:
        nodes[-1].end = len(text)
    return nodes


def _opens(text: str, node: _Node, start: int) -> bool:
    """Whether the text before a new (1) closes like a category label."""
    return text[node.start : start].rstrip().endswith(("：", ":"))


def _number(kind: str, numeral: str, expected: int) -> int:
    if kind == "circle":
        return ord(numeral) - ord("①") + 1
    if kind == "bullet":
        return expected
    return arabic(numeral)


def _leaf(part: Paragraph, path: tuple[int, ...], category: str, *, grouped: bool) -> list[Entry]:
    """One entry; or those of ``5.高精管材：…产业园``, whose label is a category like its neighbours."""
    label = _LABEL.match(part.text)
    if label and len(path) == 1 and (grouped or not is_complete_name(label.group(1))):
        rest = part.part(label.end(), len(part.text))
        pieces = split_list(rest)
        if len(pieces) > 1 or is_complete_name(pieces[0].text.strip(_STOPS)):
            single = len(pieces) == 1
            return [
                _entry(_item(path if single else (*path, n)), label.group(1), piece)
                for n, piece in enumerate(pieces, 1)
            ]
    return [_entry(_item(path), category, part)]


def _labelled(paragraphs: tuple[Paragraph, ...]) -> list[Entry]:
    """A box without numbers: label and list a paragraph, or one entry a paragraph."""
    result: list[Entry] = []
    labelled = [_LABEL.match(paragraph.text) for paragraph in paragraphs]
    lists = [
        _looks_like_names(split_list(paragraph.part(label.end(), len(paragraph.text))))
        for paragraph, label in zip(paragraphs, labelled, strict=True)
        if label
    ]
    labels_are_categories = 2 * sum(lists) > len(lists)
    group = 0
    for paragraph, label in zip(paragraphs, labelled, strict=True):
        group += 1
        if not label:
            result.append(_entry(str(group), "", paragraph))
            continue
        rest = paragraph.part(label.end(), len(paragraph.text))
        if not rest.text.strip(_STOPS):
            continue  # a heading of the lines below it
        pieces = split_list(rest)
        if not labels_are_categories and is_complete_name(label.group(1)) and not _looks_like_names(pieces):
            result.append(_entry(str(group), "", paragraph))
            continue
        result += [_entry(f"{group}({n})", label.group(1), piece) for n, piece in enumerate(pieces, 1)]
    return result


def _entry(item: str, category: str, part: Paragraph) -> Entry:
    name, _ = split_name(part)
    return Entry(item, category, name, part)


def _item(path: tuple[int, ...]) -> str:
    return str(path[0]) + "".join(f"({n})" for n in path[1:])


def _split(part: Paragraph, marks: str) -> list[Paragraph]:
    pieces: list[Paragraph] = []
    start = 0
    for index, char in enumerate(part.text):
        if char in marks and not bracket_depth(part.text[start:index]):
            pieces.append(part.part(start, index))
            start = index + 1
    pieces.append(part.part(start, len(part.text)))
    return [piece for piece in (_trim(piece) for piece in pieces) if piece.text]


def _looks_like_names(pieces: list[Paragraph]) -> bool:
    """Most pieces of a list of entries end like names and none is a sentence."""
    named = sum(1 for piece in pieces if is_complete_name(piece.text))
    return 2 * named >= len(pieces) and all(len(piece.text) <= MAX_NAME for piece in pieces)


def _trim(part: Paragraph) -> Paragraph:
    start, end = 0, len(part.text)
    while end > start and part.text[end - 1] in _STOPS:
        end -= 1
    while start < end and part.text[start] in _STOPS:
        start += 1
    return part.part(start, end)
