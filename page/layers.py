"""Own layers on the page: brought in and removed in the menu, listed in a tab of their own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from page import access
from page.buttons import download
from page.tables import draw_table
from projects.errors import InputError
from projects.layers import keeping
from projects.layers.keeping import Layer
from projects.layers.matching import matching
from projects.layers.words import kinds
from projects.presentation import ownlayers, pagetexts
from projects.store.filters import Filters
from projects.store.query import Mask
from projects.vocabulary import labels

SUFFIXES = ("xlsx", "csv", "geojson", "json", "gpkg", "kml", "kmz", "zip")
Shown = tuple[tuple[Layer, ...], tuple[Mask, ...]]


def shown_layers(filters: Filters) -> Shown:
    """The layers of the workspace and the rows of each that *filters* select; none where one is broken."""
    try:
        found = keeping.layers()
    except InputError as error:
        st.session_state.message = str(error)
        return (), ()
    return found, matching(found, filters) if found else ()


def draw_layers_menu(lang: str) -> None:
    """The template, a file brought in, the layers that there are."""
    from projects.layers.template import template
    from projects.presentation.ownareas import DATUMS

    words, state = labels.texts(lang), st.session_state
    st.caption(words["layers.note"])
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    download(words["layers.get_template"], partial(template, lang), "layers.xlsx", sheet)
    file = st.file_uploader(words["layers.file"], type=list(SUFFIXES), key="layer_file")
    name = st.text_input(words["layers.name"], key="layer_name")
    datum = st.selectbox(
        words["own.datum"], DATUMS, format_func=lambda one: words[f"own.{one}"], key="layer_datum"
    )
    told = ["", *kinds()]
    kind = st.selectbox(
        words["layers.kind"],
        told,
        format_func=lambda one: kinds()[one].label(lang) if one else words["layers.by_column"],
        key="layer_kind",
    )
    name = name.strip() or (Path(file.name).stem if file else "")
    is_there = name in {layer.name for layer in keeping.layers()}
    is_replacing = is_there and st.checkbox(
        words["layers.replace"].format(name=pagetexts.literal(name)), key=f"layer_replace_{name}"
    )
    if st.button(words["layers.add"], disabled=file is None, type="primary") and file:
        if no := access.granted("import", f"layer {name}", lang):
            st.error(no)
            return
        try:
            with st.spinner(words["own.busy"]):
                counts = ownlayers.bring_in(
                    file.name, file.getvalue(), name, datum=datum, kind=kind, is_replacing=is_replacing
                )
        except InputError as error:
            st.error(pagetexts.literal(str(error)))
            return
        state.message = words["layers.added"].format(name=name, **counts)
        st.rerun()
    for layer in keeping.layers():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{layer.name} · {len(layer.features):,} · {layer.source}")
            st.button(
                words["layers.remove"], key=f"remove_{layer.name}", on_click=_remove, args=(layer.name, lang)
            )


def _remove(name: str, lang: str) -> None:
    if no := access.granted("import", f"remove layer {name}", lang):
        st.session_state.message = no
        return
    try:
        keeping.remove_layer(name)
    except InputError as error:
        st.session_state.message = str(error)


def draw_layers_list(shown: Shown, lang: str) -> None:
    """The rows that the filters select, with what they are and are not, and as a file of their own."""
    words = labels.texts(lang)
    layers, keeps = shown
    table = ownlayers.table(layers, keeps, lang)
    off = sum(
        layer.features[at]["properties"]["lon"] is None
        for layer, keep in zip(layers, keeps, strict=True)
        for at in keep.nonzero()[0]
    )
    sources = "；".join(f"{layer.name}（{layer.source}，{layer.added}）" for layer in layers)
    note = words["layers.listed"].format(drawn=len(table) - off, off=off, sources=sources)
    st.caption(pagetexts.literal(note))
    download("CSV", partial(ownlayers.as_csv, table, lang), "layers.csv", "text/csv")
    draw_table(table, ownlayers.LISTED, lang)
