"""Radicals in place of characters: what the fonts of many PDFs say for 工 is ⼯ (U+2F2F).

A font that shows one glyph for a character and for the radical of its form often names the
radical; a text copied out of such a PDF holds it too. Kangxi radicals and compatibility
ideographs have their character in Unicode (NFKC); those radicals of the supplement that are
characters of today by themselves are listed here. Each sign stands for one, so offsets stay.

Input and output: text of the same length. Source: Unicode, blocks 2E80–2EFF, 2F00–2FDF, F900–FAFF.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = (
    "⺁厂⺇几⺊卜⺍小⺒巳⺟母⺠民⺧牛⺩王⺪疋⺫目⺬示⺰纟⺳罒⺶羊⺷羊⺸羊⺹老⺻聿⺼月⺽臼"
    "⻁虎⻂衣⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣"
    "⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龟⻳龟"
)

# Radicals whose character in Unicode is not the one written today.
_OF_TODAY = "⼾户⾭青⿈黄"


def plain_glyphs(text: str) -> str:
    """*text* with each radical and compatibility ideograph as the character that it shows."""
    return text.translate(_CHARACTERS)


def _characters() -> dict[int, str]:
    found = {ord(sign): char for sign, char in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
    for code in (*range(0x2F00, 0x2FE0), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            found[code] = plain
    return found | {ord(sign): char for sign, char in zip(_OF_TODAY[::2], _OF_TODAY[1::2], strict=True)}


_CHARACTERS = _characters()
