"""What stands with a name and is no part of it: measures, means, states of work.

``…水库（总库容1260万立方米）`` ``…调峰站2座`` ``…通用机场前期工作``: the name ends before. A clause such as
``全长约4.3公里`` or ``双向6车道`` tells of the name before it.
"""

from __future__ import annotations

import re

from projects.extraction.parse import Paragraph
from projects.extraction.pieces import trim

_TELLS = re.compile(  # a clause that tells of the name before it
    r"(?:全长|总长|总?投资|总库容|装机|双向|单向|新增|年产|年处理|日处理|规模|占地|建筑面积|面积|路基|设计|采用|配套|连接|惠及|覆盖|形成"
    r"|预计|计划|力争|争取|其中|包括|主要|含|总规模|规划面积|投放|首期|一级公路|二级公路|路面|标准|基本|招聘|将|可|为|与|并|以|由|到20|至20|约|共|达)"
    r"|[一-龥]{0,6}\d[\d.]*(?:余|多)?[万亿]?(?:[公千]?[米里]|平方米|立方米|元|[个座处条家户吨亩床台套辆名人张%％]|车道)(?:以上|左右)?$"
)
_TOLD = re.compile(  # a bracket that tells of the entry and is no part of its name
    r"[（(](?!20\d\d年?[—\-－~～至]+20\d\d年?[）)])(?:[^（()）]*(?:投资|亿元|万元|开工|竣工|建成|单位|计划|新增|纳入|全长|库容"
    r"|20\d\d年?[—\-－~～至]+20\d\d|\d+个)[^（()）]*"
    r"|[^（()）]*\d[^（()）]*，[^（()）]*|[^（()）]*，[^（()）]*\d[^（()）]*"
    r"|(?:建设|引进|配套|采用|力争|争取|规划|在)[^（()）]{4,}|[^（()）]+、[^（()）]*(?:改造|提升|增效|等.{0,4})"
    r"|(?!20\d\d)[^（()）]{0,6}\d[\d.×]*[万亿兆]?(?:公里|千米|亩|平方米|立方米|吨|千瓦|瓦|[MkGm][Ww])[^（()）]{0,4}"
    r"|[^（()）\d]{2,6}\d[\d.]*[万余]?(?:张|床|个|套|台|辆|座|处|人|户)"
    r"|(?:新|改|扩|改扩|迁|续|在)建|技改)[）)]$"
)
_COUNTED_END = re.compile(
    r"(?<=[\u4e00-\u9fff])\d[\d.]*(?:余|多)?(?:[座个处条套台辆张]|公里|千米|万?亩|万平方米)$"
)
_UNDER_WAY = re.compile(r"等$|(?:(?:项目|工程)(?=前期))?(?:前期工作|扫尾|主体封顶)$")


def untold(name: Paragraph) -> Paragraph:
    """*name* without what tells of the entry at its end: …水库（总库容1260万立方米）, …调峰站2座."""
    for pattern in (_TOLD, _COUNTED_END, _UNDER_WAY):
        told = pattern.search(name.text)
        if told and told.start() >= 4:
            name = trim(name.part(0, told.start()))
    return name


def tells(clause: str) -> bool:
    """Whether a clause begins, or is, what is said of the name before it."""
    return bool(_TELLS.match(clause))
