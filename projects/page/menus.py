"""The menus above the map: own boundaries to bring in; exports, prints, one file to take along."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from projects import labels
from projects.asking.filters import Filters
from projects.errors import InputError
from projects.exporting.export import file_name, formats_for_page, to_bytes
from projects.page.state import chips
from projects.page.widgets import download
from projects.showing import handover, pageview
from projects.showing.pagedata import PageData


def draw_handing_over(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """What is shown, to take along; own boundaries, to bring in. A menu is sent when it is opened."""
    menus = {
        "own": ("upload", partial(draw_own, lang)),
        "export": ("download", partial(draw_export, data, keep, lang)),
        "print": ("print", partial(draw_print, data, filters, keep, lang)),
        "single": ("file_present", partial(draw_single, data, filters, keep, lang)),
    }
    for name, (icon, draw) in menus.items():
        label = labels.texts(lang)[f"app.{name}"]
        menu = st.popover(label, icon=f":material/{icon}:", key=f"menu_{name}", on_change="rerun")
        if menu.open:
            with menu:
                draw()


def draw_export(data: PageData, keep: Any, lang: str) -> None:
    """Format, coordinate system, and the file."""
    words = labels.texts(lang)
    forms = {str(form["suffix"]): form for form in formats_for_page(lang)}
    st.caption(words["app.export_note"].format(count=f"{int(keep.sum()):,}"))
    suffix = st.selectbox(
        words["app.format"], forms, format_func=partial(pageview.format_label, forms), key="format"
    )
    systems = pageview.systems(forms[suffix])
    crs = st.selectbox(
        words["app.system"],
        systems,
        format_func=systems.__getitem__,
        disabled=len(systems) < 2,
        key=f"crs_{suffix}",
    )
    download(
        words["app.download"],
        partial(to_bytes, data.records[keep], suffix, crs=crs),
        file_name("projects", suffix, crs=crs),
        str(forms[suffix]["media_type"]),
    )


def draw_print(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """Paper, orientation, map approval number, and the file as PDF or PNG."""
    words = labels.texts(lang)
    paper = st.segmented_control(words["app.paper"], handover.PAPERS, default="A3", key="paper")
    ways = {False: words["app.landscape"], True: words["app.portrait"]}
    way = st.segmented_control(words["app.way"], ways, default=False, format_func=ways.__getitem__, key="way")
    number = st.text_input(words["app.approval"], key="approval", help=words["app.approval_help"])
    choices: dict[str, Any] = {
        "paper": paper or "A3",
        "portrait": bool(way),
        "lang": lang,
        "approval_number": number,
    }
    for suffix, media_type in handover.PRINT_TYPES.items():
        make = partial(handover.print_bytes, data, keep, filters, suffix=suffix, **choices)
        download(words[f"app.print{suffix}"], make, f"map-{choices['paper']}{suffix}", media_type)


def draw_single(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """The page of what is shown in one file."""
    words = labels.texts(lang)
    st.caption(words["app.single_note"])
    conditions = [chip.label for chip in chips(data, filters, lang)]
    make = partial(handover.single_file, data, keep, lang, conditions)
    download(words["app.download"], make, "map.html", "text/html")


def draw_own(lang: str) -> None:
    """Own boundaries or facilities: check a file, use it, or go back to the approximation."""
    from projects.showing import ownareas

    words = labels.texts(lang)
    st.caption(words["own.note"])
    file = st.file_uploader(
        words["own.file"], type=[suffix[1:] for suffix in ownareas.SUFFIXES], key="own_file"
    )
    datum = st.selectbox(words["own.datum"], ownareas.DATUMS, format_func=lambda one: words[f"own.{one}"])
    level = st.selectbox(words["own.level"], ownareas.LEVELS, format_func=lambda one: words[f"own.{one}"])
    is_official = st.checkbox(words["own.official"])
    with st.container(horizontal=True):
        check = st.button(words["own.check"], disabled=file is None)
        use = st.button(words["own.use"], disabled=file is None, type="primary")
        undo = st.button(words["own.undo"])
    state = st.session_state
    if undo:
        state.message = words["own.undone" if ownareas.remove() else "own.nothing"]
        state.pop("own_outcome", None)
        st.rerun()
    if file is not None and (check or use):
        try:
            with st.spinner(words["own.busy"]):
                state.own_outcome = ownareas.bring_in(
                    file.name,
                    file.getvalue(),
                    datum=datum,
                    level=level,
                    is_official=is_official,
                    is_trial=check,
                )
        except InputError as error:
            st.error(pageview.literal(str(error)))
            return
        if use:
            st.rerun()  # with the areas as they are now
    if outcome := state.get("own_outcome"):
        st.text("\n".join(outcome.lines))
        if outcome.review:
            download(words["own.review"], lambda: outcome.review, "review.csv", "text/csv")
