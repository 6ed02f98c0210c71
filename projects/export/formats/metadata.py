"""What travels with every export: what the columns mean, where all comes from, how sure it is.

One dictionary, in the terms of the Data Package standard (datapackage.org, version 1)
where it has a term, serves as side-car JSON, as metadata of a GeoPackage, as tables and
as text. Input: the tables of ``data/``, the areas, the filters. Nothing is made up:
what is not known (a map approval number) is an empty field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from geo import workspace
from geo.boundaries import town_share
from projects import __version__
from projects.export.formats.codes import all_columns, code_tables
from projects.export.formats.content import Content
from projects.export.formats.systems import uses
from projects.model.records import dictionary
from projects.model.tables import read_table
from projects.store.filters import key_label
from projects.store.filtertext import conditions
from projects.store.schema import schema
from projects.vocabulary import labels

DATUM_NOTE = {
    "zh": "CGCS2000 与 WGS 84 相差仅厘米级，视为相同，不作换算。lon、lat 两列始终为 WGS 84。",
    "en": "CGCS2000 and WGS 84 differ by centimetres and are treated as equal, without conversion."
    " The columns lon and lat are always WGS 84.",
}
_BOUNDARY_NOTE = {
    "zh": "界线为示意，不作为划界依据。镇街范围按驻地与已知村点划分，预计约 {share:.0%} 的村落在正确的镇街。",
    "en": "Boundaries are indicative and no basis for delimitation. Town areas are drawn around their"
    " seats and known villages: about {share:.0%} of villages are expected in the right town.",
}
_OFFICIAL_NOTE = {
    "zh": "其中由用户导入的官方边界：{areas}，画实线，来源与日期见 source、date 两列。",
    "en": " Official boundaries brought in by the user: {areas}, drawn solid; see source and date.",
}
_ALL_OFFICIAL_NOTE = {
    "zh": "界线为用户导入的官方边界：{areas}，画实线，来源与日期见 source、date 两列。",
    "en": "Official boundaries brought in by the user: {areas}, drawn solid; see source and date.",
}
_LEVEL_WORDS = {"county": "县区", "zone": "功能区", "town": "镇街", "park": "园区"}
POINT_NOTE = {
    "zh": "点的精度见 level 与 radius_m：park、town 为范围内的代表点，不是项目所在位置；"
    "县级（county，及没有已知范围的园区）只计入县区，没有点；未落点（city、none）没有点。"
    "道路、铁路、河流上的记录是线，没有点；走向多为示意。",
    "en": "How precise a point is, level and radius_m say: for park and town it represents the area and is"
    " not the site; what is known to a county only (or a park of unknown extent) is counted on the county"
    " and has no point; city and none have none. Records on roads, railways and rivers are lines without a"
    " point, most of them approximate.",
}
COUNT_NOTE = {
    "zh": "项目＝同一真实项目只计一次；记录＝文件中的每一处；图上＋县级＋未落点＝记录。"
    "园区、基地、镇街作为发展地点的记录不是项目。功能区与县区各计各的：功能区的记录不计入周围的县区；"
    "涉及几个县区的记录在每个县区都计，所以各县区相加多于总数。",
    "en": "Projects: each real project once; records: each place in a document; on map + county + unplaced ="
    " records. Towns, parks and bases named as places of development are records but no projects."
    " Zones are counted apart from the counties around them; a record of several counties counts in each, so"
    " that the counties add up to more than all.",
}
SYMBOL_NOTE = {
    "zh": "颜色＝行业大类。实心圆＝具体地点；圆环＝园区、镇街的代表点；细环＝几处之一；线＝道路、铁路、河流；"
    "县名下的数字＝只知在该县区的记录数。虚线＝示意，实线＝官方界线、县区界或已知走向。",
    "en": "Colour: family of industries. Disc: site; ring: representative point of a park or town; thin ring:"
    " one of several places; line: road, railway or river; figure under a county's name: records known to"
    " that county only. Dashed: approximate; solid: official boundary, county outline or known course.",
}
LICENCE_NOTE = {
    "zh": "事实摘自公开文件；边界与坐标各有许可，见 sources。公开使用地图须另行申请审图号。",
    "en": "Facts from public documents; boundaries and coordinates have licences of their own, see sources."
    " Publishing a map needs a map approval number.",
}

_TYPES = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


def data_package(content: Content, files: list[Path] | None = None) -> dict[str, Any]:
    """The Data Package descriptor of an export; *files* are described as its resources.

    CSV files of the contract's columns get a schema. Sizes and hashes are those of the files.
    """
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "project-map-export",
        "title": "项目地图导出 Project map export",
        "description": f"{POINT_NOTE['zh']} {POINT_NOTE['en']}",
        "created": f"{content.made.isoformat()}T00:00:00Z",
        "version": software_version(),
        "contributors": [{"title": f"project-map {software_version()}", "role": "wrangler"}],
        "licenses": [{"name": "other", "title": f"{LICENCE_NOTE['zh']} {LICENCE_NOTE['en']}", "path": ""}],
        "sources": [{"title": row["title"], "path": row["number"]} for row in documents(content)],
    }
    package["licenses"][0].pop("path")
    for source in package["sources"]:
        if not source["path"]:
            source.pop("path")
    return package | {
        "resources": [_resource(path, content) for path in files or []],
        **facts(content),
    }


def facts(content: Content) -> dict[str, Any]:
    """What the Data Package standard has no term for."""
    system = next(row for row in uses() if row["code"] == content.crs)
    return {
        "counts": content.counts.as_dict(),
        "editions": content.editions,
        "crs": {"code": content.crs, "label_zh": system["label_zh"], "label_en": system["label_en"]},
        "datum_note": DATUM_NOTE,
        "boundary_note": boundary_note(content.areas),
        "count_note": COUNT_NOTE,
        "map_approval_number": content.approval,
        "filters": {
            "query": content.filters.to_query(),
            "labels_zh": [f"{key_label(c.key, 'zh')}: {c.label}" for c in conditions(content.filters, "zh")],
            "labels_en": [f"{key_label(c.key, 'en')}: {c.label}" for c in conditions(content.filters, "en")],
        },
        "data_dictionary": all_columns(content.layers),
        "codes": code_tables(content),
        "documents": documents(content),
        "precision_levels": precision(),
        "industries": industries(),
        "boundaries": boundaries(content),
    }


def documents(content: Content) -> list[dict[str, str]]:
    """Registered documents that the records come from, with title, issuer, number and date."""
    named = set(content.records["document"].unique())
    table = _texts("documents", ("document", "title", "issuer", "number", "issued", "kind", "scope"))
    return [row for row in table if row["document"] in named]


def precision() -> list[dict[str, str]]:
    """The precision levels with their labels and meaning."""
    return _texts(
        "levels", ("code", "label_zh", "label_en", "meaning", "aiddata_precision", "iati_exactness")
    )


def industries() -> list[dict[str, str]]:
    """The industry codes with labels and divisions of GB/T 4754-2017."""
    return _texts("industries", ("code", "label_zh", "label_en", "gbt4754"))


def boundary_note(areas: pd.DataFrame) -> dict[str, str]:
    """What is said of the boundaries, by language: indicative, official, or which are which."""
    told = areas.loc[areas["is_official"].astype(bool), "level"].value_counts()
    levels = [level for level in _LEVEL_WORDS if level in told.index]
    note = {lang: text.format(share=town_share()) for lang, text in _BOUNDARY_NOTE.items()}
    if not levels:
        return note
    total = areas["level"].value_counts()
    share = {level: f"{told[level]}/{total[level]}" for level in levels}
    words = {
        "zh": "、".join(f"{_LEVEL_WORDS[level]} {share[level]}" for level in levels),
        "en": ", ".join(f"{level} {share[level]}" for level in levels),
    }
    if bool(areas.loc[areas["level"] == "town", "is_official"].astype(bool).all()):
        return {lang: _ALL_OFFICIAL_NOTE[lang].format(areas=words[lang]) for lang in words}
    return {lang: note[lang] + _OFFICIAL_NOTE[lang].format(areas=words[lang]) for lang in words}


def boundaries(content: Content) -> list[dict[str, Any]]:
    """Per level of area: how many, whether official, how drawn and from what; texts as in ``geo``."""
    rows = []
    for level, areas in content.areas.groupby("level", sort=True):
        methods = areas["method"].str.partition(";")[0].str.partition(",")[0]
        rows.append(
            {
                "level": str(level),
                "areas": len(areas),
                "official": int(areas["is_official"].astype(bool).sum()),
                "methods": sorted(set(methods)),
                "sources": sorted(set(areas["source"].str.partition(";")[0])),
            }
        )
    return rows


def editions(content: Content) -> str:
    """The published editions of the records in words."""
    return "、".join(content.editions) or "未发布 unpublished"


def about(content: Content) -> dict[str, str]:
    """What a person has to know first, as item and value: counts, filter, edition, date, system, notes."""
    meta = facts(content)
    words = {name: labels.texts("zh")[f"count.{name}"] for name in meta["counts"]}
    return {
        **{f"{words[name]} {name}": str(count) for name, count in meta["counts"].items()},
        "筛选 filters": "；".join(meta["filters"]["labels_zh"]) or "（全部 all）",
        "筛选参数 query": content.filters.link(),
        "版次 edition": editions(content),
        "导出日期 exported": content.made.isoformat(),
        "软件 software": f"project-map {software_version()}",
        "坐标系 CRS": f"{content.crs} {meta['crs']['label_zh']}",
        "审图号 map approval number": content.approval,
        "计数 counts": COUNT_NOTE["zh"],
        "点位 points": POINT_NOTE["zh"],
        "符号 symbols": SYMBOL_NOTE["zh"],
        "界线 boundaries": boundary_note(content.areas)["zh"],
        "坐标 datum": DATUM_NOTE["zh"],
        "许可 licence": LICENCE_NOTE["zh"],
    }


def as_json(package: dict[str, Any]) -> str:
    """The descriptor as text, Chinese as such."""
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def readme(content: Content, files: list[tuple[str, str]], notes: list[str]) -> str:
    """README.txt of a package: what each of *files* (name, use) is, and what to know of the data."""
    meta = facts(content)
    chosen = [f"  {zh}" for zh in meta["filters"]["labels_zh"]] or ["  （全部 all）"]
    lines = [
        "项目地图导出 Project map export",
        "",
        f"日期 date: {content.made.isoformat()}    软件 software: project-map {software_version()}",
        f"版次 edition: {editions(content)}",
        *(f"{labels.figures(meta['counts'], lang)}" for lang in ("zh", "en")),
        f"坐标系 CRS: {content.crs} {meta['crs']['label_zh']}",
        f"审图号 map approval number: {content.approval or '（未填 none given）'}",
        "筛选 filters:",
        *chosen,
        "",
        "文件 files",
        *(f"  {name}    {use}" for name, use in files),
        "",
        "须知 notes",
        *(
            f"  {note[lang]}"
            for note in (
                *(COUNT_NOTE, POINT_NOTE, SYMBOL_NOTE, boundary_note(content.areas)),
                *(DATUM_NOTE, LICENCE_NOTE),
            )
            for lang in ("zh", "en")
        ),
        *(f"  {note}" for note in notes),
        "",
        "规划文件 documents",
        *(
            f"  {row['document']}  {row['title']}  {row['number'] or row['issuer']}  {row['issued']}"
            for row in meta["documents"]
        ),
        "",
        "边界 boundaries",
        *(
            f"  {row['level']}: {row['areas']}, official {row['official']}; {' | '.join(row['methods'])}"
            for row in meta["boundaries"]
        ),
        "",
        "代码 codes",
        *_code_lines(meta["codes"]),
        "",
        "字段 fields",
        *map(_field_line, meta["data_dictionary"]),
    ]
    return "\r\n".join(lines) + "\r\n"


def _code_lines(codes: Mapping[str, Sequence[Mapping[str, str]]]) -> Iterator[str]:
    for name, rows in codes.items():
        if name != "code_rule":
            for row in rows:
                labelled = f"{row.get('label_zh', '')}  {row.get('label_en', '')}"
                yield f"  {name}  {row['code']}  {labelled}".rstrip()


def _field_line(row: Mapping[str, str]) -> str:
    told = (row["label_zh"], row["label_en"], row["type"], row["unit"], row["codes"] or row["values"])
    return "  ".join((f"  {row['layer']}.{row['name']}", *filter(None, told)))


def software_version() -> str:
    """The version of the program, which ``pyproject.toml`` takes from the same place."""
    return __version__


def _resource(path: Path, content: Content) -> dict[str, Any]:
    data = path.read_bytes()
    resource: dict[str, Any] = {
        "name": path.name.lower().replace(".", "-"),
        "path": path.name,
        "format": path.suffix.removeprefix("."),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if path.suffix == ".csv" and data.startswith(b"\xef\xbb\xbfid,"):
        header = data.splitlines()[0].decode("utf-8-sig").split(",")
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8-sig", "schema": _schema(header)}
    return resource


def _schema(header: list[str]) -> dict[str, Any]:
    rows = dictionary().set_index("name")
    fields = []
    for name in header:
        if name not in rows.index:  # coordinates in a system of their own, and the geometry
            is_text = name.startswith("wkt")
            fields.append({"name": name, "type": "string" if is_text else "number"})
            continue
        row = rows.loc[name]
        field: dict[str, Any] = {
            "name": name,
            "type": _TYPES[row["type"]],
            "title": row["label_zh"],
            "description": " ".join(filter(None, (row["label_en"], row["unit"]))),
        }
        if row["type"] == "boolean":
            field |= {"trueValues": ["true"], "falseValues": ["false"]}
        if row["type"] == "text" and "|" in row["values"]:
            field["constraints"] = {"enum": row["values"].split("|")}
        fields.append(field)
    return {"fields": fields, "primaryKey": "id", "missingValues": [""]}


@workspace.per_workspace
def _table(name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    return read_table(workspace.table(schema()[name].file), columns)


def _texts(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = _table(name, columns).to_dict("records")
    return rows
