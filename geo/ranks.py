"""The rank at the end of a unit's name (镇 街道 县 自治州), and the name without it.

In: a name as printed. Out: its stem (沙镇镇 → 沙镇), the short name of a prefecture, whether it has a rank.
"""

from __future__ import annotations

import re

_RANKS = (
    *("街道办事处", "街道办", "街道", "办事处", "回族镇", "民族乡", "镇", "乡"),
    *("自治县", "自治州", "自治旗", "地区", "县", "市", "区", "旗", "省", "自治区", "特别行政区"),
)
_PREFECTURE = "自治州"
_BANNER = re.compile(r"([^东西四正])[^左右前中后]+([左右]?翼?[前中后]?)(?:族?自治)?旗")
_PEOPLES = re.compile(
    r"(?<=..)(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇"
    r"|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固"
    r"|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各)族)+$"
)
_KIND_OF_DISTRICT = re.compile(r"(?<=..)[新矿特]区$")
_NO_TOWNS = ("城", "村", "集", "乡", "镇", "街")  # 建城乡供水 and 大街道路 are no towns
_RANKS_BY_END = {
    end: tuple(sorted((rank for rank in _RANKS if rank[-1] == end), key=len, reverse=True))
    for end in {rank[-1] for rank in _RANKS}
}


def stem(name: str) -> str:
    """The name without its rank (沙镇镇 → 沙镇).

    Parameters
    ----------
    name
        As printed.

    Returns
    -------
    str
        The name itself where one character would remain, or where it has no rank.
    """
    for rank in _RANKS_BY_END.get(name[-1:], ()):
        if name.endswith(rank):
            return _without_peoples(name[: -len(rank)]) if len(name) >= len(rank) + 2 else name
    return name


def bare_names(name: str, short_name: str) -> set[str]:
    """What a county is called without its rank, 浦东 (新区), 峰峰 (矿区) too.

    Parameters
    ----------
    name
        Official name of the county.
    short_name
        Its short name; empty where it has none.

    Returns
    -------
    set[str]
        Without these two; empty where nothing else is left.
    """
    printed = {name, short_name} - {""}
    return {stem(one) for one in (*printed, _KIND_OF_DISTRICT.sub("区", name))} - printed


def other_ranks(name: str) -> set[str]:
    """The name of a town under ranks that it may have had, or without its peoples: 柳井乡 for 柳井彝族乡.

    Parameters
    ----------
    name
        Official name of the town.

    Returns
    -------
    set[str]
        Without *name*; empty where it has no rank, or where its stem with a rank reads as other words.
    """
    bare = stem(name)
    if bare == name or bare.endswith(_NO_TOWNS):
        return set()
    return {bare + rank for rank in ("镇", "乡", "街道")} - {name}


def _without_peoples(bare: str) -> str:
    """湾碧 of 湾碧傣族傈僳族(乡); the name itself where the people alone is the name (东乡族)."""
    return _PEOPLES.sub("", bare) if bare.endswith("族") else bare


def short_prefecture(name: str, short_name: str) -> str:
    """海西州 for 海西蒙古族藏族自治州, whose short name is 海西.

    Parameters
    ----------
    name
        Official name of a unit.
    short_name
        Its short name; may be empty.

    Returns
    -------
    str
        Empty for any unit but an autonomous prefecture.
    """
    return f"{short_name}州" if short_name and name.endswith(_PREFECTURE) else ""


def short_banner(name: str) -> str:
    """The first letter and the side of a banner: 喀旗 for 喀喇沁旗, 科左后旗 for 科尔沁左翼后旗.

    Empty for any other unit; a name of two letters (敖汉旗) is not shortened.
    """
    found = _BANNER.fullmatch(name)
    return f"{found[1]}{found[2].replace('翼', '')}旗" if found and len(name) > 3 else ""


def has_rank(name: str) -> bool:
    """Whether the name says what kind of unit it is: 莘县 does, though :func:`stem` leaves it whole."""
    return name.endswith(_RANKS)
