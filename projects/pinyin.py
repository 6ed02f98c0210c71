"""Chinese names found by what people type on a Latin keyboard.

A name is kept as its syllables without tones, separated by blanks (``zhou cheng``);
ü is written v, as it is typed. A word matches when it is a run of the syllables that
starts at the start of one (``zhouch``) or a run of at least two initials (``zc``).
Starting inside a syllable does not count, or ``an`` would find nearly every name.

Readings: pypinyin (MIT), which knows the readings of words, not of single characters only.
"""

from __future__ import annotations

from itertools import accumulate

from pypinyin import lazy_pinyin


def syllables(name: str) -> str:
    """The syllables of *name* in lower case; other characters stay as they are."""
    return " ".join(" ".join(lazy_pinyin(name)).lower().split())


def matches(word: str, name_syllables: str) -> bool:
    """Whether *word* (Latin letters and digits, lower case) finds the name."""
    parts = name_syllables.split(" ")
    joined = "".join(parts)
    starts = {0, *accumulate(map(len, parts))}
    at = joined.find(word)
    while at >= 0:
        if at in starts:
            return True
        at = joined.find(word, at + 1)
    return len(word) > 1 and word in "".join(part[:1] for part in parts)
