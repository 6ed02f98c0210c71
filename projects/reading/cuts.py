"""A sentence cut: into clauses, a list into its pieces, a piece after the name that it opens with.

Input: text of a paragraph. Output: :data:`Name` triples, the piece and where it starts and ends.
The words are those of ``data/rules`` (``projects.reading.words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from projects.reading.parse import bracket_depth
from projects.reading.words import end_pattern, name_end, tail_pattern, trigger

Name = tuple[str, int, int]

VERBAL = ("建设", "改造", "提升", "治理", "扩建", "改扩建", "征地拆迁", "拆迁", "迁建")
_CLAUSE_END = "，,。；;！？!?：:\n"
_WORKS_BEHIND = re.compile(  # 景区提升工程, 高速扩容某某互通: the works and their part belong to the name
    r"(?:扩容|扩能|改造|改造提升|提升|扩建|改扩建|升级|升级改造)(?:(?:工程|项目)|[\u4e00-\u9fff]{2,6}(?:段|互通))(?!建设$)"
)
_JOINED = re.compile(
    r"[\d一二三四五六七八九十](?:[号期])?、(?=(?:\d+|[一二三四五六七八九十])(?:号(?!线)|期|#|、))"
)
_SCHEME = re.compile(r"^“[^”]*”(?=体制|机制|改革)")  # 某经济区“管委会+公司”体制机制改革
_PLAIN_TAILS = ("建设", "等", "为", "与", "向", "改革", "基础设施", "功能配套", "配套设施", "品质")
_BY_YEAR = re.compile(r"^(?:于|在)?20\d\d年(?:年?底|\d{1,2}月底?|年?内|[上下]半年)?前?")


def clauses(text: str) -> Iterator[tuple[int, int, bool]]:
    """Clauses as (start, end, begins a sentence), cut at punctuation outside quotes and brackets."""
    start, depth, opening = 0, 0, True
    for index, char in enumerate(text):
        if char in "（(〔[【《“":
            depth += 1
        elif char in "）)〕]】》”":
            depth = max(0, depth - 1)
        elif char in _CLAUSE_END and (not depth or char in "。！"):
            if index > start:
                yield start, index, opening
            start, opening, depth = index + 1, char in "。！？", 0
    if start < len(text):
        yield start, len(text), opening


def enumerations(obj: str) -> Iterator[tuple[str, int]]:
    """``A等3条道路和B等5条道路``: each enumeration by itself."""
    start = 0
    for mark in re.finditer(r"(?:等\d+[个条座处家项所]|\d个)[^、和]{0,12}(和)", obj):
        yield obj[start : mark.start(1)], start
        start = mark.end(1)
    yield obj[start:], start


def split_list(listing: str) -> list[Name]:
    """Items parted by 、 和 与 及 outside brackets and quotations; verbs before an item are dropped."""
    cuts: list[tuple[int, int]] = []
    start = 0
    for mark in re.finditer(r"、|以及|和|与|及", listing):
        if bracket_depth(listing[: mark.start()]) or mark.start() < start:
            continue
        if mark.start() and _JOINED.match(listing[: mark.end() + 4], _before(listing, mark.start())):
            continue
        if mark.group() != "、" and not (
            name_end(listing[start : mark.start()]) and len(listing) - mark.end() >= 3
        ):
            continue
        cuts.append((start, mark.start()))
        start = mark.end()
    cuts.append((start, len(listing)))
    items = []
    for begin, end in cuts:
        skip = trigger(listing[begin:end])[1]
        if skip and begin + skip < end:
            begin += skip
        if begin < end:
            items.append((listing[begin:end], begin, end))
    return items


def single(text: str) -> tuple[str, bool] | None:
    """A name up to the first name end that is followed by nothing or by what is done to it.

    The second value tells that it is said to come about (落地, 投产…).
    """
    for match in end_pattern().finditer(text):
        end = match.end()
        if bracket_depth(text[:end]) and not re.match(r"[”」）)]", text[end:]):
            continue
        closing = re.match(r"(?:[（(][^（()）]*[）)]|[”」])+", text[end:])
        end += closing.end() if closing else 0
        for extra in ("一期", "二期", "三期", "四期", "项目", "工程"):
            if text.startswith(extra, end):
                end += len(extra)
        rest = text[end:]
        if match.group() in VERBAL and rest and not rest.startswith(("前期", "的前期", "可研")):
            continue
        if match.group() == "段" and rest in VERBAL[1:]:
            continue  # 高铁某段征地拆迁 is one undertaking
        rest = _BY_YEAR.sub("", _SCHEME.sub("", rest))
        if _WORKS_BEHIND.match(rest):
            continue  # 高速公路扩容工程某段 goes on
        tail = tail_pattern().match(rest)
        if not rest or tail:
            return text[:end], bool(tail and tail.group() not in _PLAIN_TAILS)
    return None


def _before(listing: str, mark: int) -> int:
    """Where the number before a mark begins: 5、6号机组, 一期、二期 are one."""
    return mark - 2 if listing[mark - 1] in "号期" and mark > 1 else mark - 1
