"""Command line of ``geo``: find places, put web assets in place, build the areas.

    python -m geo locate TEXT… [--within PLACE] [--year YEAR] [--online amap,tianditu] [--json]
    python -m geo assets
    python -m geo boundaries build | import FILE --datum DATUM | remove
    python -m geo national build DIR | check | outlines

Exit status: 0 done; 1 a text was not found or is ambiguous; 2 wrong usage or unreadable
input, with one line on standard error.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from geo import settings, workspace
from geo.errors import GeoError
from geo.own.commands import add_commands

if TYPE_CHECKING:
    from geo.geocode import GazetteerGeocoder
    from geo.online import Cascade


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, return its exit status. *arguments* are those of the process by default."""
    for stream in (sys.stdout, sys.stderr):
        # On Windows a pipe has the code page of the system, which may lack Chinese.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = parser().parse_args(arguments)
    try:
        settings.apply()
        with workspace.using(getattr(options, "workspace", None)):
            return int(options.run(options))
    except (GeoError, OSError) as error:
        print(f"python -m geo: {' '.join(str(error).split())}", file=sys.stderr)
        return 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (--help)\n")


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; each sets ``run``."""
    whole = _Parser(prog="python -m geo", description="地名、边界与网页资源。Places, areas and web assets.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    locate = commands.add_parser("locate", help="查找地名 · find the places that texts name")
    locate.add_argument(
        "text", nargs="+", metavar="TEXT", help="地名或含地名的文字 · a place name, or a text with one"
    )
    locate.add_argument(
        "--within",
        metavar="PLACE",
        help="限定在此地之内（名称或代码）· only inside this place (name or code)",
    )
    locate.add_argument("--year", type=int, help="按该年的地名 · names as they were in this year")
    locate.add_argument("--json", action="store_true", help="每行一个 JSON 对象 · one JSON object a line")
    locate.add_argument(
        "--online",
        metavar="SERVICES",
        help="不够精确时再问在线服务 · ask amap,tianditu,baidu,nominatim where the gazetteer is coarse; "
        "keys from AMAP_KEY, TIANDITU_KEY, BAIDU_AK",
    )
    locate.set_defaults(run=_locate)

    assets = commands.add_parser("assets", help="安装网页资源 · put the web assets in place")
    assets.set_defaults(run=_assets)

    boundaries = commands.add_parser("boundaries", help="边界 · areas of counties, towns, zones and parks")
    actions = boundaries.add_subparsers(required=True, metavar="ACTION")
    build = actions.add_parser(
        "build", help="重新生成全部近似边界 · make the approximate areas of all cities anew"
    )
    build.set_defaults(run=_build_boundaries)
    add_commands(actions)

    national = commands.add_parser("national", help="全国地名 · the gazetteer of the whole country")
    actions = national.add_subparsers(required=True, metavar="ACTION")
    build = actions.add_parser("build", help="由参考表生成 · make it from the reference tables")
    build.add_argument(
        "source", type=Path, metavar="DIR", help="towns.csv counties.csv villages.csv stations.csv"
    )
    build.set_defaults(run=_build_national)
    check = actions.add_parser("check", help="核对 · check keys, parents, datum and sources")
    check.set_defaults(run=_check_national)
    drawn = actions.add_parser("outlines", help="由区划数据重制全国界线 make the outlines for the map")
    drawn.set_defaults(run=_national_outlines)
    workspace.add_option(whole)
    return whole


def _locate(options: argparse.Namespace) -> int:
    from geopy.location import Location

    from geo.geocode import GazetteerGeocoder

    geocoder = GazetteerGeocoder()
    cascade = _cascade(geocoder, options.online) if options.online else None
    status = 0
    for text in options.text:
        considered: tuple[str, ...] = ()
        if cascade:
            outcome = cascade.ask(text, within=options.within, year=options.year)
            location = outcome.accepted[0] if outcome.accepted else None
            considered = outcome.considered
        else:
            location = geocoder.geocode(text, within=options.within, year=options.year)
        if isinstance(location, Location):
            point = {"lon": location.longitude, "lat": location.latitude}
            answer = {"query": text, "address": location.address} | location.raw | point
        else:
            status = 1
            listed = geocoder.geocode(text, exactly_one=False, within=options.within, year=options.year)
            candidates = listed[0].raw["candidates"] if isinstance(listed, list) else []
            answer = {"query": text, "place": None, "candidates": candidates}
        if cascade:
            answer["considered"] = list(considered)
        print(json.dumps(answer, ensure_ascii=False) if options.json else _sentence(answer))
        if not options.json:
            for line in considered:
                print(f"  未采用 {line}")
    return status


def _cascade(geocoder: GazetteerGeocoder, listed: str) -> Cascade:
    """The gazetteer with the online services of a list. Their modules are read only when wanted."""
    from geo.online import Cascade, services
    from geo.online.cache import ReplyCache

    names = [name.strip() for name in listed.split(",") if name.strip()]
    return Cascade([geocoder, *services(names, cache=ReplyCache())])


def _sentence(answer: dict[str, Any]) -> str:
    """The answer as one line to read."""
    query = answer["query"]
    if answer["place"] is None:
        names = "、".join(
            f"{one['place']}（{one['code']}，{one['confidence']:.2f}）" for one in answer["candidates"][:5]
        )
        return f"{query}：无法确定，可能是{names}" if names else f"{query}：未找到"
    until = f"，存续至 {answer['valid_to']} 年" if answer["valid_to"] else ""
    return (
        f"{query}：{answer['address']}（{answer['code']}{until}），"
        f"东经 {answer['lon']:.6f}、北纬 {answer['lat']:.6f}（{answer['datum']}），"
        f"误差不超过约 {answer['radius_m'] / 1000:.1f} 公里，"
        f"可信度 {answer['confidence']:.2f}，方法 {answer['method']}"
    )


def _assets(_: argparse.Namespace) -> int:
    from geo.assets import install_assets

    install_assets()
    return 0


def _build_boundaries(_: argparse.Namespace) -> int:
    from geo.build_areas import write_areas

    folder = workspace.current() / "boundaries"
    counts = write_areas(workspace.codes(), folder)["level"].value_counts(sort=False)
    print(f"{folder}: " + ", ".join(f"{count} {level}" for level, count in counts.items()))
    return 0


def _build_national(options: argparse.Namespace) -> int:
    from geo.national.build import build

    print(", ".join(f"{count} {kind}" for kind, count in build(options.source).items()))
    return 0


def _national_outlines(_: argparse.Namespace) -> int:
    from geo.national.outlines import OUTLINES, build

    told = ", ".join(f"{count} {level}" for level, count in build().items())
    print(f"{OUTLINES}: {told}")
    return 0


def _check_national(_: argparse.Namespace) -> int:
    from geo.national.checks import failures

    found = failures()
    for line in found:
        print(line, file=sys.stderr)
    if not found:
        print("national gazetteer: all checks passed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
