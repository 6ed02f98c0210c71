"""Files to hand over, made of what the page shows: a print, a page in one file, a profile.

What makes them is loaded when it is first asked for: matplotlib alone takes a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from projects.layers.keeping import Layer
from projects.presentation import mapactions, ownlayers, pagetexts
from projects.presentation.pagedata import PageData
from projects.store.conditions import PLACE_LEVELS
from projects.store.filters import Filters
from projects.store.profiletables import Area, Tables
from projects.store.query import Mask
from projects.store.vocabulary import vocabulary

PAPERS = ("A4", "A3", "A1")
# Width in dots of a slide: dots per inch.
SLIDES = {1920: 144, 3840: 288}
PRINT_TYPES = {".pdf": "application/pdf", ".png": "image/png"}


def print_extent(filters: Filters, areas: gpd.GeoDataFrame) -> tuple[str, ...]:
    """Codes of the counties and zones that *filters* ask for; for a town or a park, its county's.

    Parameters
    ----------
    filters
        Only their conditions on places count.
    areas
        As :func:`geo.boundaries.load_areas` gives them; codes that its column ``code`` lacks are left out.

    Returns
    -------
    tuple[str, ...]
        Sorted; empty, which a print takes for all counties, without a condition on places.
    """
    codes: set[str] = set()
    for key in PLACE_LEVELS:
        for value in getattr(filters, key):
            for place in vocabulary().places(key, value):
                codes.add(place.code if place.level in PLACE_LEVELS["county"] else place.parent_code)
    return tuple(sorted(codes & set(areas["code"])))


def profile_bytes(area: Area, tables: Tables, lang: str) -> bytes:
    """The A4 profile of an area as PDF.

    Parameters
    ----------
    area
        A county, zone, town, park or base.
    tables
        What the profile is made of.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    bytes
        One page, with today's date in its foot line.

    Raises
    ------
    InputError
        *lang* is neither zh nor en.
    MissingError
        No Chinese font is installed.
    """
    # Matplotlib takes a second to load; the page need not wait for it.
    from projects.presentation.profiles import render

    return render(area, tables, lang=lang)


def print_bytes(
    data: PageData,
    keep: NDArray[np.bool_],
    filters: Filters,
    *,
    lang: str,
    layers: tuple[tuple[Layer, ...], tuple[Mask, ...]] = ((), ()),
    **choices: Any,
) -> bytes:
    """The print of the records in *keep*, of the ``view`` or fitted to the counties that *filters* name.

    Parameters
    ----------
    data
        What the page has read.
    keep
        For each row of ``data.records`` whether it is printed.
    filters
        Those that chose the records; the subtitle names them.
    lang
        ``zh`` or ``en``.
    layers
        The own layers, and for each which of its rows the filters select; both empty for none.
    **choices
        Further ones of :class:`projects.presentation.prints.options.Options`, such as ``view``, ``suffix``.

    Returns
    -------
    bytes
        The file: a PDF, or a PNG where ``suffix`` says so.

    Raises
    ------
    InputError
        A choice is none of those allowed, or there is no area to fit the map to.
    MissingError
        No Chinese font is installed.
    """
    from projects.presentation.prints.options import Options
    from projects.presentation.prints.page import render

    shown = mapactions.chips(filters, lang, known=data.known)
    view = choices.get("view")
    options = Options(
        lang=lang,
        title=pagetexts.page_title(lang),
        subtitle=" · ".join(chip.label for chip in shown),
        extent=print_extent(filters, data.areas),
        own=ownlayers.for_print(*layers, view.hidden if view else (), lang) if layers[0] else (),
        **choices,
    )
    return render(data.records[keep], data.areas, options, documents=data.documents).content


def single_file(data: PageData, keep: NDArray[np.bool_], lang: str, conditions: Sequence[str]) -> bytes:
    """One HTML file of the records in *keep*, with saved views and tours.

    Parameters
    ----------
    data
        What the page has read.
    keep
        For each row of ``data.records`` whether it is in the file.
    lang
        Language in which the file opens, ``zh`` or ``en``.
    conditions
        Labels of the filters that chose the records, shown under the title.

    Returns
    -------
    bytes
        The file, UTF-8.

    Raises
    ------
    AssetError
        The web assets are not in place.
    """
    from projects.presentation.scenes import own_folder, saved
    from projects.presentation.standalone import standalone

    return standalone(
        data.records[keep],
        data.documents,
        data.levels,
        data.areas,
        lang=lang,
        conditions=conditions,
        saved=saved(own_folder()),
        everything=data.records,
        events=data.events,
    )


def format_label(forms: Mapping[str, Mapping[str, Any]], suffix: str) -> str:
    """A format with what it is for.

    Parameters
    ----------
    forms
        Suffix → format, as :func:`projects.export.writing.formats_for_page` gives it.
    suffix
        One of them.

    Returns
    -------
    str
        In the language of *forms*.
    """
    return f"{forms[suffix]['label']} — {forms[suffix]['use']}"


def systems(form: Mapping[str, Any]) -> dict[str, str]:
    """The coordinate systems that a format can carry.

    Parameters
    ----------
    form
        As :func:`projects.export.writing.formats_for_page` gives it.

    Returns
    -------
    dict[str, str]
        Code → code with label.
    """
    return {each["code"]: f"{each['code']} — {each['label']}" for each in form["systems"]}
