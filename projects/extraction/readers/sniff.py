"""What a file is, told by its bytes, and whether its name says the same.

Chinese offices export HTML and text under the name ``.xls`` or ``.doc``, so among the
names of one family the content decides; a Word file called ``.txt`` is refused, since
then the name tells the user something wrong.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from geo.packages import too_much
from projects.errors import InputError

_LABELS = {
    "docx": "a Word document (docx)",
    "xlsx": "a spreadsheet (xlsx)",
    "xls": "a spreadsheet (xls)",
    "pdf": "a PDF",
    "html": "a web page (HTML)",
    "text": "text",
    "zip": "a zip archive",
    "pptx": "a presentation (pptx)",
    "odt": "an OpenDocument text",
    "image": "a picture",
}
_SPREADSHEETS = {"xlsx", "xls", "html", "text"}
# What a suffix allows; a suffix that is not here allows everything that can be read.
_ALLOWED = {
    ".txt": {"text", "html"},
    ".md": {"text"},
    ".markdown": {"text"},
    ".csv": {"text"},
    ".tsv": {"text"},
    ".htm": {"html", "text"},
    ".html": {"html", "text"},
    ".docx": {"docx"},
    ".docm": {"docx"},
    ".doc": {"docx", "html"},
    ".wps": {"docx"},
    ".pdf": {"pdf"},
    ".xlsx": _SPREADSHEETS,
    ".xlsm": _SPREADSHEETS,
    ".xls": _SPREADSHEETS,
    ".et": _SPREADSHEETS,
}
_EXPECTED = {".doc": "a Word document (docx)"} | dict.fromkeys((".txt", ".md", ".markdown"), "plain text")
_READABLE = {"docx", "xlsx", "xls", "pdf", "html", "text"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
# A small file that unpacks to more than this is no plan.
_MOST_UNPACKED_MB = 500


def sniff(data: bytes, path: Path) -> str:
    """``docx`` ``xlsx`` ``xls`` ``pdf`` ``html`` or ``text``.

    Raises InputError, naming the file, what it is and what was expected, when the content
    is something else, is protected by a password, or is not what the suffix says.
    """
    if not data.strip():
        raise InputError(f"{path}: the file is empty; expected the text of a plan or a list of projects")
    kind = _kind(data, path)
    suffix = path.suffix.lower()
    if kind not in _ALLOWED.get(suffix, _READABLE):
        names = [_LABELS[one] for one in sorted(_ALLOWED.get(suffix, _READABLE))]
        expected = _EXPECTED.get(suffix) or " or ".join(names)
        raise InputError(f"{path}: byte 0: {_LABELS[kind]}; expected {expected}")
    return kind


def _kind(data: bytes, path: Path) -> str:
    if data[:4] == b"PK\x03\x04":
        return _package(data, path)
    if data[:8] == _OLE:
        return _compound(data, path)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_PICTURES):
        return "image"
    head = data[:2048].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    is_page = re.match(
        rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype\s+html|<html|<head|<meta|<table)", head, re.S
    )
    return "html" if is_page else "text"


def _package(data: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            reason = too_much(package, _MOST_UNPACKED_MB)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise InputError(f"{path}: damaged: a zip container that cannot be opened ({error})") from error
    if reason:
        raise InputError(f"{path}: {reason}")
    for part, kind in (
        ("word/", "docx"),
        ("xl/", "xlsx"),
        ("ppt/", "pptx"),
        ("content.xml", "odt"),
    ):
        if any(name.startswith(part) for name in names):
            return kind
    return "zip"


def _compound(data: bytes, path: Path) -> str:
    """A file in Microsoft's compound format; its stream names are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(f"{path}: protected by a password; expected a file that opens without one")
    if "WordDocument".encode("utf-16-le") in data:
        raise InputError(f"{path}: a Word file of the old format (.doc); save it as .docx")
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise InputError(f"{path}: an old presentation (.ppt); expected a document or a spreadsheet")
    return "xls"
