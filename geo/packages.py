"""What a zip holds, looked at before anything of it is unpacked or parsed.

Documents (docx, xlsx), KMZ and zipped shapefiles are zips. :func:`too_much` reads their list of members
and the first bytes of their XML: how much they say to unpack to, how many they are, whether one is packed
tighter than any text, and whether XML defines entities, which none of these forms needs.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence

MOST_MEMBERS = 5_000
_MB = 1 << 20
_TIGHT, _TIGHT_FROM = 400, 50 * _MB  # times smaller when packed; of members from that size on
_MOST_XML = 300 * _MB  # a tree of it takes ten times that
_HEAD = 4096
_XML = (".xml", ".rels", ".kml")
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def too_much(archive: zipfile.ZipFile, most_mb: int) -> str:
    """Why an archive is not to be unpacked.

    Parameters
    ----------
    archive
        Opened for reading.
    most_mb
        MB that all its members together may unpack to.

    Returns
    -------
    str
        The reason in Chinese and English; empty when nothing speaks against it.

    Raises
    ------
    zipfile.BadZipFile, zlib.error, NotImplementedError
        The archive is damaged, or packs XML in a way that Python cannot unpack.
    """
    members = archive.infolist()
    if reason := too_large(members, most_mb):
        return reason
    for one in members:
        if one.filename.lower().endswith(_XML) and not one.flag_bits & 1:
            with archive.open(one) as stream:
                if has_entities(stream.read(_HEAD)):
                    name = one.filename[:80]
                    return f"{name} 含实体定义（DTD），不读取 / {name} defines entities, which are not read"
    return ""


def too_large(members: Sequence[zipfile.ZipInfo], most_mb: int) -> str:
    """The same by the list of members alone."""
    if len(members) > MOST_MEMBERS:
        told = f"{len(members)} > {MOST_MEMBERS}"
        return f"内含文件过多（{told}） / holds too many files ({told})"
    unpacked = sum(one.file_size for one in members)
    if unpacked > most_mb * _MB:
        return (
            f"解压后 {unpacked // _MB} MB，最多 {most_mb} MB / unpacks to {unpacked // _MB} MB; "
            f"expected {most_mb} MB at most: simplify or split it"
        )
    for one in members:
        is_tight = one.file_size > _TIGHT_FROM and one.file_size > _TIGHT * max(one.compress_size, 1)
        if is_tight or (one.file_size > _MOST_XML and one.filename.lower().endswith(_XML)):
            told = f"{one.filename[:80]}: {one.compress_size >> 10} kB → {one.file_size // _MB} MB"
            return f"压缩比异常（{told}） / packed tighter than any document ({told}): simplify or split it"
    return ""


def has_entities(head: bytes) -> bool:
    """Whether XML that begins with *head* has a document type of its own."""
    return bool(_ENTITY.search(head.replace(b"\x00", b"")))
