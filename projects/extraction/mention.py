"""What extraction returns: Mentions, and Rejects with a reason."""

from __future__ import annotations

from dataclasses import dataclass

REJECT_TEXT_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Given:
    """What the columns of a project list say of a project; empty or None where they say nothing.

    ``place`` is the printed place of construction, ``industry`` the printed industry,
    ``project_code`` that of GB/T 40058 when it is right (``projects.extraction.codes``).
    """

    entity: str = ""
    investment_wan_yuan: float | None = None
    period_start: int | None = None
    period_end: int | None = None
    place: str = ""
    industry: str = ""
    project_code: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One project, base, park or town as printed, before it is classified and placed.

    ``text`` is everything the document prints in the item (the name and what follows it),
    ``heading`` the title of the box or the nearest heading. ``span`` are offsets of the
    name in the document text. ``given`` is None outside lists with columns. ``sentence`` is the name
    among the words beside it, of this one or of others; empty where ``text`` holds them.
    """

    document: str
    section: str
    item: str
    listed: bool
    name: str
    category: str
    heading: str
    text: str
    span: tuple[int, int]
    responsible: tuple[str, ...] = ()
    subject: str = ""  # the place that the surrounding text is about, as printed
    kind_hint: str = ""
    given: Given | None = None
    stage: str = ""
    stage_rule: str = ""
    stage_words: str = ""  # as printed, joined with |
    looks: str = ""  # "back" in a section that tells what was done, else empty
    rule: str = ""  # of the patterns, the one that made it a candidate
    sentence: str = ""
    reading_confidence: float | None = None  # None in boxes and tables, where the place says that it is one


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that was looked at and not kept. ``text`` is its beginning only."""

    step: str
    document: str
    section: str
    item: str
    text: str
    reason: str
    span: tuple[int, int]
    rule: str = ""  # the pattern by which it was looked at; empty for structure


def reject(
    step: str,
    document: str,
    section: str,
    item: str,
    *,
    text: str,
    reason: str,
    span: tuple[int, int],
    rule: str = "",
) -> Reject:
    """A Reject whose text is cut to its first characters: facts stay, sentences do not."""
    return Reject(step, document, section, item, text[:REJECT_TEXT_CHARACTERS], reason, span, rule)
