"""Words of plan language: what closes a name, what says nothing of its own, what tells of an aim.

The words themselves are rows of tables in ``data/rules``: ``name_ends`` (words that close names
anywhere), ``list_ends`` (words that close names in explicit lists only), ``common_words`` (words that
name nothing), ``tails`` (what is done to a thing, behind its name) and ``aims``. The verbs before a
name: :mod:`projects.extraction.lexicon`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from projects.vocabulary.rules import rules

MAX_NAME = 60
_BRACKETED_END = re.compile(r"(?:[（(][^（()）]*[）)]|[”」])+$")
_PUBLIC_HOUSE = re.compile(  # 市妇女儿童医院: there is one of its kind
    r"[省市县区](?![级属直域场政民容内外])[\u4e00-\u9fff]{2,10}(?:医院|分院|保健院|疾控中心|[图科博文档][\u4e00-\u9fff]{1,2}馆"
    r"|体育[馆场]|(?:体育|文化|健身|艺术|康养|康养服务)中心|少年宫|大剧院|福利院|敬老院|中学|党校|职教中心)(?:[\u4e00-\u9fff]{0,4}(?:楼|院区|校区|[一二三]期|扩建|迁建))?"
)
_NUMBERED_LINE = re.compile(r"[A-Z]?\d{1,2}号线|[GS]\d{2,4}(?!\d)")
_LETTERED_LINE = re.compile(r"[A-Z]\d{1,2}线$")  # 智轨T4线
_MARKUP = " *#-—_<>【】[]：:\u3000"
_LONGEST_TITLE = 30


def is_complete_name(text: str) -> bool:
    """Whether *text* ends, as an entry of a list, in a word that closes a name."""
    return bool(_list_end().search(_BRACKETED_END.sub("", text)))


@cache
def ended(text: str) -> bool:
    """Whether *text* closes like a name, brackets and quotes behind it left out."""
    return len(text) >= 2 and not text.endswith("建设") and is_complete_name(text)


@lru_cache(maxsize=1 << 15)
def name_end(text: str) -> str:
    """The longest name-closing word that *text* ends with.

    Parameters
    ----------
    text
        A name, or words that may end in one; brackets and closing quotes behind it are passed over.

    Returns
    -------
    str
        The word, 号线 for 智轨T4线 and the like; empty when there is none.
    """
    bare = _BRACKETED_END.sub("", text)
    for length in range(min(8, len(bare)), 0, -1):
        if bare[-length:] in name_ends():
            return bare[-length:]
    return "号线" if _LETTERED_LINE.search(bare) else ""


def distinctive(name: str) -> str:
    """What remains of a name when common words and name ends are taken away, longest first.

    Parameters
    ----------
    name
        As printed, or a part of it.

    Returns
    -------
    str
        Chinese characters only; empty where nothing is its own.
    """
    rest: list[str] = []
    index = 0
    words = common_words()
    while index < len(name):
        for length in range(min(6, len(name) - index), 0, -1):
            if name[index : index + length] in words:
                index += length
                break
        else:
            if "\u4e00" <= name[index] <= "\u9fff":
                rest.append(name[index])
            index += 1
    return "".join(rest)


def has_own_letters(name: str) -> bool:
    """Whether a name tells one thing from others: letters of its own, or the one house of its kind.

    Parameters
    ----------
    name
        As printed.

    Returns
    -------
    bool
        True as well for a numbered line or road at its head (3号线, G105).
    """
    return len(distinctive(name)) >= 2 or bool(_PUBLIC_HOUSE.fullmatch(name) or _NUMBERED_LINE.match(name))


def shareable(name: str) -> str:
    """The closing word of *name* that shorter names before it in a list share: 雄商、济滨高铁."""
    return next((word for word in shared_ends() if name.endswith(word)), "")


def aim_reason(name: str) -> str:
    """Why a name is that of an aim or a class: the first rule of ``aims.csv`` that fits, or empty."""
    return next((reason for pattern, reason in _aims() if pattern.search(name)), "")


@cache
def name_ends() -> frozenset[str]:
    """Words that close names anywhere."""
    return frozenset(row["word"] for row in rules("name_ends"))


@cache
def shared_ends() -> tuple[str, ...]:
    """Closing words that the names of a list may share, longest first."""
    words = {row["word"] for row in rules("name_ends") if row["shared"] == "yes"}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def common_words() -> frozenset[str]:
    """Words of common plan language, and the words that close names.

    Returns
    -------
    frozenset[str]
        Of closing words only those of two characters and more.
    """
    return frozenset(row["word"] for row in rules("common_words")) | {w for w in name_ends() if len(w) > 1}


@cache
def tails() -> tuple[str, ...]:
    """What is done to a thing, behind its name; longest first."""
    return tuple(sorted((row["word"] for row in rules("tails")), key=lambda word: (-len(word), word)))


@cache
def _aims() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["reason"]) for row in rules("aims"))


@cache
def _list_end() -> re.Pattern[str]:
    """A closing word; one of a single letter from the lists has more before it: 场站 is none."""
    listed = {row["word"] for row in rules("list_ends")} - name_ends()
    words = sorted(
        name_ends() | {word for word in listed if len(word) > 1}, key=lambda word: (-len(word), word)
    )
    single = "".join(sorted(word for word in listed if len(word) == 1))
    return re.compile(rf"(?:{'|'.join(words)}|.{{2}}[{single}])$")


def explains_words(title: str) -> bool:
    """Whether a heading says that words are explained below it: 名词解释 (``section_types.csv``)."""
    bare = re.sub(r"\s+", "", title.strip(_MARKUP))
    return len(bare) <= _LONGEST_TITLE and any(re.search(pattern, bare) for pattern in _glossaries())


@cache
def _glossaries() -> tuple[str, ...]:
    return tuple(row["pattern"] for row in rules("section_types") if row["type"] == "glossary")
