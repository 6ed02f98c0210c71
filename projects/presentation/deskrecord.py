"""One record at the desk: the source text around it with its marks, and its fields.

All text of documents is escaped here or goes to the browser as data, never as markup.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from projects.desk.applying import Open
from projects.desk.desk import Desk
from projects.desk.events import Event
from projects.model.records import LIST_SEPARATOR, Record
from projects.presentation.fieldwords import FIELDS_OF, in_words, minute
from projects.vocabulary import labels

_AROUND = 700  # characters of text before and after a record
FIELDS = (
    *("kind", "industry", "stage", "years", "investment", "target", "scale", "entity", "responsible"),
    *("category", "section", "place", "level", "method", "evidence", "confidence", "rule"),
)


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
    """The record's name and what is known of it, as a table; what a person set is marked.

    Parameters
    ----------
    desk, record
        The desk, and a record of it.
    waiting
        The decision on it that waits, which is told beside the record; None without one.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        HTML, all texts escaped; fields without a value are left out.
    """
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


def _standing(event: Event | None, record: Record, lang: str) -> str:
    told = labels.texts(lang)[f"desk.status.{record.status}"]
    if event is None or record.status == "candidate":
        return told
    why = f"：{event.why}" if event.why else ""
    return f"{told} · {event.by} · {minute(event.at)}{why}"


def _version(told: str, record: Record | None, lang: str) -> Markup:
    name = "—" if record is None else f"{record.name} · {in_words(record, 'place', lang)}"
    return Markup("<p><span>{}</span> {}</p>").format(told, name)


def legend_html(lang: str) -> str:
    """What the marks in the source text mean, and what can be done there.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        HTML, with the marks of :func:`passage`.
    """
    words = labels.texts(lang)
    names = zip(("this", "near", "done"), words["desk.legend"].split(LIST_SEPARATOR), strict=True)
    marks = Markup("").join(Markup("<mark class={}>{}</mark>").format(mark, name) for mark, name in names)
    return str(Markup("<p class=desk-legend>{}{}</p>").format(marks, words["desk.add_hint"]))
