"""The desk: its own page, drawn as one fragment, so that a decision draws nothing else anew."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from geo import workspace
from page import access
from page.decisions import decide, keep_desk
from page.deskadding import draw_desk_plans
from page.deskeditions import draw_desk_editions
from page.deskforms import draw_desk_form
from page.deskqueue import desk_asked, draw_desk_bulk, draw_desk_filters, draw_desk_queue, draw_desk_replace
from page.deskrecord import DESK_ELEMENT, draw_desk_keys, draw_desk_text
from page.session import open_desk_page
from projects.desk.desk import Desk, open_desk
from projects.errors import InputError
from projects.presentation import deskmap, deskqueue, deskrecord, pagetexts, webfiles
from projects.vocabulary import labels

# Seconds by which the record is ahead of queue and head: the browser draws what has come together.
_HEAD_START_S = 0.02


@st.cache_resource(show_spinner=False)
def desk_of(folder: Path) -> Desk:
    """The desk of a workspace, which all sessions share."""
    return open_desk(folder, writing=True)


def draw_desk(lang: str) -> None:
    """The desk, or why it cannot be opened."""
    st.html(webfiles.WEB_DIR / "desk.css")
    st.session_state.tables = None  # what is checked is the workspace's, not an edition's
    if not access.may("desk"):  # before it is opened: that alone makes a database
        st.warning(access.granted("desk", "look", lang))
        access.draw_who(lang)
        st.button(labels.texts(lang)["desk.back"], on_click=open_desk_page, args=(False,))
        return
    try:
        desk = desk_of(workspace.current())
    except InputError as error:
        st.error(pagetexts.literal(str(error)))
        st.button(labels.texts(lang)["desk.back"], on_click=open_desk_page, args=(False,))
        return
    for key, value in {"desk_id": "", "desk_mode": "", "desk_view": "queue"}.items():
        st.session_state.setdefault(key, value)
    draw_desk_page(desk, lang)


@st.fragment
def draw_desk_page(desk: Desk, lang: str) -> None:
    """Head, queue, source text, record; what others do meanwhile is seen at the next touch."""
    with desk.held():
        draw_desk_parts(desk, lang)


def draw_desk_parts(desk: Desk, lang: str) -> None:
    """All parts of the desk, of one state of its events; the record before what stands around it."""
    state = st.session_state
    if message := state.pop("desk_message", ""):
        st.toast(pagetexts.literal(message))
    head = st.container(key="desk_head", horizontal=True, vertical_alignment="center")
    if state.desk_view == "queue":
        left, middle, right = st.columns([3, 6, 4], gap="small")
        asked, offered = desk_asked(desk)
        found = deskqueue.rows(desk, asked)
        at, listed = deskqueue.around(found, state.desk_id)
        if desk.documents:
            draw_desk_record(desk, found, at, (middle, right), lang)
        else:
            draw_desk_start(middle, lang)
        with left:
            draw_desk_filters(desk, offered, lang)
            draw_desk_queue(found, at, listed, lang)
            if asked.section:
                draw_desk_bulk(desk, found, asked, lang)
            draw_desk_replace(found, desk, lang)
    with head:
        draw_desk_head(desk, lang)
    if state.desk_view == "add":
        draw_desk_plans(desk, lang)
    if state.desk_view == "editions":
        draw_desk_editions(desk, lang)


def draw_desk_start(column: Any, lang: str) -> None:
    """Where to begin when no plan is there."""
    words = labels.texts(lang)
    column.info(words["desk.no_plans"])
    column.button(
        words["desk.view.add"],
        key="desk_start",
        type="primary",
        icon=":material/add:",
        on_click=lambda: st.session_state.update(desk_view="add"),
    )


def draw_desk_record(
    desk: Desk, found: list[deskqueue.Row], at: int, columns: tuple[Any, Any], lang: str
) -> None:
    """The record that is looked at: keys, source text, fields, map."""
    middle, right = columns
    if not found:
        middle.info(labels.texts(lang)["desk.empty"])
        return
    record, waiting = found[at]
    following = found[at + 1 if at + 1 < len(found) else max(at - 1, 0)][0].id
    step = partial(decide, desk, lang, record, following, desk.head(record.id))
    with middle:
        draw_desk_keys(desk, found, at, step, lang)
        draw_desk_form(desk, record, step, lang)
        draw_desk_text(desk, record, step, lang)
    with right:
        st.html(deskrecord.fields_html(desk, record, waiting, lang))
        DESK_ELEMENT(
            key="desk_map",
            data=deskmap.small_map(record, lang),
            on_spot_change=partial(keep_desk, "spot"),
        )
    time.sleep(_HEAD_START_S)


def draw_desk_head(desk: Desk, lang: str) -> None:
    """Title, progress, who decides, and the ways out."""
    words = labels.texts(lang)
    st.html(pagetexts.title_html(words["desk.title"], workspace.described().name))
    st.html(deskqueue.progress_html(desk, lang))
    if access.has_accounts():
        access.draw_who(lang)
    else:
        st.text_input(
            words["desk.name"],
            key="desk_by",
            placeholder=words["desk.name"],
            help=words["desk.name_hint"],
            label_visibility="collapsed",
            width=160,
        )
    st.segmented_control(
        words["desk.title"],
        ("queue", "add", "editions"),
        key="desk_view",
        required=True,
        format_func=lambda one: words[f"desk.view.{one}"],
        label_visibility="collapsed",
    )
    menu = st.popover(words["desk.by_document"], key="desk_progress", on_change="rerun")
    if menu.open:
        menu.dataframe(deskqueue.progress_table(desk, lang), hide_index=True, width=640)
    if st.button(words["desk.back"], icon=":material/map:"):
        open_desk_page(False)
        st.rerun()
