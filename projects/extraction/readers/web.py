"""Web pages (HTML) with selectolax: headings, paragraphs, tables; no scripts, menus or forms.

The article is what remains without landmarks (``nav``, ``footer`` …), elements whose class or id says
that they are something else, and lists that hold little but links; whatever holds most of the
page's text stays. Lines around the article are left out as in plain text (``furniture``).
A table that only lays out the page (one column, or tables inside) is read through.
Offsets are characters in the extracted text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from projects.errors import InputError
from projects.extraction.readers.furniture import around_article, furniture_words
from projects.extraction.readers.source import Builder, Slot, Source
from projects.extraction.readers.text import decode

_NEVER = (
    "script, style, noscript, template, nav, footer, select, option, button, input, textarea, iframe, svg,"
    "canvas, head, dialog, [role=navigation], [role=contentinfo], [role=search], [role=menu], [hidden]"
)
_AROUND = "header, aside, menu, [role=banner], [role=complementary], [aria-hidden=true]"
_LISTS = {"ul", "ol", "dl", "div", "p", "section", "table", "td", "span"}
_ARTICLE = {"main", "article", "h1"}
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+(?![a-z])")
_MOST = 0.35  # of the page's text without links: an element with so much of it is the article
_LINKED = 0.7  # share of the characters of a list of links that are links
_LEAST_LINKS, _LEAST_REST = 3, 120
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_INLINE = re.compile(
    "-text|a|abbr|b|bdi|bdo|big|cite|code|data|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strong|"
    "sub|sup|time|tt|u|var|wbr"
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "hz-gb-2312"}
_MAX_SPAN, _MAX_COLUMNS = 1000, 200
_DEEPEST = 200  # elements in each other


def read_page(data: bytes, path: Path) -> Source:
    """Read an HTML page; its encoding is the one it names, else found as for plain text."""
    text, encoding = _decode(data, path)
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None:
        raise InputError(f"{path}: no body; expected a web page with text")
    _leave_out(body)
    reader = _Reader()
    reader.walk(body)
    reader.flush()
    made = reader.put_together()
    named = tree.css_first("title")
    title = " ".join(named.text().split()) if named is not None else ""
    return Source(str(path), "html", made.text, tuple(made.tables), encoding, title=title)


@dataclass(slots=True)
class _Size:
    """What an element holds: characters, those of links, links, whether it holds an article or a title."""

    length: int = 0
    linked: int = 0
    links: int = 0
    has_article: bool = False


def _leave_out(body: LexborNode) -> None:
    """Take out of *body* what is no text, then what its kind, class or links tell to be no article."""
    never = {node.mem_id for node in body.css(_NEVER)}
    _drop(body, lambda node: node.mem_id in never)
    sizes = _sizes(body)
    whole = sizes[body.mem_id].length - sizes[body.mem_id].linked
    rest = sizes[body.mem_id].length
    around = {node.mem_id for node in body.css(_AROUND)}

    def is_menu(node: LexborNode) -> bool:
        nonlocal rest
        size = sizes.get(node.mem_id)
        if size is None or node.mem_id == body.mem_id:
            return False
        is_small = not size.has_article and size.length - size.linked < _MOST * whole
        is_list = node.tag in _LISTS and size.links >= _LEAST_LINKS and size.linked >= _LINKED * size.length
        if (is_small and (node.mem_id in around or _is_named_so(node))) or (
            is_list and not size.has_article and rest - size.length >= _LEAST_REST
        ):
            rest -= size.length
            return True
        return False

    _drop(body, is_menu)


def _is_named_so(node: LexborNode) -> bool:
    if node.tag in ("body", "main", "article", "form"):
        return False
    own = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    named = {word.lower() for word in _WORDS.findall(own)} | set(own.lower().split())
    return bool(named & furniture_words())


def _sizes(body: LexborNode) -> dict[int, _Size]:
    sizes: dict[int, _Size] = {}
    for node in reversed(list(body.traverse(include_text=True))):  # what is inside comes first
        size = sizes.setdefault(node.mem_id, _Size())
        if node.tag == "-text":
            size.length = len("".join((node.text_content or "").split()))
        elif node.tag == "a":
            size.linked, size.links = size.length, size.links + 1
        size.has_article |= node.tag in _ARTICLE
        parent = node.parent
        if parent is not None:
            outer = sizes.setdefault(parent.mem_id, _Size())
            outer.length += size.length
            outer.linked += size.linked
            outer.links += size.links
            outer.has_article |= size.has_article
    return sizes


def _drop(body: LexborNode, is_out: Callable[[LexborNode], bool]) -> None:
    """Destroy the outermost elements that *is_out* tells."""
    found: list[LexborNode] = []
    open_nodes = [body]
    while open_nodes:
        for node in open_nodes.pop().iter():
            (found if is_out(node) else open_nodes).append(node)
    for node in found:
        node.decompose()


class _Reader:
    """Collects lines and tables; which lines are the article's is known when all are."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, int] | list[list[Slot]]] = []
        self._pending: list[str] = []

    def put_together(self) -> Builder:
        """The text and its tables without the lines around the article."""
        left_out = around_article([block[0] if isinstance(block, tuple) else "" for block in self._blocks])
        made = Builder()
        for index, block in enumerate(self._blocks):
            if isinstance(block, list):
                made.table(block)
            elif index not in left_out:
                made.line(block[0], depth=block[1])
        return made

    def flush(self, depth: int = 0) -> None:
        """Close the open paragraph."""
        lines = [" ".join(line.split()) for line in "".join(self._pending).split("\n")]
        self._pending.clear()
        self._blocks += [(line, depth) for line in lines if line]

    def walk(self, parent: LexborNode, level: int = 0) -> None:
        """Read all that *parent* holds, in order; what is nested too deeply to be meant, as plain text."""
        if level > _DEEPEST:
            self._pending.append(parent.text().replace("\n", " "))
            return
        for node in parent.iter(include_text=True):
            tag = node.tag or ""
            if tag == "-text":
                # Line ends of the page's source are blanks; only <br> ends a line.
                self._pending.append((node.text_content or "").replace("\n", " "))
            elif tag == "br":
                self._pending.append("\n")
            elif _INLINE.fullmatch(tag):
                self.walk(node, level + 1)
            elif tag in _HEADINGS:
                self.flush()
                self.walk(node, level + 1)
                self.flush(_HEADINGS[tag])
            elif tag == "table" and all(inner.mem_id == node.mem_id for inner in node.css("table")):
                self.flush()
                self._table(node, level + 1)
            else:
                self.flush()
                self.walk(node, level + 1)
                self.flush()

    def _table(self, table: LexborNode, level: int) -> None:
        caption = table.css_first("caption")
        if caption is not None:
            self._blocks.append((" ".join(caption.text().split()), 0))
        grid = _grid(table)
        if max(map(len, grid), default=0) > 1:
            self._blocks.append(grid)
            return
        for cell in table.css("td, th"):
            self.walk(cell, level)
            self.flush()


def _grid(table: LexborNode) -> list[list[Slot]]:
    rows: list[dict[int, Slot]] = []
    open_spans: dict[int, tuple[Slot, int]] = {}
    for node in table.css("tr"):
        row: dict[int, Slot] = {column: slot for column, (slot, _) in open_spans.items()}
        open_spans = {c: (slot, left - 1) for c, (slot, left) in open_spans.items() if left > 1}
        column = 0
        for cell in node.css("td, th"):
            while column in row:
                column += 1
            if column >= _MAX_COLUMNS:
                break
            slot = Slot("".join(_cell_text(cell)))
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(column, min(column + wide, _MAX_COLUMNS)):
                row[place] = slot
                if high > 1:
                    open_spans[place] = (slot, high - 1)
            column += wide
        rows.append(row)
    empty = Slot()
    return [[row.get(column, empty) for column in range(max(row, default=-1) + 1)] for row in rows]


def _cell_text(node: LexborNode, level: int = 0) -> Iterator[str]:
    if level > _DEEPEST:
        yield node.text().replace("\n", " ")
        return
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            yield (child.text_content or "").replace("\n", " ")
        elif tag == "br":
            yield "\n"
        else:
            is_block = not _INLINE.fullmatch(tag)
            yield "\n" if is_block else ""
            yield from _cell_text(child, level + 1)
            yield "\n" if is_block else ""


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(max(int(value), 1), _MAX_SPAN) if value.strip().isdigit() else 1


def _decode(data: bytes, path: Path) -> tuple[str, str]:
    named = _CHARSET.search(data[:4096])
    if named and named.group(1).decode().lower() in _CHINESE:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass  # the page says one encoding and is in another: look at the bytes
    return decode(data, path)
