"""Chinese names found by what people type on a Latin keyboard.

A name is kept as its syllables without tones, separated by blanks (``zhou cheng``);
ü is written v, as it is typed. A word matches when it is a run of the syllables that
starts at the start of one (``zhouch``) or a run of at least two initials (``zc``).
Starting inside a syllable does not count, or ``an`` would find nearly every name.

For readers of English :func:`english` spells a name: a stored translation where the workspace's
``names_en.csv`` (zh, en) has one, else its syllables, with what its end says (镇, 项目, 有限公司) in
English by ``data/english_ends.csv``.

Readings: pypinyin (MIT), which knows the readings of words, not of single characters only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from geo import DATA_DIR, tables, workspace

# The columns of records that are searched by pinyin.
PINYIN_COLUMNS = ("name", "entity", "place")

TRANSLATIONS = "names_en.csv"  # in the workspace
_ONE_WORD = 3  # syllables
_OF_PLACES = frozenset("镇乡县区市")
_LONGEST_PLACE = 6  # characters

# Runs of Chinese characters (with the extensions A to H), and of Latin letters and digits.
_RUNS = re.compile(r"[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[a-z0-9]+")


def syllables(name: str) -> str:
    """The syllables, Latin words and numbers of *name* in lower case; punctuation is left out.

    Parameters
    ----------
    name
        Chinese, Latin or mixed; full-width letters count as their plain ones.

    Returns
    -------
    str
        Parted by blanks, without tones, ü as v.
    """
    plain = unicodedata.normalize("NFKC", name).lower()
    return " ".join(_of_run(run) for run in _RUNS.findall(plain))


@lru_cache(maxsize=1 << 16)
def _of_run(run: str) -> str:
    # Its dictionary takes a quarter of a second to load, and the store knows all shipped names.
    from pypinyin import lazy_pinyin

    # Readings depend on neighbours within a run of characters, never across its ends.
    return " ".join(lazy_pinyin(run))


def english(name: str, known: Mapping[str, str] | None = None) -> str:
    """*name* for readers of English.

    Parameters
    ----------
    name
        A place, project or company in Chinese.
    known
        Names to syllables that are known already; None when there are none.

    Returns
    -------
    str
        The workspace's translation, else the syllables with a capital (up to three as one word) and
        what its end says in English.
    """
    if name in (stored := translations()):
        return stored[name]
    end = next((end for end in _ends() if name.endswith(end) and name != end), "")
    if end in _OF_PLACES and len(name) > _LONGEST_PLACE:
        end = ""  # 历史文化小镇 is no town
    spelled = (known or {}).get(name) or syllables(name)
    if end:
        spelled = " ".join(spelled.split(" ")[: -len(end)]) or syllables(name[: -len(end)])
    parts = [re.sub("^([ln])v(e?)$", r"\1ü\2", part) for part in spelled.split(" ")]
    # Names proper are written as one word; what is longer is legible by its syllables only.
    text = "".join(parts) if len(parts) <= _ONE_WORD and all(map(str.isalpha, parts)) else " ".join(parts)
    return " ".join(filter(None, (text[:1].upper() + text[1:], _ends().get(end, ""))))


@workspace.per_workspace
def translations() -> Mapping[str, str]:
    """Names and their translations that the workspace stores; nothing without its table."""
    path = workspace.current() / TRANSLATIONS
    if not path.is_file():
        return {}
    rows = tables.records(path, ("zh", "en"))
    return {row["zh"]: row["en"] for row in rows if row["zh"] and row["en"]}


@lru_cache(maxsize=1)
def _ends() -> Mapping[str, str]:
    """What names end with, the longest first."""
    rows = {row["end"]: row["en"] for row in tables.records(DATA_DIR / "english_ends.csv", ("end", "en"))}
    return dict(sorted(rows.items(), key=lambda row: -len(row[0])))


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
