"""The folium map: one constant map, and a small layer that says what is shown.

streamlit-folium draws a map anew whenever its script changes, which blanks it and loses
the view. So the map's script is the same on every run of the page: it loads the files
of :mod:`projects.presentation.webdata` once. What a filter changes goes into a feature group that
streamlit-folium evaluates in the living map: one bit per record.

Nothing here calls Streamlit. Links are relative to the component's frame, which lies two
folders below the page, so that they hold behind a proxy with a path of its own.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import folium
import numpy as np
from branca.colormap import ColorMap
from branca.element import Element, MacroElement
from folium.template import Template
from numpy.typing import NDArray

from geo.errors import AssetError
from projects.presentation.webdata import Published

PAGE_URL = "../.."
STATIC_URL = f"{PAGE_URL}/app/static/"
MAX_ZOOM = 17

_START = Template(
    "{% macro script(this, kwargs) %}"
    "projectMap.start({{ this._parent.get_name() }}, {{ this.urls|tojson }});"
    "{% endmacro %}"
)
# streamlit-folium keeps every feature group it ever drew in window.feature_group and never
# empties it; it has already taken the last one off the map when this runs.
_SHOW = Template(
    "{% macro script(this, kwargs) %}"
    "window.feature_group = []; projectMap.show({{ this.request|tojson }});"
    "{% endmacro %}"
)

_CALL = Template(
    "{% macro script(this, kwargs) %}"
    "{% if this.empties %}window.feature_group = [];{% endif %}"
    "{{ this.function }}("
    "{% if this.with_map %}{{ this._parent.get_name() }}, {% endif %}{{ this.value|tojson }});"
    "{% endmacro %}"
)


def base_map(published: Published) -> folium.Map:
    """The map without records: the same script for the same *published* files.

    Parameters
    ----------
    published
        Where the map's files are below ``static/``, and the bounds whose middle the map starts at.

    Returns
    -------
    folium.Map
        To be drawn once; what it shows comes with :func:`shown_group`.

    Raises
    ------
    AssetError
        The map would load something from another host.
    """
    west, south, east, north = published.bounds
    names = ("config", "areas", "areas_gcj02", "records", "choices")
    urls = {name: STATIC_URL + getattr(published, name) for name in names if getattr(published, name)}
    middle = [(south + north) / 2, (west + east) / 2]
    needed = [urls[name] for name in ("config", "areas", "records")]
    chart = plain_map(middle, published.script, published.styles, needed)
    _element(_START, urls=urls).add_to(chart)
    check_links(chart)
    return chart


def plain_map(
    centre: Sequence[float],
    script: str,
    styles: str,
    needed: Sequence[str],
    *,
    zoom: int = 9,
    most: int = MAX_ZOOM,
) -> folium.Map:
    """A map at *centre* (lat, lon) that loads these files and nothing else.

    *needed* are the addresses of the data that it waits for. The script asks for them, and for the styles,
    as soon as it is there (``web/early.js``), where streamlit-folium would come to them much later.
    """
    chart = folium.Map(
        location=list(centre),
        tiles=None,
        zoom_start=zoom,
        max_zoom=most,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=90,
        bounce_at_zoom_limits=False,
        double_click_zoom=False,  # a click chooses an area
    )
    early = [("style", STATIC_URL + styles), *(("fetch", url) for url in needed)]
    chart.default_js = [(script, f"{STATIC_URL}{script}#{urlencode(early)}")]
    chart.default_css = [(styles, STATIC_URL + styles)]
    return chart


def script(parent: Any, function: str, value: Any, *, with_map: bool = False, empties: bool = False) -> None:
    """Let the living map call *function* with *value*; *empties* as every group of a rerun has to."""
    _element(_CALL, function=function, value=value, with_map=with_map, empties=empties).add_to(parent)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the living map is to show.

    ``rows`` holds one value per record, in the order of the table that was published; ``others`` are
    those that meet the conditions the browser does not know itself, ``None`` without such a condition;
    ``selected`` is the row of the record to mark and open, ``None`` for no such record;
    ``has_focus`` says that the page's list shows what was selected on the map.
    ``chosen`` are codes of areas, ``outlines`` GeoJSON by datum
    (:mod:`projects.presentation.mapactions`). ``query``, ``title`` and
    ``conditions`` (in words) go into scenes and titles, ``saved`` is the path of the saved
    ones below ``static/``, ``look`` the view that a link asks for; ``tells_view`` whether the map is to
    tell what it shows (``do: view``), now and whenever that changes; ``answers`` is the number of the last
    action of the map that was done; ``tells_drawn`` the address below the page that the map asks for as soon
    as it is drawn, if any; ``layers`` are own layers
    (:func:`projects.presentation.ownlayers.for_map`), ``None`` without any.
    ``lang`` is ``zh`` or ``en``, ``theme`` light or dark.
    """

    rows: NDArray[np.bool_]
    lang: str = "zh"
    theme: str = "light"
    selected: int | None = None
    has_focus: bool = False
    chosen: Sequence[str] = ()
    outlines: Sequence[Mapping[str, Any]] = ()
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    title: str = ""
    conditions: Sequence[str] = ()
    saved: str = ""
    look: Mapping[str, Any] | None = None
    tells_view: bool = False
    answers: str = ""
    layers: Mapping[str, Any] | None = None
    others: NDArray[np.bool_] | None = None
    tells_drawn: str = ""


def lit(chosen: list[str], area: str, names: Mapping[str, str]) -> list[str]:
    """The areas that the map marks: the filters', and that of the open profile.

    Parameters
    ----------
    chosen
        Codes that the filters name.
    area
        Code of the area whose profile is open; empty for none.
    names
        Code → name of every area of the map.

    Returns
    -------
    list[str]
        Codes; *area* is left out where it is none of the map.
    """
    return sorted({*chosen, area}) if area in names else chosen


def shown_group(published: Published, shown: Shown) -> folium.FeatureGroup:
    """The layer that makes the living map show *shown*.

    Parameters
    ----------
    published
        What the living map was made of (:func:`base_map`).
    shown
        Its rows are those of the table that was published.

    Returns
    -------
    folium.FeatureGroup
        Holds nothing but the script that tells the map.
    """
    row = shown.selected
    request = {
        "mask": _bits(shown.rows[published.order]),
        "others": None if shown.others is None else _bits(shown.others[published.order]),
        "lang": shown.lang,
        "theme": shown.theme,
        "selected": -1 if row is None else int(np.flatnonzero(published.order == row)[0]),
        "focus": shown.has_focus or row is not None,
        "chosen": list(shown.chosen),
        "outlines": list(shown.outlines),
        "query": dict(shown.query),
        "title": shown.title,
        "conditions": list(shown.conditions),
        "saved": STATIC_URL + shown.saved,
        "look": shown.look,
        "tells_view": shown.tells_view,
        "answers": shown.answers,
        "tells_drawn": shown.tells_drawn and PAGE_URL + shown.tells_drawn,
        "layers": shown.layers and {**shown.layers, "url": STATIC_URL + shown.layers["url"]},
    }
    group = folium.FeatureGroup()
    _element(_SHOW, request=request).add_to(group)
    return group


def _bits(rows: NDArray[np.bool_]) -> str:
    """Base64 of one bit per record, lowest bit first."""
    return base64.b64encode(np.packbits(rows, bitorder="little").tobytes()).decode("ascii")


def check_links(element: Element) -> None:
    """Refuse a map that would load anything from another host.

    Of an element whose links no attribute shows (a colour map of branca brings d3) nothing is known;
    with no network the first link that fails leaves an empty frame.

    Raises
    ------
    AssetError
        A link is not below ``static/``, or an element is a colour map.
    """
    if isinstance(element, ColorMap):
        raise AssetError(f"the map would load d3 for {element.get_name()!r} from another host")
    for _, link in (*getattr(element, "default_js", ()), *getattr(element, "default_css", ())):
        if not link.startswith(STATIC_URL):
            raise AssetError(f"the map would load {link!r}; add it to data/assets.csv and use that file")
    for child in element._children.values():
        check_links(child)


def _element(template: Template, **values: Any) -> MacroElement:
    element = MacroElement()  # type: ignore[no-untyped-call]
    element._template = template
    for name, value in values.items():
        setattr(element, name, value)
    return element
