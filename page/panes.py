"""The panes of comparisons, chains and one area."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from page.buttons import download
from page.filtering import counted, set_filters
from page.leads import draw_figures, follow
from projects.presentation import downloads
from projects.presentation.figures import Lead
from projects.presentation.pagedata import PageData
from projects.store.filters import Filters
from projects.vocabulary import labels


def draw_comparison(data: PageData, filters: Filters, lang: str) -> None:
    """One topic: chart and table, each figure a way to its records."""
    # Altair is loaded when it is first needed: the map need not wait for it.
    from projects.presentation import comparing

    words, state = labels.texts(lang), st.session_state
    if state.get("topic") not in comparing.TOPICS:
        state.topic = next(iter(comparing.TOPICS))  # a link may name any
    topic = st.selectbox(
        words["compare.topic"],
        list(comparing.TOPICS),
        key="topic",
        format_func=lambda one: words[f"compare.{one}"],
        label_visibility="collapsed",
    )
    figures = comparing.figures(topic, data, filters, lang)
    if figures.table.empty and not figures.note:
        st.write(words["compare.none"])
        return
    with st.container(height="stretch", border=False, key="figures"):
        draw_figures(data, figures, f"{topic}_{hash(filters)}", lang, is_part=figures.chart is not None)


def draw_chain(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """The chain that is filtered by, as a list by role; else all chains to choose from."""
    from projects.presentation import comparing

    words = labels.texts(lang)
    if len(filters.chain) != 1:
        st.caption(words["chain.choose"])
        figures = comparing.chain_counts(data, filters, lang)
        st.caption(
            words["chain.filtered"].format(figures=labels.figures(counted(data, keep).as_dict(), lang))
        )
        draw_figures(data, figures, f"chains_{hash(filters)}", lang, pane="chain", is_part=True)
        return
    figures = comparing.chain_figures(filters.chain[0], data, keep, lang)
    label = data.known.label("chain", filters.chain[0], lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        # First, since a table's own tools appear above its right end.
        st.button(
            f"‹ {words['chain.all']}",
            type="tertiary",
            on_click=set_filters,
            args=(filters.without("chain"), data),
        )
        st.caption(words["chain.count"].format(chain=label, count=len(figures.table)))
    draw_figures(data, figures, f"chain_{hash(filters)}", lang, pane="chain")
    st.caption(words["chain.note"])


def draw_profile(data: PageData, filters: Filters, lang: str) -> None:
    """What the plans say about one area: the one that is chosen on the map or here."""
    from projects.presentation import portrait
    from projects.store.profile import find_area, profile

    words, state = labels.texts(lang), st.session_state
    options = portrait.area_labels(data.tables, lang)
    if state.area not in options:
        state.area = next(iter(options))
    state.area_choice = state.area
    with st.container(horizontal=True, vertical_alignment="bottom", key="area_head"):
        st.selectbox(
            words["profile.area"],
            options,
            key="area_choice",
            format_func=options.__getitem__,
            on_change=lambda: state.update(area=state.area_choice),
            label_visibility="collapsed",
        )
        area = find_area(state.area, data.tables)
        download(
            words["profile.pdf"],
            partial(downloads.profile_bytes, area, data.tables, lang),
            f"profile-{area.key}.pdf",
            "application/pdf",
        )
    one = profile(area, data.tables)
    if filters.active():
        st.caption(words["profile.unfiltered"])
    with st.container(height="stretch", border=False, key="portrait"):
        st.html(portrait.html(one, data.tables, lang))
        if len(one.records):
            st.button(
                words["profile.show"].format(count=f"{len(one.records):,}"),
                on_click=follow,
                args=(data, Lead(query=area.filters.link())),
            )
            for part, figures in (
                ("industries", portrait.by_industry(one, lang)),
                ("plans", portrait.by_plan(one, data.tables, lang)),
                ("followup", portrait.by_followup(one, data.tables, lang)),
            ):
                draw_figures(data, figures, f"{part}_{area.key}", lang, is_part=True)
