"""The parts of a name: region before it, letters of its own, words that close it."""

from __future__ import annotations

import re
from functools import cache

from geo.districts import units
from projects.extraction.words import common_words, name_end
from projects.vocabulary.rules import rules

_ORGANISATION = re.compile(
    r"(有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|集团|公司|办事处|项目|工程|建设|等)+$"
)
_LEADING = re.compile(r"^(国家级|省级|市级|区级|新建|续建|改建|扩建|推进|加快|建设)+")


def without_region(name: str, places: tuple[str, ...] = ()) -> str:
    """*name* without province, city or other region names before it, bracketed ones included.

    Parameters
    ----------
    name
        As printed.
    places
        Place names found at the head of the name, taken off as well.

    Returns
    -------
    str
        What remains, without quotation marks and words such as 新建 and 国家级 before it; may be empty.
    """
    bare = re.sub(r"[“”\"·]", "", name)
    bare = re.sub(r"[（(][^（()）]{2,4}[）)]", "", bare, count=1) if re.match(r".{2,6}[（(]", bare) else bare
    regions, longest = _regions()
    longest = max([longest, *map(len, places)])
    while True:
        # the longest name first; two characters at least must remain
        length = next(
            (
                n
                for n in range(min(longest, len(bare) - 2), 0, -1)
                if bare[:n] in regions or bare[:n] in places
            ),
            0,
        )
        if not length:
            break
        bare = bare[length:].lstrip("市省区县")
    return _LEADING.sub("", bare)


_VARIANTS = str.maketrans("祿産業匯滙鑛囯", "禄产业汇汇矿国")


def key(name: str, places: tuple[str, ...] = ()) -> str:
    """What two names of the same thing share: no region, no organisation form, no closing 项目.

    Parameters
    ----------
    name
        As printed.
    places
        Place names at its head, taken off as well.

    Returns
    -------
    str
        For comparison only; empty where the name says nothing else.
    """
    name = name.translate(_VARIANTS)
    return _ORGANISATION.sub("", re.sub(r"[（(][^（()）]*[）)]", "", without_region(name, places)))


def head_core(name: str, places: tuple[str, ...] = ()) -> str:
    """Letters of its own at the head of a name, up to the first common word or figure.

    Parameters
    ----------
    name
        As printed.
    places
        Place names at its head, passed over as region names are.

    Returns
    -------
    str
        Six Chinese characters at most; empty where the name begins with a common word.
    """
    bare = without_region(name.translate(_VARIANTS), places)
    words = common_words()
    core = ""
    for index, char in enumerate(bare):
        if not re.match(r"[\u4e00-\u9fff]", char):
            break
        if any(bare[index : index + length] in words for length in range(min(6, len(bare) - index), 1, -1)):
            break
        if char == "年" and re.match(r"年(产|处理|出栏|屠宰|加工)", bare[index:]):
            break
        core += char
        if len(core) == 6:
            break
    return core


def whole_names(name: str) -> list[str]:
    """Names in an item that prints several (闫寺中心小学、嘉明实验小学), else the name itself.

    Parameters
    ----------
    name
        As printed.

    Returns
    -------
    list[str]
        Several without what stood in brackets, or *name* unchanged as the only one.
    """
    pieces = re.split("、", re.sub(r"[（(][^（()）]*[）)]", "", name))
    return (
        pieces
        if len(pieces) > 1
        and "等" not in name
        and all(name_end(piece) and _is_more_than_ends(piece) for piece in pieces)
        else [name]
    )


def _is_more_than_ends(piece: str) -> bool:
    """Whether a piece is more than words that close names (二期项目, 管网建设项目)."""
    end = name_end(piece)
    while end and piece.endswith(end):
        piece = piece.removesuffix(end)
        end = name_end(piece)
    return bool(piece)


def is_shared(core: str) -> bool:
    """Whether several firms or places bear this name, so that it places nothing.

    Parameters
    ----------
    core
        The letters of its own at the head of a name, or a whole name.

    Returns
    -------
    bool
        True where it is a row of ``data/rules/shared_names.csv``.
    """
    return core in _shared_names()


@cache
def _shared_names() -> frozenset[str]:
    return frozenset(row["name"] for row in rules("shared_names"))


@cache
def _regions() -> tuple[frozenset[str], int]:
    """Names of provinces and cities, and the length of the longest."""
    table = units()
    wide = table[table["level"].isin(["province", "city"])]
    names = set(wide["name"]) | {name for name in wide["short_name"] if len(name) >= 2}
    names |= {"中国", "全国", "全市", "全区"}
    return frozenset(names), max(map(len, names))
