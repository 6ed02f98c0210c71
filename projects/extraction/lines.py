"""What one line of a plan looks like, and whether it goes on with the paragraph above it.

A line continues that paragraph when it ends without closing punctuation, or inside an open bracket,
and the line does not itself begin something (a heading, a box, a list number) and is no entry of a list.

In: the line, and of the open paragraph its head, its tail and its last line. Out: yes or no.
"""

from __future__ import annotations

import re
from collections import Counter

from projects.extraction.brackets import bracket_depth
from projects.extraction.lexicon import opening
from projects.extraction.numerals import BARE, CHINESE_NUMERAL, list_number
from projects.extraction.words import explains_words, is_complete_name

HEADING = re.compile(rf"第[{CHINESE_NUMERAL}\d]+[篇章节编部]")
BOX = re.compile(rf"专\s*栏\s*(?:\d+|[{CHINESE_NUMERAL}]+)")
STARTS = re.compile(
    rf"""第[{CHINESE_NUMERAL}\d]+[篇章节编部条] | 专\s*栏\s*[\d{CHINESE_NUMERAL}]
    | \d{{1,2}}[）)] | 【 | [（(]\s*(?:\d+|[{CHINESE_NUMERAL}]+)\s*[）)] | [①-⑳] | [{CHINESE_NUMERAL}]+、
    | \d{{1,3}}\s*[.．、](?!\d) | ——|一一(?=\S) | [●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖] | 图\s*\d | 表\s*\d
    | [（(]?备?注[：:]
    | [〔\[【（(]\s*[\u4e00-\u9fff]{{2,4}}(?:领导|单位|部门)[：:] """,
    re.VERBOSE,
)
_ENDS = "。！？；：!?;:…"
CLOSERS = "”’）)】〕]》*"
WORD_OF_BOX = re.compile(r"专\s*栏")
LONE_NUMBER = re.compile(r"\d{1,2}")
_NARROWEST = 16  # characters of a line from which on it may be one that a conversion broke
_FROM_FULL = 4  # characters by which a broken line may be shorter than the others
GROUP = re.compile(r"[\u4e00-\u9fff]{2,6}")  # 医疗卫生  甲医院新院区  乙医院迁建
MAX_HEADING = 40
MAX_ENTRY = 60
BARE_NUMBER = re.compile(rf"\s*{BARE}")
_SHORT_HEADING = re.compile(
    rf"(?:[{CHINESE_NUMERAL}]+、|[（(][{CHINESE_NUMERAL}]+[）)])[^，。；：、,;:]{{2,22}}"
)
_NUMBERED_HEAD = re.compile(rf"\s*{BARE}[^，。；：、,;:]{{2,20}}")  # 05 高速公路, over what is told of it
_PAIRED_HEADING = re.compile(
    rf"(?:[{CHINESE_NUMERAL}]+、|[（(][{CHINESE_NUMERAL}]+[）)])[^，。；：:]{{4,12}}，[^，。；：:]{{4,12}}"
)
_LONG_HEADING = re.compile(rf"(?:[{CHINESE_NUMERAL}]+、|[（(][{CHINESE_NUMERAL}]+[）)])[^。；：:]{{4,56}}")
PLAIN_LINE = re.compile(r"(?![及和与的等项工建])[^，。；：、,;:!！?？]{2,40}")
_LABEL = re.compile(r"[\u4e00-\u9fff](?:[\u4e00-\u9fff、]{0,11})[\u4e00-\u9fff][：:]")
_SHORT_HEAD = re.compile(r"[\u4e00-\u9fff]{4,10}。(?=.)")
_RESTS = re.compile(r"项目|工程|建设|及|和|与|的|等|[（(、，,。；;：:）)”]")


def is_heading_line(line: str) -> bool:
    """Whether a line is a numbered heading or begins a box."""
    if len(line) > MAX_HEADING or line[-1] in "。；，、;,":
        return False
    return bool(HEADING.match(line) or BOX.match(line))


def wrapped_at(lines: list[str]) -> int:
    """The number of characters at which a conversion broke all lines; 0 when lines end where they mean to."""
    lengths = Counter(len(line.strip()) for line in lines if len(line.strip()) >= _NARROWEST)
    if not lengths:
        return 0
    width = lengths.most_common(1)[0][0]
    full = sum(count for length, count in lengths.items() if width - 3 <= length <= width + 2)
    return width if 2 * full >= len(lines) else 0


def continues(
    before: str, tail: str, last: str, line: str, width: int = 0, *, is_apart: bool = False
) -> bool:
    """Whether *line* goes on with the open paragraph: its head, its tail and its last line are given.

    *is_apart* says that a blank line stands between them.
    """
    if bracket_depth(tail) and not HEADING.match(line) and not BOX.match(line):
        return True
    if STARTS.match(line) or (last == before.strip() and explains_words(last)):
        return False
    tail = tail.rstrip()
    if tail.rstrip(CLOSERS)[-1:] in set("。！？!?") or tail[-1:] in _ENDS:
        return False
    if width:
        return len(last) >= width - _FROM_FULL
    if _SHORT_HEADING.fullmatch(tail) and len(line) > len(tail) and re.search("[，。；：、]", line):
        return False
    if _PAIRED_HEADING.fullmatch(tail) and 2 * len(line) > 3 * len(tail) and "。" in line:
        return False
    if last == before.strip() and _heads(before, line, is_apart):
        return False
    if "\t" in line or _goes_on_numbering(before, line):
        return False
    if _is_entry(line) and (_SHORT_HEADING.fullmatch(tail) or _is_told_entry(before, last)):
        return False
    if GROUP.fullmatch(tail) and line.count("、") > 1 and is_complete_name(re.split("、", line)[0]):
        return False  # 文化设施 over 市博物馆新馆、市文化馆新馆
    if (_LABEL.match(before) or _SHORT_HEAD.match(before)) and (
        _LABEL.match(line) or _SHORT_HEAD.match(line)
    ):
        return False  # 白酒产业：… or 白酒产业。… below 锂电产业：…
    if not _is_entry(last):
        return True
    if _LABEL.match(line) or _is_entry(line):
        return False
    # Below plain lines, each an entry, a short line is one more; below a number it is the rest of a name.
    is_numbered = list_number(before) is not None or bool(STARTS.match(before))
    if is_numbered and before.strip() == last and re.search("[，。；]", line):
        return False  # what the next line tells about the entry
    return bool(is_numbered or len(last) > MAX_HEADING or not PLAIN_LINE.fullmatch(line))


def _heads(one: str, line: str, is_apart: bool) -> bool:
    """Whether *one* line, numbered, is the heading of what *line* tells."""
    if is_apart and _LONG_HEADING.fullmatch(one.strip()) and "。" in line:
        return True
    return bool(_NUMBERED_HEAD.fullmatch(one)) and _is_told_below(one, line)


def _is_told_below(head: str, line: str) -> bool:
    """Whether *line* is a paragraph of sentences of its own below *head*, no rest of it."""
    rest = _RESTS.match(line)
    own = rest is None or rest.group() == "建设"  # 建设A、B等。 opens a sentence
    return line.endswith("。") and len(line) > 2 * len(head) and own


def _is_told_entry(before: str, last: str) -> bool:
    """Whether the open paragraph is one line, a whole name and what is told of it: 甲基地，年产5万辆车."""
    name = re.split("[，：]", before, maxsplit=1)[0]
    is_name = 4 <= len(name) < len(before) and is_complete_name(name) and not opening(name).senses
    return before.strip() == last and is_name and not STARTS.match(before)


def _goes_on_numbering(before: str, line: str) -> bool:
    """01 A项目 ⏎ 02 B项目: a bare number counts when it is the next one."""
    first, second = BARE_NUMBER.match(before), BARE_NUMBER.match(line)
    return first is not None and second is not None and int(second.group(1)) == int(first.group(1)) + 1


def _is_entry(line: str) -> bool:
    """Whether a line is whole by itself: it closes like a name, and begins like no rest of one.

    A line of running text may end so by chance, but not the next as well.
    """
    line = re.split("[，；。：]", line.strip().rstrip("；;，,"))[-1]
    return len(line) <= MAX_ENTRY and not _RESTS.match(line) and is_complete_name(line)
