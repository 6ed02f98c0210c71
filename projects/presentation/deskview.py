"""What the desk's page shows: the queue, the source text with its marks, a record's fields.

In: the desk (:mod:`projects.desk`) and what the page's widgets say. Out: plain values; all text of
documents is escaped here or goes to the browser as data, never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from projects.desk.applying import Open
from projects.desk.book import StaleError
from projects.desk.deciding import TOGETHER
from projects.desk.desk import Desk
from projects.desk.events import Event
from projects.desk.fields import EDITABLE, allowed_values
from projects.desk.folding import STATUSES, by_record, in_force
from projects.desk.queueing import progress, queue
from projects.desk.replacing import Replacement
from projects.model.records import LIST_SEPARATOR, Record
from projects.model.tables import read_table
from projects.presentation.fieldwords import FIELDS_OF, in_words
from projects.store.vocabulary import KINDS, vocabulary
from projects.vocabulary import labels

REVIEW = "matches_review.csv"
# What a filter says for "all".
ALL = ""
DOUBTS = ("open", "place", "match")
DOUBTFUL_BELOW = 0.7
REASONS = ("slogan", "policy", "existing", "cut", "twice", "company", "other")
FILTERS = ("document", "section", "status", "rule", "doubt")
LISTED = 13  # records of the queue that are seen at once
_AROUND = 700  # characters of text before and after a record
FIELDS = (
    *("kind", "industry", "stage", "years", "investment", "target", "scale", "entity", "responsible"),
    *("category", "section", "place", "level", "method", "evidence", "confidence", "rule"),
)
_DECISIONS = ("accept", "reject", "edit", "place", "merge", "split", "add", "match")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the queue is filtered by; :data:`ALL` for everything. ``doubt`` is one of :data:`DOUBTS`."""

    document: str = ALL
    section: str = ALL
    status: str = "candidate"
    rule: str = ALL
    doubt: str = ALL


Row = tuple[Record, Open | None]


def rows(desk: Desk, asked: Asked) -> list[Row]:
    """The queue, the least sure first."""
    return queue(
        desk,
        status=asked.status or None,
        document=asked.document or None,
        section=asked.section or None,
        rule=asked.rule or None,
        below=DOUBTFUL_BELOW if asked.doubt == "place" else None,
        is_open=asked.doubt == "open",
        among=doubtful_matches(desk) if asked.doubt == "match" else None,
    )


def choices(desk: Desk, asked: Asked) -> dict[str, list[str]]:
    """What each filter of the queue offers: documents, sections of the one chosen, statuses, rules."""
    return desk.remembered(f"choices {asked.document}", lambda: _choices(desk, asked))


def _choices(desk: Desk, asked: Asked) -> dict[str, list[str]]:
    records = [one for one in desk.applied.standing if asked.document in (ALL, one.document)]
    sections = list(dict.fromkeys(one.section for one in records)) if asked.document else []
    return {
        "document": [ALL, *desk.documents],
        "section": [ALL, *(one for one in sections if one)],
        "status": [*STATUSES, ALL],
        "rule": [ALL, *sorted({one.reading_rule for one in records if one.reading_rule})],
        "doubt": [ALL, *DOUBTS],
    }


def label(desk: Desk, key: str, value: str, lang: str) -> str:
    """What a value of a filter is called."""
    words = labels.texts(lang)
    if value == ALL:
        return words["desk.all"]
    if key == "document":
        # Without the progress: a choice whose words change is another choice, and would be forgotten.
        one = desk.documents[value]
        is_clear = sum(other.title == one.title for other in desk.documents.values()) == 1
        return one.title if one.title and is_clear else f"{one.title} {one.key}".strip()
    if key in ("status", "doubt"):
        return words[f"desk.{key}.{value}"]
    return labels.reading_rule(value, lang) if key == "rule" else value


def document_name(desk: Desk, key: str, lang: str) -> str:
    """What a document is called; the key of one that the desk has no more."""
    return label(desk, "document", key, lang) if key in desk.documents else key


def doubtful_matches(desk: Desk) -> set[str]:
    """Ids of records that may be the same project as another, and nobody has decided."""
    path = desk.folder / REVIEW
    if not path.is_file():
        return set()
    decided = {(one.a, one.b) for one in desk.applied.decisions}
    table = read_table(path, ["a", "b"])
    pairs = [(row.a, row.b) for row in table.itertuples() if (row.a, row.b) not in decided]
    return {side for pair in pairs for side in pair}


def around(found: Sequence[Row], current: str) -> tuple[int, list[tuple[int, Record, Open | None]]]:
    """The place of a record in the queue, and the rows around it with their numbers.

    Parameters
    ----------
    found
        The queue, as :func:`rows` gives it.
    current
        Id of the record; the first is taken when it is not in the queue.

    Returns
    -------
    tuple[int, list[tuple[int, Record, Open | None]]]
        Place from 0 on, and at most :data:`LISTED` rows; no rows for an empty queue.
    """
    at = next((number for number, (record, _) in enumerate(found) if record.id == current), 0)
    first = max(0, min(at - LISTED // 3, len(found) - LISTED))
    return at, [(number, *found[number]) for number in range(first, min(first + LISTED, len(found)))]


def row_label(record: Record, waiting: Open | None) -> str:
    """One line of the queue: how sure, the name; what waits is marked."""
    mark = "! " if waiting else {"confirmed": "✓ ", "edited": "✎ ", "rejected": "✕ "}.get(record.status, "")
    return f"{mark}{(record.confidence or 0):.2f}　{record.name[:24]}"


def passage(desk: Desk, record: Record, lang: str) -> dict[str, Any] | None:
    """The text around a record: where it begins, and its parts with their marks.

    Parameters
    ----------
    desk, record, lang
        The desk, a record of it, and ``zh`` or ``en`` for the label.

    Returns
    -------
    dict[str, Any] | None
        ``start`` counts characters of the document's text. One of ``parts`` is ``[text, mark]``, the mark
        ``this`` for the record's own words, ``near`` for those of other candidates, ``done`` for those that
        are checked, empty for all else. None when the text is not at hand or the record has no place in it.
    """
    text = desk.text(record.document)
    if text is None or record.span_start is None or record.span_end is None:
        return None
    first, last = max(0, record.span_start - _AROUND), min(len(text), record.span_end + _AROUND)
    first = (
        text.rfind("\n", 0, first) + 1 if first and first - text.rfind("\n", 0, first) < _AROUND else first
    )
    marks = [(record.span_start, record.span_end, "this")]
    for one in desk.applied.standing:
        if one.document != record.document or one.span_start is None or one.span_end is None:
            continue
        is_near = first <= one.span_start and one.span_end <= last and one.span_start < one.span_end
        if is_near and all(one.span_end <= start or end <= one.span_start for start, end, _ in marks):
            marks.append((one.span_start, one.span_end, "near" if one.status == "candidate" else "done"))
    parts: list[list[str]] = []
    at = first
    for start, end, mark in sorted(marks):
        parts += [[text[at:start], ""], [text[start:end], mark]]
        at = end
    parts.append([text[at:last], ""])
    told = labels.texts(lang)["desk.text_label"]
    return {"start": first, "parts": [part for part in parts if part[0]], "record": record.id, "label": told}


def fields_html(desk: Desk, record: Record, waiting: Open | None, lang: str) -> str:
    """The record's name and what is known of it, as a table; what a person set is marked."""
    words = labels.texts(lang)
    state = desk.applied.states.get(record.id)
    changed = set(state.changes) if state else set()
    lines = []
    for name in FIELDS:
        value = in_words(record, name, lang)
        if value:
            mark = " class=set" if changed & FIELDS_OF.get(name, {name}) else ""
            lines.append(
                Markup("<tr{}><th>{}<td>{}").format(Markup(mark), words[f"desk.field.{name}"], value)
            )
    told = _standing(state.decisive if state else None, record, lang)
    head = Markup("<h3>{}</h3><p class=status>{}</p>").format(record.name, told)
    note = Markup("")
    if waiting is not None:
        note = Markup("<div class=open><b>{}</b>{}{}</div>").format(
            words[f"desk.open.{waiting.reason.replace(' ', '_')}"],
            _version(words["desk.then"], waiting.then, lang),
            _version(words["desk.now"], waiting.now, lang),
        )
    table = Markup("<table>{}</table>").format(Markup("").join(lines))
    return str(Markup("<div class=desk-record>{}{}{}</div>").format(head, note, table))


def progress_html(desk: Desk, lang: str) -> str:
    """``已核 12 / 1,039``, with a bar."""
    done = progress(desk)[""]
    words = labels.texts(lang)
    told = words["desk.progress"].format(checked=f"{done.checked:,}", total=f"{done.total:,}")
    if done.waiting:
        told += " · " + words["desk.waiting"].format(count=done.waiting)
    share = 100 * done.checked / done.total if done.total else 0
    return str(
        Markup('<div class=desk-progress><p>{}</p><i style="width:{}%"></i></div>').format(
            told, f"{share:.1f}"
        )
    )


def progress_table(desk: Desk, lang: str) -> list[dict[str, Any]]:
    """One row for each document: its name, checked, total, and who checked how many."""
    who: dict[str, dict[str, int]] = {}
    documents = {one.id: one.document for one in (*desk.applied.standing, *desk.applied.overruled)}
    for key, state in desk.applied.states.items():
        if state.decisive is not None and key in documents:
            told = who.setdefault(documents[key], {})
            told[state.decisive.by] = told.get(state.decisive.by, 0) + 1
    words = labels.texts(lang)
    return [
        {
            words["desk.document"]: desk.documents[key].title or key if key in desk.documents else key,
            words["desk.checked"]: done.checked,
            words["desk.total"]: done.total,
            words["desk.who"]: "、".join(f"{name} {count}" for name, count in who.get(key, {}).items()),
        }
        for key, done in progress(desk).items()
        if key
    ]


def stale_lines(error: StaleError, lang: str) -> list[str]:
    """What the other did meanwhile, a line each."""
    words = labels.texts(lang)
    return [
        words["desk.other"].format(
            by=one.by,
            at=_minute(one.at),
            action=words[f"desk.did.{one.action}"],
            after=_after(one),
        )
        for one in error.events
    ]


def last_of(desk: Desk, by: str) -> str:
    """The last decision in force of a person.

    Parameters
    ----------
    desk, by
        The desk, and the person's name as its events have it.

    Returns
    -------
    str
        Its event's id; of what was stored as one, the token that takes all of it back. Empty for none.
    """
    chains = by_record(desk.events)
    for event in reversed(desk.events):
        if event.by == by and event.action in _DECISIONS and event in in_force(chains[event.record]):
            return str(event.before.get(TOGETHER) or event.event_id)
    return ""


def beside(desk: Desk, record: Record) -> dict[str, str]:
    """Records that one may be merged with: doubtful pairs first, then its neighbours in the text.

    Before the neighbours stand records of the same name in other documents.

    Parameters
    ----------
    desk, record
        The desk, and a record that stands there.

    Returns
    -------
    dict[str, str]
        Id to name with document, section and place in the text.
    """
    found: dict[str, str] = {}
    by_id = {one.id: one for one in desk.applied.standing}
    path = desk.folder / REVIEW
    if path.is_file():
        for row in read_table(path, ["a", "b"]).itertuples():
            other = row.b if row.a == record.id else row.a if row.b == record.id else ""
            if other in by_id:
                found[other] = _named(desk, by_id[other])
    near = sorted(
        (one for one in by_id.values() if one.document == record.document and one.id != record.id),
        key=lambda one: abs((one.span_start or 0) - (record.span_start or 0)),
    )
    alike = [one for one in by_id.values() if one.document != record.document and one.name == record.name]
    for one in (*alike, *near[:6]):
        found.setdefault(one.id, _named(desk, one))
    return found


def _named(desk: Desk, record: Record) -> str:
    """A record's name with where it stands, which no other record shares."""
    document = document_name(desk, record.document, labels.LANGUAGES[0])
    return f"{record.name}（{document} {record.section} {record.span_start or ''}）"


def split_names(record: Record, marked: Mapping[str, Any] | None) -> str:
    """A first guess at the projects in a name, a line each: the marked words and what is left."""
    name = record.name
    words = "".join(str(marked["text"]).split()) if marked and marked["record"] == record.id else ""
    if words and words in name and words != name:
        rest = [part.strip("、和及与，,") for part in name.split(words, 1)]
        return "\n".join(part for part in (rest[0], words, rest[1]) if part)
    return "\n".join(part for part in re.split("[、，和及]", name) if part)


def replacements(changes: Sequence[Replacement], lang: str) -> list[dict[str, str]]:
    """What find and replace would change: the field as it is and as it would be, a row each."""
    words = labels.texts(lang)
    return [{words["desk.replace_was"]: one.before, words["desk.replace_will"]: one.after} for one in changes]


def editable(record: Record) -> dict[str, Any]:
    """The fields that a person may set, as they stand."""
    return {name: getattr(record, name) for name in EDITABLE}


def option_names(name: str, lang: str) -> dict[str, str]:
    """What the values of a field with a fixed choice are called; none for free fields."""
    if name == "industry":
        known = vocabulary().labels["industry"]
        return {"": "—"} | {code: known[code].in_language(lang) for code in allowed_values(name)}
    if name == "kind":
        return {code: one.in_language(lang) for code, one in KINDS.items()}
    if name == "stage":
        from projects.extraction.stages import STAGES

        return {"": "—"} | {code: labels.stage(code, lang) for code in STAGES}
    return {}


def _standing(event: Event | None, record: Record, lang: str) -> str:
    told = labels.texts(lang)[f"desk.status.{record.status}"]
    if event is None or record.status == "candidate":
        return told
    why = f"：{event.why}" if event.why else ""
    return f"{told} · {event.by} · {_minute(event.at)}{why}"


def _version(told: str, record: Record | None, lang: str) -> Markup:
    name = "—" if record is None else f"{record.name} · {in_words(record, 'place', lang)}"
    return Markup("<p><span>{}</span> {}</p>").format(told, name)


def _after(event: Event) -> str:
    told = (event.after.get(key) for key in ("name", "place", "industry", "stage"))
    return "、".join(str(value) for value in told if value)


def _minute(at: str) -> str:
    """``2026-11-21 17:30``: an event's time (UTC) as it is where the server stands."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def legend_html(lang: str) -> str:
    """What the marks in the source text mean, and what can be done there."""
    words = labels.texts(lang)
    names = zip(("this", "near", "done"), words["desk.legend"].split(LIST_SEPARATOR), strict=True)
    marks = Markup("").join(Markup("<mark class={}>{}</mark>").format(mark, name) for mark, name in names)
    return str(Markup("<p class=desk-legend>{}{}</p>").format(marks, words["desk.add_hint"]))


def lines_html(lines: Sequence[str]) -> str:
    """Lines as a list."""
    return str(
        Markup("<ul class=desk-lines>{}</ul>").format(
            Markup("").join(Markup("<li>") + escape(one) for one in lines)
        )
    )
