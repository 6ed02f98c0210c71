"""What extraction returns: Mentions, and Rejects with a reason."""

from __future__ import annotations

from dataclasses import dataclass

REJECT_TEXT_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """One project, base, park or town as printed, before it is classified and placed.

    ``text`` is everything the document prints in the item (the name and what follows it),
    ``heading`` the title of the box or the nearest heading. ``span`` are offsets of the
    name in the document text.
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


def reject(
    step: str, document: str, section: str, item: str, *, text: str, reason: str, span: tuple[int, int]
) -> Reject:
    """A Reject whose text is cut to its first characters: facts stay, sentences do not."""
    return Reject(step, document, section, item, text[:REJECT_TEXT_CHARACTERS], reason, span)
