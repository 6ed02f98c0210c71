"""Files that attack their reader, each made here in a moment (:mod:`tests.projects.test_hostile`).

``PLANS`` and ``TABLES`` are plan files and lists, ``AREAS``, ``SITES`` and ``GROUND`` what is brought in
beside them: name of the attack → name of the file and what makes its bytes.
"""

from __future__ import annotations

import io
import json
import random
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from docx.oxml.ns import qn

from tests.extraction import made

Attack = tuple[str, Callable[[], bytes]]
MB = 1 << 20
LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b0 "甲">{}]>'.format(
    "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SCRIPT = "<script>fetch('http://192.0.2.1/')</script><img src=x onerror=alert(1)>"
FORMULA = "=cmd|'/c calc'!A1"


Stream = tuple[bytes, int, int]  # packed, size, CRC


def deflated(
    chunk: bytes, times: int, head: bytes = b"", tail: bytes = b"", says: int | None = None
) -> Stream:
    """*head*, *chunk* so many times, *tail*, packed without packing more than one of them.

    The size is that which it *says*, by default the true one; the check sum of gigabytes is left out.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    one = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    size = len(head) + len(chunk) * times + len(tail)
    check = zlib.crc32(head)
    for _ in range(times if size < 500 * MB else 0):
        check = zlib.crc32(chunk, check)
    stream = first + one * times + packer.compress(tail) + packer.flush(zlib.Z_FINISH)
    return stream, size if says is None else says, zlib.crc32(tail, check)


def raw_zip(members: dict[str, Stream]) -> bytes:
    """A zip of streams that are packed already."""
    body, index = b"", b""
    for name, (stream, size, check) in members.items():
        encoded = name.encode()
        told = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 33, check, len(stream), size, len(encoded), 0)
        index += b"PK\x01\x02" + struct.pack("<H", 20) + told
        index += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + encoded
        body += b"PK\x03\x04" + told + encoded + stream
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(index), len(body), 0)
    return body + index + b"PK\x05\x06" + end


def changed(data: bytes, **parts: str | bytes) -> bytes:
    """A package with members put in or replaced; in a name ``__`` is ``/``, the last ``_`` is ``.``."""
    new = {_path(name): content for name, content in parts.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in old.namelist():
            if name not in new:
                copy.writestr(name, old.read(name))
        for name, content in new.items():
            copy.writestr(name, content)
    return target.getvalue()


def bombed(data: bytes, name: str, stream: Stream) -> bytes:
    """A package one of whose members is this stream."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = {one: deflated(b"", 0, old.read(one)) for one in old.namelist()}
    return raw_zip({**members, name: stream})


def _path(name: str) -> str:
    stem, _, suffix = name.replace("__", "/").rpartition("_")
    return f"{stem}.{suffix}"


def saved(name: str, write: Callable[[Path], object]) -> bytes:
    """The bytes of what *write* puts under a path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def docx(change: Callable[[Any], object] = lambda document: None) -> bytes:
    document = made.word()
    document.add_paragraph("推进甲产业园项目建设。")
    change(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def body(inner: str, head: str = "") -> str:
    return f"{head}<w:document {W}><w:body>{inner}</w:body></w:document>"


def spanned(value: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        cell = made.word_table(document, [["序号", "项目名称"], ["1", "甲产业园"]])
        del cell
        for one in document.element.body.iter(qn("w:tc")):
            one.get_or_add_tcPr().append(made._element("w:gridSpan", {"w:val": value}))

    return change


def nested(document: Any, depth: int = 400) -> None:
    cell = document.add_table(1, 1).cell(0, 0)
    for _ in range(depth):
        cell = cell.add_table(1, 1).cell(0, 0)


def xlsx(cells: dict[tuple[int, int], str] | None = None) -> bytes:
    def write(path: Path) -> None:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet("项目")
            for line, row in enumerate([["序号", "项目名称", "地点"], ["1", "甲产业园项目", "堂邑镇"]]):
                sheet.write_row(line, 0, row)
            for (line, column), text in (cells or {}).items():
                sheet.write(line, column, text)

    return saved("a.xlsx", write)


def xls(cells: list[tuple[int, int]]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("项目")
    sheet.write(0, 0, "项目名称")
    for line, column in cells:
        sheet.write(line, column, "甲")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet(rows: str, more: str = "", head: str = "") -> bytes:
    content = f"{head}<worksheet {S}><sheetData>{rows}</sheetData>{more}</worksheet>"
    return changed(xlsx(), xl__worksheets__sheet1_xml=content)


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    data = b"%PDF-1.4\n"
    starts = []
    for number, one in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + (b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(data)))
    )


def page(stream: bytes, filters: bytes = b"") -> bytes:
    """A PDF of one page with a content stream."""
    content = b"<</Length %d%s>>stream\n" % (len(stream), filters) + stream + b"\nendstream"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</XObject<</X 5 0 R>>>>>>",
            content,
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 11>>"
            b"stream\n/X Do /X Do\nendstream",
        ]
    )


def pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            *[one] * count,
        ]
    )


def zlib_bomb(mb: int) -> bytes:
    return b"\x78\xda" + deflated(b" " * MB, mb)[0]


def html(inner: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>推进建设。</p>{inner}</body></html>".encode()


def text(content: str) -> bytes:
    return ("# 聊城市规划\n推进甲产业园项目建设。\n" + content).encode()


def ring(corners: list[Any], **properties: Any) -> dict[str, Any]:
    properties = {"code": "371502101", "name": "沙镇镇", **properties}
    geometry = {"type": "Polygon", "coordinates": [corners]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(features: list[Any], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def square(west: float = 115.8, south: float = 36.3, size: float = 0.05) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def scribble(count: int) -> list[list[float]]:
    dice = random.Random(1)
    corners = [[115.8 + dice.random() / 10, 36.3 + dice.random() / 10] for _ in range(count)]
    return [*corners, corners[0]]


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def kml(inner: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inner}</Document></kml>'.encode()


def shp(records: int) -> bytes:
    """The head of a shapefile that claims to be 4 GB long."""
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 0x7FFFFFFF) + struct.pack("<2i8d", 1000, 5, *[0.0] * 8)
    return head + struct.pack(">2i", 1, 0x7FFFFFF0) * records


LONG = b"<w:p><w:r><w:t>\xe7\x94\xb2\xe4\xba\xa7\xe4\xb8\x9a\xe5\x9b\xad</w:t></w:r></w:p>" * 4000
ROW = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 4000
GRID = b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 4000 + b"</row>"

PLANS: dict[str, Attack] = {
    "zip to 5.9 GB": (
        "a.docx",
        lambda: bombed(docx(), "word/media/a.bin", deflated(bytes(MB), 4000)),
    ),
    "docx of 6 GB": (
        "a.docx",
        lambda: bombed(docx(), "word/document.xml", deflated(bytes(MB), 4000)),
    ),
    "docx that lies of its size": (
        "a.docx",
        lambda: bombed(docx(), "word/document.xml", deflated(bytes(MB), 3000, says=1000)),
    ),
    "docx of a million paragraphs": (
        "a.docx",
        lambda: bombed(
            docx(),
            "word/document.xml",
            deflated(LONG, 300, f"<w:document {W}><w:body>".encode(), b"</w:body></w:document>"),
        ),
    ),
    "laughs in a docx": (
        "a.docx",
        lambda: changed(docx(), word__document_xml=body("<w:p><w:r><w:t>&b11;</w:t></w:r></w:p>", LAUGHS)),
    ),
    "a foreign entity in a docx": (
        "a.docx",
        lambda: changed(
            docx(),
            word__document_xml=body(
                "<w:p><w:r><w:t>甲&x;</w:t></w:r></w:p>",
                '<!DOCTYPE a [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>',
            ),
        ),
    ),
    "a local entity in a docx": (
        "a.docx",
        lambda: changed(
            docx(),
            word__document_xml=body(
                "<w:p><w:r><w:t>甲&x;</w:t></w:r></w:p>", '<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]>'
            ),
        ),
    ),
    "a span of 2e8": ("a.docx", lambda: docx(spanned("200000000"))),
    "a span of no number": ("a.docx", lambda: docx(spanned("NaN"))),
    "a negative span": ("a.docx", lambda: docx(spanned("-5"))),
    "word tables in tables": ("a.docx", lambda: docx(nested)),
    "elements in elements": (
        "a.docx",
        lambda: changed(
            docx(), word__document_xml=body("<w:p>" + "<w:ins>" * 5000 + "</w:ins>" * 5000 + "</w:p>")
        ),
    ),
    "rows of wide spans": (
        "a.docx",
        lambda: changed(
            docx(),
            word__document_xml=body(
                "<w:tbl>"
                + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr><w:p/></w:tc></w:tr>' * 30_000
                + "</w:tbl>"
            ),
        ),
    ),
    "70,000 members": ("a.docx", lambda: zipped({f"word/{n}": b"" for n in range(30_000)})),
    "a docx cut off": ("a.docx", lambda: docx()[:-400]),
    "a docx without its text": ("a.docx", lambda: zipped({"word/a.xml": b"<a/>"})),
    "members with path parts": ("a.docx", lambda: changed(docx(), **{"..__..__evil_xml": "<a/>"})),
    "an xlsx called docx": ("a.docx", xlsx),
    "XFD301": ("a.xlsx", lambda: xlsx({(300, 16383): "x"})),
    "XFD1048576": ("a.xlsx", lambda: xlsx({(1048575, 16383): "x"})),
    "cells all over": ("a.xlsx", lambda: xlsx({(1000 * n, 15 * n): "x" for n in range(1000)})),
    "xlsx of 4.5 GB": (
        "a.xlsx",
        lambda: bombed(xlsx(), "xl/worksheets/sheet1.xml", deflated(bytes(MB), 4000)),
    ),
    "xlsx that lies of its size": (
        "a.xlsx",
        lambda: bombed(
            xlsx(),
            "xl/worksheets/sheet1.xml",
            deflated(
                ROW, 8000, f"<worksheet {S}><sheetData>".encode(), b"</sheetData></worksheet>", says=1000
            ),
        ),
    ),
    "a million rows": (
        "a.xlsx",
        lambda: bombed(
            xlsx(),
            "xl/worksheets/sheet1.xml",
            deflated(ROW, 500, f"<worksheet {S}><sheetData>".encode(), b"</sheetData></worksheet>"),
        ),
    ),
    "shared texts without end": (
        "a.xlsx",
        lambda: bombed(
            xlsx(),
            "xl/sharedStrings.xml",
            deflated(b"<si><t>a</t></si>" * 9000, 1500, f"<sst {S}>".encode(), b"</sst>"),
        ),
    ),
    "cells without places": ("a.xlsx", lambda: sheet("<row><c><v>1</v></c></row>" * 200_000)),
    "a row of a place beyond": (
        "a.xlsx",
        lambda: sheet('<row r="4294967295"><c r="ZZZZZ4294967295"><v>1</v></c></row>'),
    ),
    "merged over everything": (
        "a.xlsx",
        lambda: sheet(
            "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 2000)),
            "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 5000 + "</mergeCells>",
        ),
    ),
    "laughs in an xlsx": (
        "a.xlsx",
        lambda: sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&b11;</t></is></c></row>', "", LAUGHS),
    ),
    "an xlsx cut off": ("a.xlsx", lambda: xlsx()[:2000]),
    "formulas as names": ("a.xlsx", lambda: xlsx({(2, 0): "2", (2, 1): FORMULA, (2, 2): SCRIPT})),
    "a pdf cut off": ("a.pdf", lambda: pages(10)[:300]),
    "a pdf of 20,000 pages": ("a.pdf", lambda: pages(20_000)),
    "a pdf stream of 2 GB": ("a.pdf", lambda: page(zlib_bomb(2000), b"/Filter/FlateDecode")),
    "a pdf stream in a stream": (
        "a.pdf",
        lambda: page(zlib.compress(zlib_bomb(20_000), 9), b"/Filter[/FlateDecode/FlateDecode]"),
    ),
    "a pdf that draws itself": ("a.pdf", lambda: page(b"/X Do")),
    "a pdf whose pages are their own": (
        "a.pdf",
        lambda: pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"]),
    ),
    "a pdf of arrays in arrays": ("a.pdf", lambda: page(b"[" * 200_000)),
    "a pdf of lines": (
        "a.pdf",
        lambda: page(b"".join(b"%d 0 m %d 800 l S\n" % (n % 600, n % 599) for n in range(30_000))),
    ),
    "a pdf of a figure without end": ("a.pdf", lambda: page(b"9" * 2_000_000 + b" 0 m")),
    "html tables in tables": ("a.html", lambda: html("<table><tr><td>" * 5000 + "甲产业园")),
    "html in html": ("a.html", lambda: html("<div>" * 50_000 + "甲产业园")),
    "html of spans": (
        "a.html",
        lambda: html(
            "<table>" + "<tr><td rowspan=1000 colspan=1000>甲<td rowspan=1000>乙" * 300 + "</table>"
        ),
    ),
    "html of open tags": ("a.html", lambda: html("<a <b <i " * 100_000)),
    "html with scripts": (
        "a.html",
        lambda: html(f"<p>推进{SCRIPT}产业园建设</p>", '<base href="//192.0.2.1/">'),
    ),
    "html in another encoding": (
        "a.html",
        lambda: html("", "<meta charset=utf-7>") + b"\xff\xfe\x80\x81" * 50,
    ),
    "html of laughs": ("a.html", lambda: LAUGHS.encode() + html("&b11;")),
    "text of zero bytes": ("a.txt", lambda: bytes(MB)),
    "text in no encoding": ("a.txt", lambda: random.Random(1).randbytes(200_000)),
    "text in two encodings": ("a.txt", lambda: text("甲") + "产业园".encode("gb18030") * 1000),
    "half a character": ("a.txt", lambda: text("甲")[:-1]),
    "nothing": ("a.txt", lambda: b""),
    "blanks": ("a.txt", lambda: b" \n" * MB),
    "a line of 3 MB": ("a.txt", lambda: text("推进甲乙产业园" * 150_000)),
    "brackets": ("a.txt", lambda: text("（" * 200_000)),
    "names with scripts": (
        "a.txt",
        lambda: text(f"专栏1 重点项目\n（1）{SCRIPT}产业园\n（2）{FORMULA}产业园\n"),
    ),
    "a name that is a path": ("..\\..//../etc/passwd.txt", lambda: text("")),
    "a name with a script": ("<img src=x onerror=alert(1)>.md", lambda: text("")),
    "a table of 100,000 rows": ("a.md", lambda: text("|甲|乙|\n|--|--|\n" + "|丙园|丁|\n" * 100_000)),
}
TABLES: dict[str, Attack] = {
    "a csv of 200,000 rows": ("a.csv", lambda: b"\xe9\xa1\xb9\xe7\x9b\xae,b\n" + b"1,2\n" * 200_000),
    "a csv of a million columns": ("a.csv", lambda: "项目".encode() + b",a" * 1_000_000),
    "wide and long": ("a.csv", lambda: "项目\n".encode() + b"," * 20_000 + b"\n" + b"a\n" * 20_000),
    "a quote that never ends": ("a.csv", lambda: '项目,"'.encode() + b"a\n" * 1_000_000),
    "IV65536": ("a.xls", lambda: xls([(65535, 255)])),
    "an xls cut off": ("a.xls", lambda: xls([(1, 1)])[:1500]),
}
AREAS: dict[str, Attack] = {
    "nan": ("a.geojson", lambda: geojson([ring([[float("nan"), 1], *square()])])),
    "infinity": ("a.geojson", lambda: geojson([ring([[float("inf"), 1], *square()])])),
    "1e308": ("a.geojson", lambda: geojson([ring([[1e308, 1e308], [0, 0], [1, 1], [1e308, 1e308]])])),
    "1e400": ("a.geojson", lambda: geojson([ring(square())]).replace(b"115.8,", b"1e400,")),
    "coordinates that are texts": ("a.geojson", lambda: geojson([ring([["a", "b"]] * 4)])),
    "a ring of 1,000 corners": ("a.geojson", lambda: geojson([ring(scribble(1000))])),
    "a ring of 20,000 corners": ("a.geojson", lambda: geojson([ring(scribble(20_000))])),
    "one area 3,000 times": ("a.geojson", lambda: geojson([ring(square())] * 3000)),
    "100,000 features": ("a.geojson", lambda: geojson([ring(square(), code="", name="无名")] * 100_000)),
    "braces": ("a.geojson", lambda: b'{"type":' * 100_000),
    "brackets in coordinates": (
        "a.geojson",
        lambda: b'{"type":"Polygon","coordinates":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ),
    "a geojson cut off": ("a.geojson", lambda: geojson([ring(square())])[:-20]),
    "no geometry": ("a.geojson", lambda: geojson([{**ring(square()), "geometry": None}])),
    "names with scripts and paths": (
        "../../a.geojson",
        lambda: geojson(
            [ring(square(), code="../../etc", name=SCRIPT), ring(square(), code=FORMULA, name=FORMULA)]
        ),
    ),
    "a virtual file": ("a.geojson", lambda: b'<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>'),
    "a virtual file as kml": ("a.kml", lambda: b"<kml><OGRVRTDataSource/></kml>"),
    "kml of laughs": ("a.kml", lambda: kml("<Placemark><name>&b11;</name></Placemark>", LAUGHS)),
    "kml of a foreign entity": (
        "a.kml",
        lambda: kml(
            "<name>&x;</name>", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "http://192.0.2.1/">]>'
        ),
    ),
    "kml with a network link": (
        "a.kml",
        lambda: kml("<NetworkLink><Link><href>http://192.0.2.1/a.kml</href></Link></NetworkLink>"),
    ),
    "kml in folders": ("a.kml", lambda: kml("<Folder>" * 20_000 + "</Folder>" * 20_000)),
    "a zip of 4 GB": ("a.zip", lambda: raw_zip({"a.geojson": (deflated(bytes(MB), 4000))})),
    "a zip that lies of its size": (
        "a.zip",
        lambda: raw_zip({"a.geojson": (deflated(bytes(MB), 4000, says=1000))}),
    ),
    "a zip in a zip": ("a.zip", lambda: zipped({"a.zip": zipped({"a.geojson": geojson([ring(square())])})})),
    "a zip with path parts": ("a.zip", lambda: zipped({"../../../tmp/a.geojson": geojson([ring(square())])})),
    "a kmz of 4 GB": ("a.kmz", lambda: raw_zip({"doc.kml": (deflated(bytes(MB), 4000))})),
    "a zip of 30,000 files": ("a.zip", lambda: zipped({f"{n}.geojson": b"{}" for n in range(30_000)})),
    "a shapefile of 4 GB": (
        "a.zip",
        lambda: zipped({"a.shp": shp(100), "a.shx": shp(100), "a.dbf": b"\x03" * 40}),
    ),
    "a package cut off": ("a.gpkg", lambda: b"SQLite format 3\x00" + bytes(5000)),
}
SITES: dict[str, Attack] = {
    "200,000 facilities": (
        "a.csv",
        lambda: "名称,经度,纬度\n".encode() + "甲水厂泵站,115.9,36.4\n".encode() * 200_000,
    ),
    "no numbers": (
        "a.csv",
        lambda: "名称,经度,纬度\n甲水厂泵站,NaN,Infinity\n乙水厂泵站,1e308,-1e308\n".encode(),
    ),
    "an empty table": ("a.csv", lambda: b"\n\n"),
    "a table of nothing": ("a.csv", lambda: b""),
    "a table in no encoding": ("a.csv", lambda: random.Random(2).randbytes(50_000)),
    "a far cell": ("a.xlsx", lambda: xlsx({(1048575, 16383): "x"})),
    "a sheet of 4 GB": (
        "a.xlsx",
        lambda: bombed(xlsx(), "xl/worksheets/sheet1.xml", deflated(bytes(MB), 4000)),
    ),
    "a sheet that lies": (
        "a.xlsx",
        lambda: bombed(
            xlsx(),
            "xl/worksheets/sheet1.xml",
            deflated(
                ROW, 8000, f"<worksheet {S}><sheetData>".encode(), b"</sheetData></worksheet>", says=1000
            ),
        ),
    ),
    "laughs in a sheet": (
        "a.xlsx",
        lambda: sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&b11;</t></is></c></row>', "", LAUGHS),
    ),
}
GROUND: dict[str, Attack] = {
    "a line of 1e308": (
        "a.csv",
        lambda: 'name,source,geometry\n甲路,乙,"LINESTRING(0 0,1e308 1e308)"\n'.encode(),
    ),
    "a line of nan": ("a.csv", lambda: 'name,source,geometry\n甲路,乙,"LINESTRING(nan 0,1 1)"\n'.encode()),
    "a line of no geometry": ("a.csv", lambda: f'name,source,geometry\n甲路,乙,"{"(" * 50_000}"\n'.encode()),
    "a line of 50,000 places": (
        "a.csv",
        lambda: f"name,source,passes\n甲路,乙,{'堂邑镇|' * 20_000}堂邑镇\n".encode(),
    ),
    "formulas": ("a.csv", lambda: f"name,source,county\n{FORMULA},{SCRIPT},../../x\n".encode()),
}
