"""Lists of entries inside a sentence: ``1.…。重点推进：A、B、C。`` names projects one by one.

A colon that follows 重点推进, 重点项目, 主要建设 and the like announces a list; what stands behind it up
to the end of the sentence is one when most of its pieces close like names. Such a list counts as one
(``listed``), wherever it stands; the rest of the paragraph is running text.

Input: a paragraph. Output: the names of each list, and the paragraph without the lists.
Source: the layout of yearly task lists and action programmes.
"""

from __future__ import annotations

import re

from projects.reading.entry_parts import members
from projects.reading.parse import Paragraph, outside_brackets
from projects.reading.pieces import pieces
from projects.reading.words import MAX_NAME, aim_reason, has_own_letters, is_complete_name

_INTRO = re.compile(
    r"(?:^(?:“[^”]{2,6}”)?[^，。；：:“]{0,10}(?:重点|重大)[^，。；：:]{0,8}(?:项目|工程)[。：:])|"
    r"(?:^|[，。；、,;）)])(?:[^，。；：:]{0,12})"
    r"(?:(?:重点|主要|着力|全力|加快|统筹|集中|计划|拟|新|续)(?:推进|建设|实施|抓好|推动|谋划|开工|建成|打造|布局|培育|推进建设|储备)?"
    r"|推进|建设|实施|抓好|推动|谋划|开工|续建|新建|储备)"
    r"(?:以下|下列)?(?:的|一批)?(?:重点|重大|骨干|标志性)*(?:项目|工程|建设项目|建设内容)?(?:包括|主要有|有|为|如下|清单)?[：:]"
)


_LABELLED = re.compile(r"^[^，。；：:“]{2,10}[：:]")  # 城市供水：A，B，C。


def inline_lists(paragraph: Paragraph) -> tuple[list[list[Paragraph]], Paragraph]:
    """Names of the lists in *paragraph*, list by list, and the paragraph with the lists left out."""
    lists: list[list[Paragraph]] = []
    rest_text: list[str] = []
    rest_offsets: list[int] = []
    done = 0
    label = _LABELLED.match(paragraph.text)
    for intro in [label] if label else _INTRO.finditer(paragraph.text):
        start = intro.end()
        if start < done:
            continue
        end = start + next(outside_brackets(paragraph.text[start:], "。"), len(paragraph.text) - start)
        names = _names(paragraph.part(start, end))
        if label and not _INTRO.match(paragraph.text) and not all(_is_own(name.text) for name in names):
            continue
        if not names:
            continue
        end = paragraph.offsets.index(names[-1].offsets[-1]) + 1
        lists.append(names)
        rest_text.append(paragraph.text[done:start])
        rest_offsets += paragraph.offsets[done:start]
        done = end
    if not lists:
        return [], paragraph
    rest_text.append(paragraph.text[done:])
    rest_offsets += paragraph.offsets[done:]
    return lists, Paragraph("".join(rest_text), tuple(rest_offsets))


def _is_own(name: str) -> bool:
    return is_complete_name(name) and has_own_letters(name) and not aim_reason(name)


def _names(listing: Paragraph) -> list[Paragraph]:
    """Names of a list, empty when it is none: an enumeration of measures, or a single thing."""
    names: list[Paragraph] = []
    for part in pieces(listing, "；;"):
        found = [piece for piece in members(part) if 4 <= len(piece.text) <= MAX_NAME]
        whole = [piece for piece in found if is_complete_name(piece.text) and not aim_reason(piece.text)]
        if 3 * len(whole) < 2 * len(found) or not found:
            break  # the list is over: 加快建设：A、B；完善机制
        names += [one for piece in found for one in _apart(piece)]
    return names if len(names) > 1 else []


def _apart(piece: Paragraph) -> list[Paragraph]:
    """Two names that 和 joins, when each is whole."""
    for mark in re.finditer("以及|和|及|与", piece.text):
        sides = piece.part(0, mark.start()), piece.part(mark.end(), len(piece.text))
        if all(len(side.text) >= 4 and is_complete_name(side.text) for side in sides):
            return list(sides)
    return [piece]
