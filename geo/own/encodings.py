"""Texts of the files that users bring, decoded.

* texts of a Shapefile are read as bytes and decoded by the ``.cpg`` file if that fits all of
  them, else as UTF-8, else as GB18030 (which holds GBK and GB 2312); a name that its ten or
  254 bytes cut inside a character loses that character only;
* GeoJSON, KML, MIF and CSV that are not UTF-8 are taken as GB18030.

In: a file, or rows whose texts were read as :data:`BYTES`. Out: texts, and the encoding that they had.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import UserFileError

BYTES = "ISO-8859-1"  # maps every byte to the character of the same number, so nothing is lost


def utf8(path: Path) -> tuple[bytes, str]:
    """The file's text as UTF-8 without a mark, and the encoding it had."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").encode(), "UTF-8"
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    # The XML parser would believe the declaration, which is no longer true.
    return re.sub(r'(<\?xml[^>]*encoding=)["\'][^"\']*["\']', r'\1"UTF-8"', text, count=1).encode(), "GB18030"


def decoded(raw: pd.DataFrame, path: Path) -> tuple[pd.DataFrame, str]:
    """A Shapefile's rows with texts for bytes, and the encoding that fits all of them."""
    columns = [name for name in raw.columns if name != "geometry"]
    is_text = {name: pd.api.types.is_string_dtype(raw[name]) for name in columns}
    pieces = {value for name in columns if is_text[name] for value in raw[name].dropna()} | set(columns)
    encoded = [piece.encode(BYTES) for piece in pieces]
    declared = path.with_suffix(".cpg")
    candidates = [declared.read_text(BYTES).strip()] if declared.is_file() else []
    for encoding in [*candidates, "UTF-8", "GB18030"]:
        if _fits(encoded, encoding):
            break
    else:
        raise UserFileError(f"{path.name}: its texts are neither UTF-8 nor GB18030")
    table = raw.assign(
        **{
            name: raw[name].map(lambda value: _decode(value.encode(BYTES), encoding), na_action="ignore")
            for name in columns
            if is_text[name]
        }
    )
    return table.rename(
        columns={name: _decode(name.encode(BYTES), encoding) for name in columns}
    ), encoding.upper()


def _fits(pieces: Iterable[bytes], encoding: str) -> bool:
    try:
        for piece in pieces:
            _decode(piece, encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _decode(piece: bytes, encoding: str) -> str:
    """The text of *piece*, without a character that its end cuts in two."""
    return codecs.getincrementaldecoder(encoding)().decode(piece, final=False)


def texts(table: pd.DataFrame) -> pd.DataFrame:
    """All columns as texts, empty where nothing is given."""
    return pd.DataFrame({str(name): [_text(value) for value in table[name]] for name in table.columns})


def _text(value: Any) -> str:
    """A cell as text: whole numbers without decimals, nothing as the empty text."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
