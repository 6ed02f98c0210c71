"""What the desk's page shows of plans that come in, and of editions.

In: :mod:`projects.desk.adding` and :mod:`projects.desk.editions`. Out: texts and tables in the page's
language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from projects.desk.adding import Added
from projects.desk.book import Change, Edition
from projects.desk.desk import Desk
from projects.desk.differences import counts
from projects.desk.editions import compared
from projects.desk.folding import CANDIDATE
from projects.model.registry import Document
from projects.presentation.deskqueue import document_name
from projects.vocabulary import labels

_BY = re.compile(r"\b(confirmed|rejected|edited|placed|merged|split|added|undone) by ([^\s:()]+)")


def head(document: Document) -> dict[str, str]:
    """What a person may correct of a plan's head, as texts.

    Parameters
    ----------
    document
        The plan, as read or as corrected before.

    Returns
    -------
    dict[str, str]
        Keys title, issuer, issued, period (``2021–2025``) and area (a place's name); empty when unknown.
    """
    return {
        "title": document.title,
        "issuer": document.issuer,
        "issued": document.issued,
        "period": labels.years(document.period_start, document.period_end),
        "area": document.scope,
    }


def summary(desk: Desk, done: Added, lang: str) -> list[str]:
    """What was found in a plan, and how it differs from the one that it is an edition of.

    Parameters
    ----------
    desk
        The desk that the plan was put on.
    done
        What :func:`projects.desk.adding.add` told of the plan.
    lang
        ``zh`` or ``en``; notices stay as they are.

    Returns
    -------
    list[str]
        Lines of plain text: the counts, the comparison when there is such a plan, then the notices.
    """
    words = labels.texts(lang)
    title = done.document.title or done.document.file
    rejects = sum(section.rejects for section in done.sections)
    lines = [words["desk.add_done"].format(title=title, records=done.records, rejects=rejects)]
    if done.like:
        other = desk.documents.get(done.like)  # None when it was taken back since
        figures = {"same": done.same, "new": done.new, "gone": done.gone}
        lines.append(words["desk.add_like"].format(title=(other and other.title) or done.like, **figures))
    return [*lines, *done.notices]


def sections_table(done: Added, lang: str) -> pd.DataFrame:
    """One row for each section: its records, what was not kept, and why.

    Parameters
    ----------
    done
        What :func:`projects.desk.adding.add` told of the plan.
    lang
        ``zh`` or ``en``, of headings and reasons.

    Returns
    -------
    pd.DataFrame
        Columns in words: section, records, number not kept, reasons. No rows when the file was here already.
    """
    words = labels.texts(lang)
    return pd.DataFrame(
        [
            {
                words["desk.section"]: one.named,
                words["desk.records"]: one.records,
                words["desk.rejects"]: one.rejects,
                words["desk.reasons"]: _reasons(one.reasons, lang),
            }
            for one in done.sections
        ]
    )


def left_out(desk: Desk) -> int:
    """How many records an edition would leave out now: those of plans of the desk that nobody has checked.

    Parameters
    ----------
    desk
        The desk that would be published; documents registered in its workspace are left out of the count.

    Returns
    -------
    int
        Number of candidates.
    """
    came = set(desk.from_desk())
    return sum(one.document in came and one.status == CANDIDATE for one in desk.applied.standing)


def published(edition: Edition, changes: Sequence[Change], lang: str) -> str:
    """That an edition is published, and what it changes.

    Parameters
    ----------
    edition, changes
        The edition and its difference, as :func:`projects.desk.editions.publish` gives them.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        One sentence with its name and how many records are new, changed and gone.
    """
    return labels.texts(lang)["desk.publish_done"].format(name=edition.name, **counts(changes))


def changes_table(desk: Desk, later: str, earlier: str, lang: str) -> pd.DataFrame:
    """New, changed and gone records of an edition against an earlier one.

    Parameters
    ----------
    desk
        The desk in whose book both are.
    later
        Name of the edition.
    earlier
        Name of the one that it is compared with; empty for the one before it.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    pd.DataFrame
        Columns in words: change, name of the record, its document, reason. No rows without a difference.
    """
    words = labels.texts(lang)
    changes = compared(desk.book, earlier, later, desk) if earlier else desk.book.changes(later)
    return pd.DataFrame(
        [
            {
                words["desk.change"]: words[f"desk.change.{one.change}"],
                words["desk.field.name"]: one.title,
                words["desk.document"]: document_name(desk, one.document, lang),
                words["desk.reason"]: reason(one.reason, lang),
            }
            for one in changes
        ]
    )


def reason(text: str, lang: str) -> str:
    """A reason of a difference in words: ``rejected by 王: …`` as 王驳回：…."""
    if lang != "zh":
        return text
    words = labels.texts(lang)
    told = _BY.sub(lambda found: f"{found[2]}{words[f'desk.by.{found[1]}']}", text)
    for name in ("read_in", "otherwise", "no_longer", "waits"):
        told = told.replace(labels.texts("en")[f"desk.why.{name}"], words[f"desk.why.{name}"])
    return told


def _reasons(text: str, lang: str) -> str:
    """``a class of things 4; …`` in words."""
    parts = (part.rpartition(" ") for part in text.split("; ") if part)
    return "；".join(f"{labels.reason(reason, lang)} {count}" for reason, _, count in parts)
