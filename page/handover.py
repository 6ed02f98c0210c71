"""What is handed over: exports, prints, the page in one file."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from geo import workspace
from page.buttons import download
from page.filtering import chips, counted
from page.layers import Shown
from page.own import draw_own
from projects.export.formats.content import MENTIONS
from projects.export.writing import file_name, formats_for_page, to_bytes
from projects.presentation import downloads
from projects.presentation.pagedata import PageData
from projects.store.filters import Filters
from projects.vocabulary import labels


def draw_handing_over(data: PageData, filters: Filters, keep: Any, layers: Shown, lang: str) -> None:
    """What is shown, to take along; own boundaries, to bring in. A menu is sent when it is opened."""
    menus = {
        "own": ("upload", partial(draw_own, lang)),
        "export": ("download", partial(draw_export, data, filters, keep, lang)),
        "print": ("print", partial(draw_print, data, filters, keep, layers, lang)),
        "single": ("file_present", partial(draw_single, data, filters, keep, lang)),
    }
    for name, (icon, draw) in menus.items():
        label = labels.texts(lang)[f"app.{name}"]
        menu = st.popover(label, icon=f":material/{icon}:", key=f"menu_{name}", on_change="rerun")
        if menu.open:
            with menu:
                draw()


def draw_export(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """Format, coordinate system, and the file."""
    words = labels.texts(lang)
    forms = {str(form["suffix"]): form for form in formats_for_page(lang)}
    st.caption(words["app.export_note"].format(figures=labels.figures(counted(data, keep).as_dict(), lang)))
    suffix = st.selectbox(
        words["app.format"], forms, format_func=partial(downloads.format_label, forms), key="format"
    )
    layer = MENTIONS
    layers = forms[suffix]["layers"]
    if isinstance(layers, list) and layers:
        names = [str(one) for one in layers]
        layer = st.selectbox(words["app.layer"], names, format_func=lambda one: words[f"app.layer.{one}"])
    systems = downloads.systems(forms[suffix])
    crs = st.selectbox(
        words["app.system"],
        systems,
        format_func=systems.__getitem__,
        disabled=len(systems) < 2,
        key=f"crs_{suffix}",
    )
    download(
        words["app.download"],
        partial(to_bytes, data.records, suffix, crs=crs, filters=filters, keep=keep, layer=layer),
        file_name(
            "projects" if layer == MENTIONS else layer,
            suffix,
            crs=crs,
            filters=filters,
            made=date.today(),
            edition="-".join(sorted({text for text in data.records["edition"][keep] if text})),
        ),
        str(forms[suffix]["media_type"]),
    )


def draw_print(data: PageData, filters: Filters, keep: Any, layers: Shown, lang: str) -> None:
    """Extent, paper, orientation, map approval number, and the file as PDF or PNG, also for slides."""
    words, view = labels.texts(lang), st.session_state.get("view")
    extents = ("view", "whole")
    extent = st.segmented_control(
        words["app.extent"],
        extents,
        default=extents[0],
        required=True,
        format_func=lambda one: words[f"app.extent.{one}"],
        key="extent",
    )
    paper = st.segmented_control(words["app.paper"], downloads.PAPERS, default="A3", key="paper")
    ways = {False: words["app.landscape"], True: words["app.portrait"]}
    way = st.segmented_control(words["app.way"], ways, default=False, format_func=ways.__getitem__, key="way")
    number = st.text_input(words["app.approval"], key="approval", help=words["app.approval_help"])
    choices: dict[str, Any] = {
        "paper": paper or "A3",
        "portrait": bool(way),
        "lang": lang,
        "approval_number": number,
        "view": view if extent == "view" else None,
        "layers": layers,
    }
    named = partial(file_name, filters=filters, made=date.today())
    for suffix, media_type in downloads.PRINT_TYPES.items():
        make = partial(downloads.print_bytes, data, keep, filters, suffix=suffix, **choices)
        name = named(_map_name(choices["paper"]), suffix)
        download(words[f"app.print{suffix}"], make, name, media_type)
    slide = choices | {"paper": "16:9", "portrait": False, "suffix": ".png"}
    for width, dpi in downloads.SLIDES.items():
        make = partial(downloads.print_bytes, data, keep, filters, dpi=dpi, **slide)
        size = f"{width}x{width * 9 // 16}"
        label = words["app.slide"].format(size=size.replace("x", "×"))
        download(label, make, named(_map_name(size), ".png"), "image/png")


def draw_single(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """The page of what is shown in one file."""
    words = labels.texts(lang)
    st.caption(words["app.single_note"])
    conditions = [chip.label for chip in chips(data, filters, lang)]
    make = partial(downloads.single_file, data, keep, lang, conditions)
    name = file_name(_map_name(), ".html", filters=filters, made=date.today())
    download(words["app.download"], make, name, "text/html")


def _map_name(*parts: str) -> str:
    """What the name of a map begins with: whose it is, and what sheet."""
    return "-".join(("map", workspace.described().name, *parts))
