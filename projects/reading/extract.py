"""Mentions of a document: what its boxes, numbered items and running text name.

Conservation: every entry of a box, every task and every clause that begins like an
undertaking ends as a Mention or as a Reject with a reason (:class:`Extraction`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from projects.reading.boxes import Entry, box_type, entries
from projects.reading.classify import names_industry
from projects.reading.deeds import deed_names, is_deed, is_list_of_deeds
from projects.reading.inline_lists import inline_lists
from projects.reading.mention import Mention, Reject, reject
from projects.reading.outline import Box, Outline, Passage, read_outline
from projects.reading.parse import Paragraph, paragraphs
from projects.reading.running import Found, Knowledge, read_passage
from projects.reading.scopes import Scope
from projects.reading.tasks import Task
from projects.reading.words import MAX_NAME, aim_reason, has_own_letters, is_complete_name, trigger
from projects.registry import Document
from projects.rules import rules

STEP = "extract"
_PROJECT = re.compile(r"(项目|工程)(（[^）]*）)?$")
_PARK = re.compile(r"(?:产业园区?|工业园区?|物流园区?|科技园区?|产业基地|(?:生产|加工|示范|利用|试验)基地)$")
_PHASE = re.compile(r"[（(][一二三四五][期批][）)]$")
_HOUSE = re.compile(
    r"(?:[医学]院|中学|小学|幼儿园|博物馆|水库|大桥|高速公路?|铁路|安置区|安置小区|[一二三四五]期|[南北东西中]?[轴干]线|污水处理厂|水厂|变电站|中心库|(?:联运|物流|配送|转运|分拨|会展|交易|康养|体育|文化)中心)$"
)
_EXISTING = re.compile(r"(?:现有|已有|已建成?|既有|已认定)")


@dataclass(frozen=True, slots=True)
class BoxReport:
    """A 专栏 and what became of its entries: ``entries == records + rejects``."""

    document: str
    section: str
    title: str
    entries: int
    records: int
    rejects: int
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything seen in one document: kept or rejected, and its structure."""

    document: Document
    text: str
    outline: Outline
    mentions: tuple[Mention, ...]
    rejects: tuple[Reject, ...]
    boxes: tuple[BoxReport, ...]

    area: str = ""  # code of the area that the document speaks for, empty when unknown

    @property
    def seen(self) -> int:
        """Mentions and Rejects together."""
        return len(self.mentions) + len(self.rejects)


def extract(document: Document, text: str, scope: Scope, tasks: Sequence[Task] = ()) -> Extraction:
    """Read one decoded document. *scope* is what the document speaks for (``projects.reading.scopes``).

    *tasks* are rows of responsibility tables that kept their cells (``projects.reading.task_rows``).
    """
    outline = read_outline(text, paragraphs(text))
    outline = replace(outline, units=(*outline.units, *tasks))
    known = Knowledge(scope.names_a_place, names_industry)
    mentions: list[Mention] = []
    rejects: list[Reject] = []
    boxes: list[BoxReport] = []
    if title := _title_mention(document, text, scope):
        mentions.append(title)
    leading = ""
    review_titles = _review(outline)
    for unit in outline.units:
        if isinstance(unit, Box):
            kept, refused, report = _box(document, unit, scope)
            mentions += kept
            rejects += refused
            boxes.append(report)
            continue
        if isinstance(unit, Passage) and unit.section in review_titles:
            start, end = unit.paragraph.span(0, len(unit.paragraph.text))
            reason = review_titles[unit.section]
            rejects.append(_reject(document, unit.section, "", unit.paragraph.text, reason, (start, end)))
            continue
        if isinstance(unit, Task) and (listed := _task_mention(document, unit)):
            mentions.append(listed)
            continue
        if isinstance(unit, Task) and (deeds := _deed_mentions(document, unit)):
            mentions += deeds
            continue
        paragraph = unit.body if isinstance(unit, Task) else unit.paragraph
        if isinstance(unit, Passage) and not paragraph.text.startswith(("——", "一一")):
            leading = ""
        kept, refused, leading = _running(document, unit, paragraph, known, scope, leading)
        mentions += kept
        rejects += refused
    mentions = _unique(mentions, rejects)
    area = scope.place.code if scope.place else ""
    return Extraction(document, text, outline, tuple(mentions), tuple(rejects), tuple(boxes), area)


def _box(document: Document, box: Box, scope: Scope) -> tuple[list[Mention], list[Reject], BoxReport]:
    what = box_type(box.title)
    kept: list[Mention] = []
    refused: list[Reject] = []
    found = entries(box)
    for entry in found:
        reason = what.reason or _entry_reason(entry, scope)
        span = entry.name.span(0, len(entry.name.text)) if entry.name.text else entry.text.span(0, 1)
        if reason:
            refused.append(_reject(document, box.label, entry.item, entry.text.text, reason, span))
            continue
        kept.append(
            Mention(
                document=document.key,
                section=box.label,
                item=entry.item,
                listed=True,
                name=entry.name.text,
                category=entry.category,
                heading=box.title,
                text=entry.text.text,
                span=span,
                kind_hint=scope.kind_of_place(entry.name.text),
            )
        )
    report = BoxReport(document.key, box.label, box.title, len(found), len(kept), len(refused), what.reason)
    return kept, refused, report


def _entry_reason(entry: Entry, scope: Scope) -> str:
    name = entry.name.text
    if _EXISTING.match(entry.category):
        return "the list names what exists already"
    if len(name) < 2:
        return "no name is left"
    if re.match("其他|其它", name):
        return "a class of projects"
    told = entry.text.text[len(name) :]
    is_heading = len(name) <= 6 and told.startswith("。") and len(told) > 8 and not is_complete_name(name)
    if is_heading and not scope.kind_of_place(name):
        return "a heading, no name"
    if re.match("各[县市区乡镇街（]|每个", name):
        return "a number of unnamed things"
    verb, start = trigger(name)
    if verb and (aim_reason(name[start:]) or not has_own_letters(name[start:])):
        return "a policy or a measure"
    if scope.is_county(name):
        return "a county as a whole, no project, base, park or town"
    if len(name) > MAX_NAME:
        return f"a description of more than {MAX_NAME} characters without a name"
    if (
        entry.text.text == name
        and not is_complete_name(name)
        and re.search(r"[，。；].*[，。；]", entry.text.text)
    ):
        return "a description, no name"
    return ""


def _task_mention(document: Document, task: Task) -> Mention | None:
    """A task that is itself a project: its first sentence is a name, what follows describes it."""
    first, mark, rest = task.body.text.partition("。")
    if not mark or not rest or len(first) > 45 or re.search(r"[，；]", first):
        return None
    deed = is_deed(task.category, first)
    if trigger(first)[0] or not (deed or _PROJECT.search(first) or _is_place_to_build(first)):
        return None
    return Mention(
        document=document.key,
        section=task.section,
        item="",
        listed=True,
        name=first,
        category=task.category,
        heading=task.category,
        text=task.body.text,
        span=task.body.span(0, len(first)),
        responsible=(*task.lead_units, *task.participating_units),
    )


def _deed_mentions(document: Document, task: Task) -> list[Mention]:
    """The works that a task below a heading of deeds for the people names."""
    names = deed_names(task.body) if is_list_of_deeds(task.category) else []
    return [
        Mention(
            document=document.key,
            section=task.section,
            item=str(number) if len(names) > 1 else "",
            listed=True,
            name=name.text,
            category=task.category,
            heading=task.category,
            text=task.body.text,
            span=name.span(0, len(name.text)),
            responsible=(*task.lead_units, *task.participating_units),
        )
        for number, name in enumerate(names, 1)
    ]


def _is_place_to_build(first: str) -> bool:
    """Whether a heading is a park or base of its own: 安居区锂电产业园建设."""
    name = _PHASE.sub("", first.removesuffix("建设"))
    return bool(_PARK.search(name) or _HOUSE.search(name)) and has_own_letters(name) and not aim_reason(name)


def _running(
    document: Document,
    unit: Passage | Task,
    paragraph: Paragraph,
    known: Knowledge,
    scope: Scope,
    leading: str,
) -> tuple[list[Mention], list[Reject], str]:
    category = unit.category if isinstance(unit, Task) else unit.title
    responsible = (*unit.lead_units, *unit.participating_units) if isinstance(unit, Task) else ()
    lists, paragraph = inline_lists(paragraph)
    mentions = [
        Mention(
            document=document.key,
            section=unit.section,
            item=str(number) if isinstance(unit, Task) else "",
            listed=isinstance(unit, Task),  # of a task; elsewhere a list in a sentence is running text
            name=name.text,
            category=category,
            heading=category,
            text=name.text,
            span=name.span(0, len(name.text)),
            responsible=responsible,
            kind_hint=scope.kind_of_place(name.text),
        )
        for number, name in enumerate((name for names in lists for name in names), 1)
    ]
    found, aims = read_passage(paragraph, category, known)
    for name in found:
        subject = scope.subject(paragraph.text, name) or leading
        mentions.append(
            Mention(
                document=document.key,
                section=unit.section,
                item="",
                listed=False,
                name=name.name,
                category=category if isinstance(unit, Task) else name.category,
                heading=category,
                text=paragraph.text[name.clause[0] : name.clause[1]],
                span=paragraph.span(name.start, name.end),
                responsible=responsible,
                subject=subject,
                kind_hint=name.kind_hint,
            )
        )
    rejects = [
        _reject(
            document,
            unit.section,
            "",
            paragraph.text[aim.start : aim.end],
            aim.reason,
            paragraph.span(aim.start, aim.end),
        )
        for aim in aims
    ]
    if isinstance(unit, Task) and not mentions and not aims:
        rejects.append(
            _reject(
                document,
                unit.section,
                "",
                paragraph.text,
                "a task that names no project",
                paragraph.span(0, 1),
            )
        )
    return mentions, rejects, _leading(found, paragraph, scope) or leading


def _leading(found: list[Found], paragraph: Paragraph, scope: Scope) -> str:
    """The place that a base named in a lead sentence relies on: it is the subject of what follows."""
    if found and found[0].name == found[0].category:
        return scope.relied_on(paragraph.text)
    return ""


def _title_mention(document: Document, text: str, scope: Scope) -> Mention | None:
    """A plan for a zone or park names that zone: the first place where its name stands."""
    if not scope.place or scope.place.level not in ("zone", "park"):
        return None
    start = text.find(document.scope)
    if start < 0:
        return None
    return Mention(
        document=document.key,
        section="标题",
        item="",
        listed=False,
        name=document.scope,
        category="",
        heading="",
        text=document.scope,
        span=(start, start + len(document.scope)),
        kind_hint="park",
    )


def _review(outline: Outline) -> dict[str, str]:
    """Sections that look back or describe the situation, with the reason why they name no undertakings."""
    reasons: dict[str, str] = {}
    for section, title in outline.headings:
        for row in rules("section_types"):
            if re.search(row["pattern"], title):
                reasons[section] = row["reason"]
    return reasons


def _unique(mentions: list[Mention], rejects: list[Reject]) -> list[Mention]:
    """Within one section the same name in running text is one Mention; repeats are rejects."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for mention in mentions:
        identity = (mention.section, mention.item, mention.name)
        if identity in seen:
            rejects.append(
                Reject(
                    STEP,
                    mention.document,
                    mention.section,
                    mention.item,
                    mention.name,
                    "named before in the same section",
                    mention.span,
                )
            )
            continue
        seen.add(identity)
        kept.append(mention)
    return kept


def _reject(
    document: Document, section: str, item: str, text: str, reason: str, span: tuple[int, int]
) -> Reject:
    return reject(STEP, document.key, section, item, text=text, reason=reason, span=span)
