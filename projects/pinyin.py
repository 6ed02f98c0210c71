"""Chinese names found by what people type on a Latin keyboard.

A name is kept as its syllables without tones, separated by blanks (``zhou cheng``);
ü is written v, as it is typed. A word matches when it is a run of the syllables that
starts at the start of one (``zhouch``) or a run of at least two initials (``zc``).
Starting inside a syllable does not count, or ``an`` would find nearly every name.

Readings: pypinyin (MIT), which knows the readings of words, not of single characters only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from pypinyin import lazy_pinyin

# The columns of records that are searched by pinyin.
PINYIN_COLUMNS = ("name", "entity", "place")


def syllables(name: str) -> str:
    """The syllables of *name* in lower case; other characters stay as they are."""
    return " ".join(" ".join(lazy_pinyin(name)).lower().split())


class PinyinIndex:
    """Many names, searched at once.

    Parameters
    ----------
    names
        The names in the order of the answers.
    known
        Name → syllables, where they have been worked out before.
    """

    def __init__(self, names: Sequence[str], known: Mapping[str, str]) -> None:
        """Split every name into syllables."""
        parts = [(known.get(name) or syllables(name)).split(" ") for name in names]
        self._joined = ["".join(syllable) for syllable in parts]
        self._initials = ["".join(part[:1] for part in syllable) for syllable in parts]
        self._parts = parts

    def find(self, word: str) -> NDArray[np.bool_]:
        """Which names *word* (lower case) finds."""
        count = len(self._joined)
        found = np.zeros(count, bool)
        if len(word) > 1:
            found |= np.fromiter((word in initials for initials in self._initials), bool, count)
        candidates = np.fromiter((word in joined for joined in self._joined), bool, count)
        for number in np.flatnonzero(candidates & ~found):
            found[number] = self._starts_syllable(int(number), word)
        return found

    def _starts_syllable(self, number: int, word: str) -> bool:
        starts = {0, *accumulate(map(len, self._parts[number]))}
        joined = self._joined[number]
        at = joined.find(word)
        while at >= 0 and at not in starts:
            at = joined.find(word, at + 1)
        return at >= 0
