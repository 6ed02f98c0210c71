"""Boxes, lists, tasks and running text of one document as Mentions; the rest as Rejects.

``paragraphs`` → ``tree`` → candidates of each unit → ``verdict`` → :class:`Extraction`. Whatever was
looked at ends as a Mention or as a Reject with a reason; what every character of the text became is
told by :mod:`projects.extraction.conservation`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from projects.extraction.box_names import names_in
from projects.extraction.candidate import Candidate, beside, own_words
from projects.extraction.candidates import candidates
from projects.extraction.entries import Entry, box_type, entries, is_list_of_deeds
from projects.extraction.entry_names import EntryNames, Name, read_entry
from projects.extraction.features import Setting, is_glossary
from projects.extraction.labels_beside import alike, as_categories
from projects.extraction.lexicon import opening
from projects.extraction.mention import Mention, Reject, reject
from projects.extraction.parse import Paragraph, paragraphs
from projects.extraction.scopes import Scope
from projects.extraction.sections import looking_back, skipped
from projects.extraction.stages import stage_of
from projects.extraction.tasks import Task
from projects.extraction.toponyms import is_place, names_within, place_at
from projects.extraction.tree import read_tree
from projects.extraction.units import Box, Passage, Tree
from projects.extraction.verdict import Verdict, judge
from projects.extraction.words import aim_reason, ended, has_own_letters
from projects.model.registry import Document

STEP = "extract"
_LONGEST_HEAD = 45
_WORK = re.compile(r"(?:项目|工程)(?:[（(][^）)]*[）)])?$")
_SERVICE = re.compile(
    r"^[为对给让]|服务|补贴|救助|培训|筛查|就业|帮扶|活动|保险|体检|关爱|免费|标准$|水平$|能力$"
    r"|\d+(?:\.\d+)?\s*(?:个|条|座|处|家|所|项|户|人|名|万|公里|平方米)|一批|若干"
)

_DOUBTED = 0.05  # confidence from which on a person may well take what the verdict did not


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
    tree: Tree
    mentions: tuple[Mention, ...]
    rejects: tuple[Reject, ...]
    boxes: tuple[BoxReport, ...]
    area: str = ""  # code of the area that the document speaks for, empty when unknown
    doubted: tuple[Mention, ...] = ()  # of running text, not taken, and not quite without hope

    @property
    def seen(self) -> int:
        """Mentions and Rejects together."""
        return len(self.mentions) + len(self.rejects)


def extract(document: Document, text: str, scope: Scope, tasks: Sequence[Task] = ()) -> Extraction:
    """Read one decoded document.

    Parameters
    ----------
    document
        Its row of the registry, or what is known of one that has none.
    text
        All of its text, project lists blanked out so that offsets hold.
    scope
        What the document speaks for (``projects.extraction.scopes``).
    tasks
        Rows of responsibility tables that kept their cells (``projects.extraction.task_rows``).

    Returns
    -------
    Extraction
        All that was looked at, as Mentions or as Rejects with a reason.
    """
    tree = read_tree(text, paragraphs(text))
    tree = replace(tree, units=(*tree.units, *tasks))
    reader = _Reader(document, scope, skipped(tree))
    if title := _title_mention(document, text, scope):
        reader.mentions.append(title)
    for unit in tree.units:
        if isinstance(unit, Box):
            reader.box(unit)
        elif isinstance(unit, Task):
            reader.task(unit)
        else:
            reader.passage(unit)
    mentions = looking_back(_unique(reader.mentions, reader.rejects), tree)
    area = scope.place.code if scope.place else ""
    doubted = looking_back(reader.doubted, tree)
    rest = (tuple(reader.rejects), tuple(reader.boxes), area, tuple(doubted))
    return Extraction(document, text, tree, tuple(mentions), *rest)


class _Reader:
    """Gathers what the units of one document give, in reading order."""

    def __init__(self, document: Document, scope: Scope, skipped: dict[str, tuple[str, str]]) -> None:
        self.document = document
        self.scope = scope
        self.skipped = skipped
        self.own = names_within(scope.place.code[:6]) if scope.place else frozenset()
        self.mentions: list[Mention] = []
        self.doubted: list[Mention] = []
        self.rejects: list[Reject] = []
        self.boxes: list[BoxReport] = []
        self.leading = ""  # the place that the passage above relies on

    def box(self, box: Box) -> None:
        what = box_type(box.title)
        records = refused = 0
        refused_box = EntryNames(reason=what.reason)
        read = [(one, refused_box if what.reason else self._names(one, what.type)) for one in entries(box)]
        for entry, found in as_categories(alike(read), self._accepted):
            for number, name in enumerate(found.names, 1):
                item = f"{entry.item}({number})" if len(found.names) > 1 else entry.item
                self.mentions.append(self._listed(box, entry, name, item, what.type))
            if not found.names and not entry.heading:
                whole = entry.text
                self._refuse(box.label, entry.item, whole, (0, len(whole.text)), found.reason)
            records += len(found.names)
            refused += not found.names and not entry.heading
        reason = what.reason or ("" if records else "no entry of it names a project")
        self.boxes.append(
            BoxReport(self.document.key, box.label, box.title, records + refused, records, refused, reason)
        )

    def task(self, task: Task) -> None:
        """A task that is a project itself, or names some in its text."""
        responsible = (*task.lead_units, *task.participating_units)
        if named := self._numbered(task.body, task.section, task.category, responsible, rule="task-name"):
            self.mentions.append(named)
            return
        self._sentences(task.body, task.section, task.category, responsible, item_numbers=True)

    def passage(self, passage: Passage) -> None:
        paragraph = passage.paragraph
        if not paragraph.text:
            return
        if passage.section in self.skipped:
            self._refuse(
                passage.section, "", paragraph, (0, len(paragraph.text)), self.skipped[passage.section][1]
            )
            return
        if passage.row and not re.search("[，。；]", paragraph.text):
            whole = (0, len(paragraph.text))
            self._refuse(passage.section, "", paragraph, whole, "a row of a table that lists no projects")
            return
        if not paragraph.text.startswith(("——", "一一")):
            self.leading = ""
        if passage.numbered:
            named = self._numbered(paragraph, passage.section, passage.title, (), rule="numbered-name")
            if named:
                self.mentions.append(named)
                return
        found = self._sentences(paragraph, passage.section, passage.title, ())
        if found and found[0].name == found[0].category:
            self.leading = self.scope.relied_on(paragraph.text) or self.leading

    def _numbered(
        self, whole: Paragraph, section: str, heading: str, responsible: tuple[str, ...], *, rule: str
    ) -> Mention | None:
        """（1）某平台。整合…: a numbered paragraph that opens with a whole name and tells of it."""
        head, mark, told = whole.text.partition("。")
        if (
            not (mark and told)
            or opening(head).senses
            or re.search("[，；：]", head)
            or len(head) > _LONGEST_HEAD
        ):
            return None
        is_deed = is_list_of_deeds(heading) and ended(head.removesuffix("建设")) and not _SERVICE.search(head)
        is_work = bool(_WORK.search(head)) and rule == "task-name"
        is_own = ended(head) and (has_own_letters(head) or place_at(head)) and not aim_reason(head)
        if not (is_deed or is_work or is_own):
            return None
        stage = stage_of("", "", told)
        return Mention(
            document=self.document.key,
            section=section,
            item="",
            listed=True,
            name=head,
            category=heading,
            heading=heading,
            text=whole.text,
            span=whole.span(0, len(head)),
            responsible=responsible,
            kind_hint=self.scope.kind_of_place(head),
            stage=stage.code,
            stage_rule=stage.rule,
            stage_words=stage.words,
            rule=rule,
        )

    def _names(self, entry: Entry, kind: str) -> EntryNames:
        return read_entry(
            entry,
            kind,
            lambda name: bool(self.scope.kind_of_place(name)),
            self.scope.is_county,
            self._accepted,
        )

    def _accepted(self, body: Paragraph, manner: str = "") -> list[Candidate]:
        """The names in *body*, part of a box; ``prose`` is read like running text, ``plain`` most freely."""
        return names_in(body.text, manner, self._setting(listed=manner != "prose"))

    def _setting(self, *, listed: bool = False, glossary: bool = False) -> Setting:
        return Setting(listed=listed, glossary=glossary, place=is_place, own=self.own)

    def _listed(self, box: Box, entry: Entry, name: Name, item: str, kind: str) -> Mention:
        one = name.candidate
        stage = stage_of(one.verbs, one.told, "") if one else stage_of("", "", entry.text.text)
        return Mention(
            document=self.document.key,
            section=box.label,
            item=name.category if name.rule == "road-list" else item,
            listed=True,
            name=name.part.text,
            category=name.category,
            heading=box.title,
            text=name.text.text,
            span=name.part.span(0, len(name.part.text)),
            kind_hint="project" if name.rule == "road-list" else self.scope.kind_of_place(name.part.text),
            stage=stage.code,
            stage_rule=stage.rule,
            stage_words=stage.words,
            rule=name.rule,
        )

    def _sentences(
        self,
        paragraph: Paragraph,
        section: str,
        heading: str,
        responsible: tuple[str, ...],
        *,
        item_numbers: bool = False,
    ) -> list[Mention]:
        """Mentions of one paragraph of text; what opens like an undertaking and names none is a Reject."""
        found = candidates(paragraph.text, is_place)
        verdicts = judge(found, self._setting(glossary=is_glossary(paragraph.text)))
        made: list[Mention] = []
        refused: dict[tuple[int, int], Verdict] = {}
        named: set[tuple[int, int]] = set()
        category = heading
        for one, verdict in zip(found, verdicts, strict=True):
            if one.lead and one.closer in "。：:" and one.clause[1] - one.clause[0] <= 20:
                category = paragraph.text[one.clause[0] : one.clause[1]].lstrip("—一")
            if not verdict.accepted and one.senses:
                refused.setdefault(one.clause, verdict)
            if not verdict.accepted and verdict.confidence < _DOUBTED:
                continue
            mention = self._running(paragraph, one, verdict, section, category, heading, responsible)
            if verdict.accepted:
                named.add(one.clause)
            (made if verdict.accepted else self.doubted).append(mention)
        if item_numbers:
            several = len(made) > 1
            made = [replace(one, item=str(n) if several else "") for n, one in enumerate(made, 1)]
        for clause, verdict in refused.items():
            if clause not in named:
                self._refuse(section, "", paragraph, clause, verdict.reason, verdict.rule)
        if not made and not refused:
            whole = (0, len(paragraph.text))
            reason = (
                "a task that names no project" if item_numbers else "running text that names no undertaking"
            )
            self._refuse(section, "", paragraph, whole, reason)
        self.mentions += made
        return made

    def _running(
        self,
        paragraph: Paragraph,
        one: Candidate,
        verdict: Verdict,
        section: str,
        category: str,
        heading: str,
        responsible: tuple[str, ...],
    ) -> Mention:
        clause = paragraph.text[one.clause[0] : one.clause[1]]
        early = one.counted if "前期" in one.counted else ""  # 做好某铁路等前期工作
        stage = stage_of(one.verbs, one.told or early, clause)
        return Mention(
            document=self.document.key,
            section=section,
            item="",
            listed=False,
            name=one.name,
            category=category,
            heading=heading,
            text=own_words(paragraph.text, one),
            sentence=beside(paragraph.text, one),
            span=paragraph.span(one.start, one.end),
            responsible=responsible,
            subject=self.scope.subject(paragraph.text, one) or self.leading,
            kind_hint=self.scope.kind_of_place(one.name),
            stage=stage.code,
            stage_rule=stage.rule,
            stage_words=stage.words,
            rule=verdict.rule,
            reading_confidence=round(verdict.confidence, 2),
        )

    def _refuse(
        self,
        section: str,
        item: str,
        paragraph: Paragraph,
        part: tuple[int, int],
        reason: str,
        rule: str = "",
    ) -> None:
        span = paragraph.span(*part) if paragraph.text else (0, 1)
        text = paragraph.text[slice(*part)]
        one = reject(STEP, self.document.key, section, item, text=text, reason=reason, span=span, rule=rule)
        self.rejects.append(one)


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
        rule="document-title",
    )


def _unique(mentions: list[Mention], rejects: list[Reject]) -> list[Mention]:
    """Within one section the same name in running text is one Mention; repeats are rejects."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for mention in mentions:
        identity = (mention.section, mention.item, mention.name)
        if identity in seen:
            reason = "named before in the same section"
            rejects.append(
                Reject(
                    STEP, mention.document, mention.section, mention.item, mention.name, reason, mention.span
                )
            )
            continue
        seen.add(identity)
        kept.append(mention)
    return kept
