"""What the desk's forms start from and tell: fields as they stand, choices, other records, refused saves.

In: the desk (:mod:`projects.desk`), a record of it. Out: plain values; what is HTML is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from projects.desk.book import StaleError
from projects.desk.desk import Desk
from projects.desk.drafting import TOGETHER
from projects.desk.events import Event
from projects.desk.fields import EDITABLE, allowed_values
from projects.desk.folding import by_record, in_force
from projects.desk.replacing import Replacement
from projects.model.records import Record
from projects.model.tables import read_table
from projects.presentation.deskqueue import REVIEW, document_name
from projects.presentation.fieldwords import minute
from projects.store.vocabulary import KINDS, vocabulary
from projects.vocabulary import labels

REASONS = ("slogan", "policy", "existing", "cut", "twice", "company", "other")
_DECISIONS = ("accept", "reject", "edit", "place", "merge", "split", "add", "match")


def stale_lines(error: StaleError, lang: str) -> list[str]:
    """What others did to a record since it was read.

    Parameters
    ----------
    error
        Why a decision was not stored.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    list[str]
        A line for each event, oldest first: who, when, what.
    """
    words = labels.texts(lang)
    return [
        words["desk.other"].format(
            by=one.by,
            at=minute(one.at),
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
    """A first guess at the projects in a name: the marked words and what is left, else its parts.

    Parameters
    ----------
    record
        Whose name holds several projects.
    marked
        What was selected in the source text, with ``record`` and ``text``; None for nothing.

    Returns
    -------
    str
        A name in each line.
    """
    name = record.name
    words = "".join(str(marked["text"]).split()) if marked and marked["record"] == record.id else ""
    if words and words in name and words != name:
        rest = [part.strip("、和及与，,") for part in name.split(words, 1)]
        return "\n".join(part for part in (rest[0], words, rest[1]) if part)
    return "\n".join(part for part in re.split("[、，和及]", name) if part)


def replacements(changes: Sequence[Replacement], lang: str) -> list[dict[str, str]]:
    """What find and replace would change.

    Parameters
    ----------
    changes
        As :func:`projects.desk.replacing.preview` gives them.
    lang
        ``zh`` or ``en``, for the headings.

    Returns
    -------
    list[dict[str, str]]
        A row each: the field as it is and as it would be, by heading.
    """
    words = labels.texts(lang)
    return [{words["desk.replace_was"]: one.before, words["desk.replace_will"]: one.after} for one in changes]


def editable(record: Record) -> dict[str, Any]:
    """The fields that a person may set, as they stand.

    Parameters
    ----------
    record
        As it stands at the desk.

    Returns
    -------
    dict[str, Any]
        Field (:data:`projects.desk.fields.EDITABLE`) → value.
    """
    return {name: getattr(record, name) for name in EDITABLE}


def option_names(name: str, lang: str) -> dict[str, str]:
    """What the values of a field with a fixed choice are called.

    Parameters
    ----------
    name
        A field of :data:`projects.desk.fields.EDITABLE`.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    dict[str, str]
        Value → label; the empty value where the field may be empty. Nothing for free fields.
    """
    if name == "industry":
        known = vocabulary().labels["industry"]
        return {"": "—"} | {code: known[code].in_language(lang) for code in allowed_values(name)}
    if name == "kind":
        return {code: one.in_language(lang) for code, one in KINDS.items()}
    if name == "stage":
        from projects.extraction.stages import STAGES

        return {"": "—"} | {code: labels.stage(code, lang) for code in STAGES}
    return {}


def _after(event: Event) -> str:
    told = (event.after.get(key) for key in ("name", "place", "industry", "stage"))
    return "、".join(str(value) for value in told if value)


def lines_html(lines: Sequence[str]) -> str:
    """Lines as a list.

    Parameters
    ----------
    lines
        Plain texts; they are escaped.

    Returns
    -------
    str
        HTML.
    """
    return str(
        Markup("<ul class=desk-lines>{}</ul>").format(
            Markup("").join(Markup("<li>") + escape(one) for one in lines)
        )
    )
