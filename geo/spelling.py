"""How names are written and read: width, accents, pinyin.

In: what someone typed, names of the gazetteer. Out: forms that can be compared.
The dictionary of readings takes a quarter of a second to load, so it waits for the first question.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata

_ENGLISH_RANKS = re.compile(r"\b(province|city|county|district|subdistrict|township|town)\b")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MOST_READINGS = 64


def plain(query: str) -> str:
    """Half-width; Chinese without white space, Latin letters without accents (ü as v, as one types it).

    Parameters
    ----------
    query
        As someone typed it.

    Returns
    -------
    str
        Capital letters stay.
    """
    text = unicodedata.normalize("NFKC", query)
    if _CHINESE.search(text):
        return "".join(text.split())
    text = text.strip()
    parts = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return "".join(char for char in parts if not unicodedata.combining(char))


def letters(text: str) -> str:
    """Only the letters of a name in pinyin, without an English rank (Shen County → shen).

    Parameters
    ----------
    text
        Of :func:`plain`: letters with accents would be left out.

    Returns
    -------
    str
        Lower case a to z; empty where there are none, as in Chinese.
    """
    return re.sub(r"[^a-z]", "", _ENGLISH_RANKS.sub("", text.lower()))


def readings(name: str) -> list[str]:
    """Every way to read a name, without tones: 朝阳 is zhaoyang and chaoyang."""
    from pypinyin import Style, lazy_pinyin, pinyin

    each = [sorted(set(one)) for one in pinyin(name, style=Style.NORMAL, heteronym=True)]
    if math.prod(map(len, each)) > _MOST_READINGS:
        return ["".join(lazy_pinyin(name))]
    return ["".join(one) for one in itertools.product(*each)]


def sounds_alike(one: str, other: str) -> bool:
    """Whether two texts are read alike but for the tones (沙阵镇, 沙镇镇)."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(one) == lazy_pinyin(other)
