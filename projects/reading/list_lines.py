"""What one line of a plan looks like: a heading, an entry of a list, the opening of a list.

The outline of a document (``outline``) and its boxes (``open_box``) are read line by line; here
stand the looks that they ask for. A line is a mended paragraph (``parse``).
"""

from __future__ import annotations

import re

from projects.reading.listed import listed_names
from projects.reading.numerals import BARE, CHINESE_NUMERAL, list_number
from projects.reading.packed import packed_names
from projects.reading.parse import Paragraph
from projects.reading.words import MAX_NAME, aim_reason, has_own_letters, is_complete_name, trigger

_NUMERAL = rf"[{CHINESE_NUMERAL}\d]+"
CHAPTER = re.compile(rf"第({_NUMERAL})([篇章节编部])(?:(?<=部)分)?\s*(.*)")
TOP = re.compile(rf"([{CHINESE_NUMERAL}]+)、(.*)")
SECOND = re.compile(rf"[（(]([{CHINESE_NUMERAL}]+)[）)](.*)")
_LABELLED = re.compile(
    rf"((?:[（(][{CHINESE_NUMERAL}]+[）)]|[{CHINESE_NUMERAL}]+、)[^，。；：:]{{2,12}})[：:](.+)"
)
_NUMBERED_LABEL = re.compile(r"\d{1,2}[.．、]([^，。；：:]{2,14})[：:](.*)")
LIST_TITLE = re.compile(
    r"项目(?:投资)?(?:清单|名单|名录|计划表?|安排|一览表|汇总表|表|库)(?!.*(?:规划|报告|方案|意见))"
)
_LIST_OF_ALL = re.compile(
    r"(?:20\d\d年|十[一二三四五六]五).*(?:重点|重大)(?:建设)?(?:项目|工程)(?:[（(][^（()）]*[）)])?$"
)
_LABEL_AND_MARK = re.compile(r"[^，。；：:]{2,10}[：:](?:1[.．、]|[（(]1[）)]|①)")
_LIST_HEADING = re.compile(
    r"(?:项目|工程|园区|基地)(?:清单|名单|名录|计划|安排|表|库|汇总表|一览表)?(?:[（(][^（()）]*[）)])?$"
)
LIST_INTRO = re.compile(r"^[^，。；]{0,20}(?:项目|工程)(?:包括|主要有|有|清单|名单|如下)?[：:]$")
ANNOUNCES = re.compile(  # …。重点建设： and then one entry a line
    r"(?:^|[，。；])[^，。；：:]{0,12}(?:(?:重点|主要|着力|加快)(?:推进|建设|实施|抓好|推动|谋划)?|推进|建设|实施|抓好)"
    r"[^，。；：:]{0,12}[：:]$"
)
DEEDS = re.compile(
    r"(?:民生|利民|惠民|为民|[为惠便]民办|办好?[^，。；]{0,6}[件大项])实事(?:项目)?(?:清单)?[：:]?$"
)
LIST_MARK = re.compile(rf"\d{{1,3}}\s*[.．、](?!\d(?!\d{{3}}年))|[（(]\d+[）)]|[①-⑳]|{BARE}")
_CATEGORY = re.compile(
    rf"(?:{LIST_MARK.pattern}|[（(][{CHINESE_NUMERAL}]+[）)]|[{CHINESE_NUMERAL}]+、|——|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖])?\s*"
    r"(?P<category>[^，。；：:、]{2,20})[。：:](?=.)"
)
NOTE = re.compile(r"[（(]?(?:备?注|说明)\s*\d?[：:]")
_BULLET_MARK = re.compile(r"(?:——|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖])\s*")
_BRACKETS = re.compile(r"[（(〔\[][^（()）〔〕]*[）)〕\]]")
_STYLES = (
    re.compile(r"\d{1,3}\s*[.．、](?!\d)"),
    re.compile(r"[（(]?\d{1,2}[）)]"),
    re.compile(r"[①-⑳]"),
    re.compile(rf"[{CHINESE_NUMERAL}]+、"),
    re.compile(rf"[（(][{CHINESE_NUMERAL}]+[）)]"),
    re.compile(BARE),
    re.compile(r"[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖]|——"),
    re.compile(
        r"【[^】]{1,16}】|[^，。；：:]{1,20}[：:]|[^，。；：:]{2,14}(?:工程|行动|计划|领域|方面)。(?=.)"
    ),
)
NUMBERED = (0, 1, 2)  # 1. （1） ①
HEADING_STYLES = (3, 4)  # 一、 and （一）
PLAIN_NUMBER = 5  # 01
BULLET = 6


def style(line: str) -> int | None:
    """How a line is marked, as a place among the styles (0 is 1., 1 is （1）, …); None for a plain line."""
    return next((i for i, style in enumerate(_STYLES) if style.match(line)), None)


def told_name(line: str) -> bool:
    """Whether a line without a number is a whole name and then tells of it: 甲乙产业园。建设…"""
    name, mark, told = line.partition("。")
    return (
        bool(mark and told) and 4 <= len(name) <= MAX_NAME and is_complete_name(name) and not trigger(name)[0]
    )


def packs_projects(line: str) -> bool:
    """Whether a line without a number is a word and a sentence of projects: 新能源。建设A、B项目。"""
    head, mark, told = line.partition("。")
    is_head = bool(mark) and re.fullmatch(r"[^，；：:、]{2,14}", head) is not None and not trigger(head)[0]
    if not is_head or trigger(told)[0] not in ("build", "built"):
        return False
    return bool(packed_names(Paragraph(told, tuple(range(len(told))))))


def has_category(line: str) -> bool:
    """Whether a line opens with a few words and a full stop or colon: 人才引育。深入实施…."""
    head = _CATEGORY.match(line)
    return head is not None and len(head["category"]) <= 8 and not trigger(head["category"])[0]


def lists_names(line: str) -> bool:
    """Whether a line is a category and the names it holds: 铁路。建成A，加快B建设。 续建项目：A，B，C."""
    head = _CATEGORY.match(line)
    if head is None or (trigger(head["category"])[0] and not is_list_heading(head["category"])):
        return False
    told = line[head.end() :]
    return bool(listed_names(Paragraph(told, tuple(range(len(told))))))


def is_numbered_category(line: str) -> bool:
    """Whether a numbered line is a category and several names: 1.交通设施：推进A、B等6个项目建设。"""
    mark = LIST_MARK.match(line)
    found = re.match("([^，。；：]{2,12})[：。](.+)", line[mark.end() :]) if mark else None
    if found is None or trigger(found.group(1))[0]:
        return False
    if is_complete_name(found.group(1)) and has_own_letters(found.group(1)):
        return False
    told = found.group(2)
    return len(listed_names(Paragraph(told, tuple(range(len(told)))))) > 1


def packs_names(line: str) -> bool:
    """Whether a line without a category packs several names: 新建A机场、B机场，迁建C机场."""
    return len(line) >= 12 and len(listed_names(Paragraph(line, tuple(range(len(line)))))) > 1


def is_plain_name(line: str) -> bool:
    """Whether a line without a number is one name and nothing else."""
    return (
        6 <= len(line) <= MAX_NAME
        and style(line) is None
        and not re.search("[，。；：]", line)
        and is_complete_name(line)
        and has_own_letters(line)
        and not (trigger(line)[0] or aim_reason(line))
    )


def is_short_head(line: str) -> bool:
    """Whether a line is a few words without punctuation: （三）运输机场."""
    return len(line) <= 16 and not re.search("[，。；：:]", line)


def tells_of_project(line: str) -> bool:
    """Whether a numbered line names a project and tells of it: （1）甲乙水网平台。整合…。"""
    mark = LIST_MARK.match(line)
    rest = line[mark.end() :] if mark else ""
    name = rest.partition("。")[0]
    return told_name(rest) and has_own_letters(name) and not aim_reason(name)


def labelled_list(line: str) -> re.Match[str] | None:
    """（一）轨道交通：A、B below the heading of a list: its heading and what it lists; None else."""
    found = _LABELLED.match(line)
    first = re.split("[，；、。]", LIST_MARK.sub("", found.group(2), count=1))[0] if found else ""
    return found if is_complete_name(first) and not trigger(first)[0] else None


def kind_of_projects(line: str) -> re.Match[str] | None:
    """2.重点新开工项目： and 3.重点前期项目：A、B beside lists: the kind and what it lists; None else."""
    found = _NUMBERED_LABEL.match(line)
    return found if found and is_list_heading(found.group(1)) else None


def is_structural(line: str) -> bool:
    """Whether a line is numbered like a heading: 第三章, 一、, （一）."""
    return bool(CHAPTER.match(line) or TOP.match(line) or SECOND.match(line))


def is_list_heading(title: str) -> bool:
    """Whether a heading names the list below it: 重大产业项目（共8个）, 重点项目清单."""
    verb, start = trigger(title)
    return bool(_LIST_HEADING.search(title)) and (not verb or title.startswith(("项目", "工程"), start))


def titles_list(line: str) -> bool:
    """Whether a line in the head of a document says that all of it is a list of projects."""
    is_plain = style(line) is None and not re.match("专栏|第|附", line)
    return "。" not in line and bool(LIST_TITLE.search(line) or (is_plain and _LIST_OF_ALL.search(line)))


def is_list_title(line: str) -> bool:
    """Whether a short plain line is the title of a list: 重点项目库（第一批）."""
    return len(line) <= 30 and style(line) is None and bool(LIST_TITLE.search(line)) and is_list_heading(line)


def opens_list(line: str) -> bool:
    """Whether *line* may be the first entry of a list of projects."""
    if style(line) in HEADING_STYLES:
        return False
    if _LABEL_AND_MARK.match(line):
        return True
    mark = LIST_MARK.match(line) or _BULLET_MARK.match(line)
    body = _BRACKETS.sub("", line[mark.end() if mark else 0 :])
    name = re.split("[。：；，]", body, maxsplit=1)[0]
    if trigger(name)[0] or aim_reason(name):
        return False
    return is_complete_name(name) if mark is None else len(name) <= MAX_NAME


def heads_list(line: str, following: str) -> bool:
    """Whether *line* is a plain heading of the list that *following* opens with its first number."""
    plain = style(line) is None and len(line) <= 16 and not re.search(r"[，。；、]", line)
    return plain and list_number(following) == 1
