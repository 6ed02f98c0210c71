"""The desk's queue: what may be looked at next, by which filters, and how far the check is.

In: the desk (:mod:`projects.desk`) and what the page's widgets say. Out: plain values; what is HTML is
escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from projects.desk.applying import Open
from projects.desk.desk import Desk
from projects.desk.folding import STATUSES
from projects.desk.queueing import progress, queue
from projects.model.records import Record
from projects.model.tables import read_table
from projects.vocabulary import labels

REVIEW = "matches_review.csv"
# What a filter says for "all".
ALL = ""
DOUBTS = ("open", "place", "match")
DOUBTFUL_BELOW = 0.7
FILTERS = ("document", "section", "status", "rule", "doubt")
LISTED = 13  # records of the queue that are seen at once


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
    """The queue: what its filters let through.

    Parameters
    ----------
    desk
        Whose records are listed.
    asked
        The filters.

    Returns
    -------
    list[Row]
        Each record with the decision that waits, None without one; what waits first, then the least sure.
    """
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
    """What each filter of the queue offers.

    Parameters
    ----------
    desk
        Whose records are looked through.
    asked
        The filters; sections are those of the document that they name.

    Returns
    -------
    dict[str, list[str]]
        Name of each of :data:`FILTERS` → its values, :data:`ALL` among them; no sections without a document.
    """
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
    """What a value of a filter is called.

    Parameters
    ----------
    desk
        Its documents have the titles.
    key
        One of :data:`FILTERS`.
    value
        As :func:`choices` offers it.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        A document's title, with its key where several bear the title; sections as they are.
    """
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
    """One line of the queue.

    Parameters
    ----------
    record, waiting
        A row of it.

    Returns
    -------
    str
        A mark for what waits or is decided, the confidence of its place, and the name, at most 24 characters.
    """
    mark = "! " if waiting else {"confirmed": "✓ ", "edited": "✎ ", "rejected": "✕ "}.get(record.status, "")
    return f"{mark}{(record.confidence or 0):.2f}　{record.name[:24]}"


def progress_html(desk: Desk, lang: str) -> str:
    """``已核 12 / 1,039``, with a bar.

    Parameters
    ----------
    desk, lang
        The desk, and ``zh`` or ``en``.

    Returns
    -------
    str
        HTML; with how many wait when some do.
    """
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
    """How far each document is checked, and by whom.

    Parameters
    ----------
    desk, lang
        The desk, and ``zh`` or ``en`` for the headings.

    Returns
    -------
    list[dict[str, Any]]
        A row for each document: its name, checked, total, and who checked how many, by heading.
    """
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
