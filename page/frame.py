"""Head and foot of the page, and what it has to tell once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from page.access import draw_who
from page.filtering import chips, set_filters, switch_language
from page.handover import draw_handing_over
from page.layers import Shown
from page.session import open_desk_page
from projects.presentation import pagetexts
from projects.presentation.pagedata import PageData
from projects.store.filters import Filters
from projects.vocabulary import labels


def draw_title(data: PageData, lang: str) -> None:
    """Name of the city, and what the map is made of."""
    told = pagetexts.subtitle(data.documents, data.records, lang)
    st.html(pagetexts.title_html(pagetexts.page_title(lang), told))


def draw_tools(data: PageData, filters: Filters, keep: Any, layers: Shown, lang: str) -> None:
    """What can be handed over, the way to the desk, and the switch to the other language."""
    words = labels.texts(lang)
    draw_handing_over(data, filters, keep, layers, lang)
    st.button(words["desk.open_it"], icon=":material/fact_check:", on_click=open_desk_page, args=(True,))
    draw_who(lang)
    st.button(words["app.lang"], key="lang", on_click=switch_language, args=(filters, data, lang))


def draw_notices(lang: str) -> None:
    """What could not be read in the link or done on the map, once."""
    message = st.session_state.pop("message", "")
    if message:
        st.toast(pagetexts.literal(message), duration="long")
    notices = st.session_state.pop("notices", [])
    if notices:
        items = "; ".join(pagetexts.literal(notice.en if lang == "en" else notice.zh) for notice in notices)
        st.toast(labels.texts(lang)["app.bad_url"].format(items=items), duration="long")


def draw_foot(data: PageData, filters: Filters, lang: str) -> None:
    """The conditions as chips, one click removes one; sources and the note on boundaries."""
    words = labels.texts(lang)
    with st.container(key="foot", horizontal=True, vertical_alignment="center"):
        for chip in chips(data, filters, lang):
            st.button(
                f"{pagetexts.literal(chip.label)} ×",
                key=f"chip_{chip.key}_{chip.value}",
                help=words["app.remove"],
                on_click=set_filters,
                args=(filters.without(chip.key, chip.value), data),
            )
        if filters.active():
            st.button(words["app.clear"], type="tertiary", on_click=set_filters, args=(Filters(), data))
        st.html(
            pagetexts.note_html(
                words["app.sources"].format(count=len(data.documents)),
                words["app.indicative"],
                words["app.coordinates"],
            )
        )
