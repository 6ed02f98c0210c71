"""The entries of one box beside each other: which labels are names, which are categories.

Each entry is read for itself (``projects.extraction.entry_names``); what most of a box are tells what a
doubtful one is. In: entries with what was read of each. Out: the same, some read anew.
"""

from __future__ import annotations

import re
from collections import Counter

from projects.extraction.classify import kind
from projects.extraction.entries import Entry
from projects.extraction.entry_names import NO_NAME, Accept, EntryNames, Name, names_told
from projects.extraction.lexicon import opening
from projects.extraction.toponyms import place_at
from projects.extraction.words import ended, name_end

_CLASS = "a class of projects"
_LEAST_NAMES = 3  # in the sentences below a label that make it a category by themselves
Read = list[tuple[Entry, EntryNames]]


def alike(read: Read) -> Read:
    """The entries of one box, each read for itself, with those beside which all are headed by a name.

    Where most labels of a table or list are its names, one that closes like them is a name as well, and
    what is told of it is not searched: 禄口新城 建设…枢纽门户地区 ⏎ 板桥新城 打造…提升三桥廊道.
    """
    labels = [(entry.label.text, found.names) for entry, found in read if entry.label and not entry.heading]
    heads = [text for text, names in labels if names and names[0].part.text == text]
    if len(labels) < 3 or 2 * len(heads) < len(labels):
        return read
    ends = Counter(name_end(text) for text in heads)
    return [
        (entry, EntryNames((Name(entry.label, entry.text, entry.category, "list-head"),)))
        if entry.label
        and not entry.heading
        and (found.names[0].part.text != entry.label.text if found.names else found.reason == NO_NAME)
        and 3 * ends[name_end(entry.label.text)] > len(labels)
        and ended(entry.label.text)
        and not opening(entry.label.text).senses
        else (entry, found)
        for entry, found in read
    ]


def as_categories(read: Read, accept: Accept) -> Read:
    """The entries of one box, labels that were taken for names read as the categories they are.

    A label without a place or number is a category when a sentence below it builds three names or more,
    or when most labels of its box stand over such names: 战略骨干通道 ⏎ 建设A、B等铁路 beside 高速铁路 ⏎ ….
    """
    told = [(entry, found) for entry, found in read if entry.label and entry.body.text and not entry.heading]
    groups = sum(bool(found.names) and not _is_headed(entry, found) for entry, found in told)
    heads = sum(_is_headed(entry, found) for entry, found in told)
    least = 0 if groups >= max(_LEAST_NAMES, 2 * heads) else _LEAST_NAMES
    result = []
    for entry, found in read:
        if _is_headed(entry, found) and _may_be_category(entry):
            inside = _inside(entry, accept)
            found = inside if len(inside.names) >= least else found
        result.append((entry, found))
    return result


def _is_headed(entry: Entry, found: EntryNames) -> bool:
    """Whether an entry with a label was read as that label alone."""
    names = [name.part.text for name in found.names]
    return entry.label is not None and len(names) == 1 and names[0] == entry.label.text


def _may_be_category(entry: Entry) -> bool:
    assert entry.label is not None
    text = entry.label.text
    own = re.search(r"[\dA-Z“—·]", text) or any(place_at(text, at) for at in range(len(text) - 1))
    return not own and kind(text) not in ("park", "town") and "building" in opening(entry.body.text).senses


def _inside(entry: Entry, accept: Accept) -> EntryNames:
    assert entry.label is not None
    names = tuple(names_told(entry.body, entry.label.text, accept))
    return EntryNames(names) if names else EntryNames(reason=_CLASS)
