"""Exports of what the page of a country shows."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from page.buttons import download
from projects.batch.selection import FORMS, MOST, selection_bytes
from projects.export.writing import file_name
from projects.store.countryfacts import Facts, Mask
from projects.store.filters import Filters
from projects.vocabulary import labels


def draw_export(facts: Facts, filters: Filters, keep: Mask, lang: str) -> None:
    """Format and file; what the menu holds is sent when it is opened."""
    words = labels.texts(lang)
    menu = st.popover(words["app.export"], icon=":material/download:", key="n_menu_export", on_change="rerun")
    if not menu.open:
        return
    with menu:
        st.caption(
            words["app.export_note"].format(figures=labels.figures(facts.counts(keep).as_dict(), lang))
        )
        if int(keep.sum()) > MOST:
            st.caption(words["country.export_most"].format(count=f"{MOST:,}"))
            return
        suffix = st.selectbox(
            words["app.format"], list(FORMS), format_func=lambda one: _label(one, lang), key="n_format"
        )
        name = file_name("records", suffix, filters=Filters(), made=date.today())
        make = partial(selection_bytes, facts, keep, suffix, filters=filters)
        download(words["app.download"], make, name, FORMS[suffix].media_type)


def _label(suffix: str, lang: str) -> str:
    form = FORMS[suffix]
    return form.label_en if lang == "en" else form.label_zh
