"""The entries of a box or list: its paragraphs nested by their marks, each with label and text.

Input: a :class:`projects.extraction.units.Box`. Output: :class:`Entry`, in reading order. A short line above
deeper marks, or above lines without marks, is the category of what follows; a line without a mark below
an entry tells of it. What is a name is not asked here (``projects.extraction.listed``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from projects.extraction.brackets import bracket_depth, outside_brackets
from projects.extraction.markers import ARABIC, PLAIN, Marker, field_of, parts
from projects.extraction.parse import Paragraph
from projects.extraction.units import Box
from projects.vocabulary.rules import rules

_LABEL = re.compile(r"(?:【([^】]{2,16})】|([^，。；：:]{2,40}?)[：:])\s*(?=.)")
_DOT = re.compile(r"([^，。；：:]{2,40})。(?=.)")
_SUM = re.compile(r"(?:小计|合计|总计)[：:\d]|[（(]?(?:备?注|说明)\s*\d?[：:]")
_BARE = re.compile(r"[^，。；]{1,24}")
_LABELLED = re.compile(r"[^，。；：:]{2,30}[：:].")

_SHEET = Marker("sheet", ARABIC, 0, 0, "item")

Piece = tuple[Marker | None, Paragraph]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``item`` is its path of numbers (1(2)), ``category`` the heading over it inside the box.

    ``label`` is what stands before a colon or the first full stop, or alone on the line above; ``body``
    what follows. Without a label all is ``body``. ``numbered`` tells whether it has a mark of its own.
    """

    item: str
    category: str
    label: Paragraph | None
    body: Paragraph
    numbered: bool
    colon: bool = False
    heading: bool = False  # stands over entries of its own

    @property
    def text(self) -> Paragraph:
        """Label and body in one."""
        return self.body if self.label is None else joined([self.label, self.body])

    @property
    def name(self) -> Paragraph:
        """What stands at the head: the label, else the body up to its first mark."""
        if self.label is not None:
            return self.label
        end = next((i for i, c in enumerate(self.body.text) if c in "，。；：:"), len(self.body.text))
        return self.body.part(0, end)


@dataclass(frozen=True, slots=True)
class BoxType:
    """What a box holds, and the reason why its entries are no records (empty when they are)."""

    type: str
    reason: str


def box_type(title: str) -> BoxType:
    """What a box holds, by its title: the first row of ``box_types.csv`` that fits.

    Parameters
    ----------
    title
        The title as printed, without the label (专栏3).

    Returns
    -------
    BoxType
        Of type ``projects`` where no narrower one fits.
    """
    for pattern, kind, reason in _types():
        if pattern.search(title):
            return BoxType(kind, reason)
    return BoxType("projects", "")


def is_list_of_deeds(title: str) -> bool:
    """Whether *title* stands above a list of deeds for the people: 办好20件民生实事."""
    return box_type(title).type == "deeds"


def entries(box: Box) -> list[Entry]:
    """The entries of *box*, nested by their marks.

    Parameters
    ----------
    box
        A 专栏 or a list with its paragraphs.

    Returns
    -------
    list[Entry]
        In reading order, headings over entries among them; sums and notes are left out.
    """
    pieces: list[Piece] = []
    for paragraph in box.paragraphs:
        field = field_of(paragraph.text)
        if field == "name":  # 项目名称：某园区
            found = _LABEL.search(paragraph.text)
            pieces.append((_SHEET, paragraph.part(found.end() if found else 0, len(paragraph.text))))
        elif field:
            pieces.append((None, paragraph))
        else:
            pieces += parts(paragraph)
    return _Nest(pieces).read()


def joined(pieces: Sequence[Paragraph]) -> Paragraph:
    """Pieces with a line end between them, each character with its offset."""
    text, offsets = pieces[0].text, pieces[0].offsets
    for piece in pieces[1:]:
        if piece.text:
            text += "\n" + piece.text
            offsets = (*offsets, (offsets[-1] + 1) if offsets else piece.offsets[0], *piece.offsets)
    return Paragraph(text, offsets)


@dataclass
class _Head:
    rank: int
    item: str
    title: str


class _Nest:
    """Reads pieces in order and keeps the open headings."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = [piece for piece in pieces if not _SUM.match(piece[1].text)]
        self.open: list[_Head] = []
        self.found: list[Entry] = []
        self.plain: Counter[str] = Counter()  # entries and groups without a number, by the heading above

    def read(self) -> list[Entry]:
        at = 0
        while at < len(self.pieces):
            mark, piece = self.pieces[at]
            below = self._unmarked_below(at)
            rank = self._rank(at)
            self.open = [head for head in self.open if head.rank < rank]
            if self._is_heading(at, below):
                head = _Head(rank, self._number(mark), piece.text.rstrip("：:"))
                category = self.open[-1].title if self.open else ""
                label = piece.part(0, len(head.title))
                self.found.append(
                    Entry(head.item, category, label, piece.part(0, 0), mark is not None, heading=True)
                )
                self.open.append(head)
                at += 1
                continue
            if mark is not None and below and not self._is_group(piece, below):
                self._leaf(mark, piece, below)
                at += 1 + len(below)
                continue
            self._leaf(mark, piece, [])
            at += 1
        return self.found

    def _rank(self, at: int) -> int:
        mark, piece = self.pieces[at]
        if mark is not None:
            return mark.rank
        following = self.pieces[at + 1][0] if at + 1 < len(self.pieces) else None
        heads = following is not None and (following.number <= 1 or piece.text.endswith(("：", ":")))
        if following is not None and heads and _BARE.fullmatch(piece.text.rstrip("：:")):
            return following.rank - 1
        return PLAIN

    def _unmarked_below(self, at: int) -> list[Paragraph]:
        below = []
        for index in range(at + 1, len(self.pieces)):
            mark, piece = self.pieces[index]
            if mark is not None or self._rank(index) < PLAIN:
                break
            below.append(piece)
        return below

    def _is_heading(self, at: int, below: list[Paragraph]) -> bool:
        mark, piece = self.pieces[at]
        text = piece.text
        if not _BARE.fullmatch(text.rstrip("：:")) or bracket_depth(text):
            return False
        following = self.pieces[at + 1] if at + 1 < len(self.pieces) else None
        if following is None:
            return False
        behind = following[0]
        if mark is None:
            return behind is not None and self._rank(at) < PLAIN
        if behind is not None:
            return behind.rank > mark.rank and behind.number <= 1
        return self._is_group(piece, below)

    @staticmethod
    def _is_group(piece: Paragraph, below: list[Paragraph]) -> bool:
        """Whether the lines below a marked short line are entries of their own, not what is told of it."""
        if not _BARE.fullmatch(piece.text.rstrip("：:")) or not below or field_of(below[0].text):
            return False
        labelled = sum(_LABELLED.match(line.text) is not None for line in below)
        short = all(len(line.text) <= 60 and "。" not in line.text[:-1] for line in below)
        return labelled == len(below) or (len(below) > 1 and short)

    def _number(self, mark: Marker | None) -> str:
        if mark is not None and mark.number:
            own = str(mark.number)
        else:
            above = self.open[-1].item if self.open else ""
            self.plain[above] += 1
            own = str(self.plain[above])
        return f"{self.open[-1].item}({own})" if self.open else own

    def _leaf(self, mark: Marker | None, piece: Paragraph, below: list[Paragraph]) -> None:
        item = self._number(mark)
        category = self.open[-1].title if self.open else ""
        numbered = mark is not None
        text = piece.text
        if below and _BARE.fullmatch(text.rstrip("：:")):
            label = piece.part(0, len(text.rstrip("：:")))
            self.found.append(
                Entry(item, category, label, joined(below), numbered, text.endswith(("：", ":")))
            )
            return
        whole = joined([piece, *below]) if below else piece
        if (apart := self._labels_apart(whole)) is not None:
            for one in apart:
                self._leaf(None, one, [])
            return
        label_found = _LABEL.match(text)
        dot = _DOT.match(text)
        if label_found and not bracket_depth(text[: label_found.end()]):
            group = 1 if label_found.group(1) else 2
            label = whole.part(label_found.start(group), label_found.end(group))
            body = whole.part(label_found.end(), len(whole.text))
            self.found.append(Entry(item, category, label, body, numbered, colon=True))
        elif dot and not bracket_depth(text[: dot.end()]):
            body = whole.part(dot.end(), len(whole.text))
            self.found.append(Entry(item, category, whole.part(0, dot.end(1)), body, numbered))
        elif whole.text:
            self.found.append(Entry(item, category, None, whole, numbered))

    @staticmethod
    def _labels_apart(whole: Paragraph) -> list[Paragraph] | None:
        """水利：A、B；能源：C as two pieces; None when the text is no such row of labels."""
        cuts = [at for at in outside_brackets(whole.text, "；;。") if at < len(whole.text) - 1]
        pieces = [
            whole.part(a, b)
            for a, b in zip([0, *(c + 1 for c in cuts)], [*cuts, len(whole.text)], strict=True)
        ]
        labelled = [re.match("[^，。；：:]{2,10}[：:].", piece.text) is not None for piece in pieces]
        return pieces if len(pieces) > 1 and all(labelled) else None


@cache
def _types() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    ordered = sorted(rules("box_types"), key=lambda row: int(row["priority"]))
    return tuple((re.compile(row["pattern"]), row["type"], row["reason"]) for row in ordered)
