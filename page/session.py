"""What a session looks at: its workspace, its edition, and the tables of these."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo import workspace
from projects.desk.presence import is_there
from projects.errors import InputError, MissingError
from projects.presentation import webdata
from projects.presentation.pagedata import PageData, Stamp, read_page_data, stamp
from projects.vocabulary import labels

TABLES = "PROJECT_MAP_TABLES"  # a folder whose tables are shown, whatever the workspace and its editions


def session_workspace() -> Path | None:
    """The workspace that this session has chosen; None outside of a session or without a choice."""
    return st.session_state.get("workspace") if get_script_run_ctx() else None


def session_tables() -> Path | None:
    """The tables of the edition that this session shows; None for the workspace's own."""
    return st.session_state.get("tables") if get_script_run_ctx() else None


def follow_sessions() -> None:
    """Let all code see the workspace and the edition of the session that runs it."""
    workspace.resolver = session_workspace
    workspace.tables_resolver = session_tables


def tables_folder() -> Path:
    """The tables that are shown: of an edition, of the workspace, or a folder that the environment names."""
    named = os.environ.get(TABLES)
    return Path(named) if named else workspace.tables()


@st.cache_resource(show_spinner=False)
def load(tables: Path, stamp: Stamp) -> PageData:
    """Read the store anew whenever the *stamp* of its tables changes."""
    del stamp
    return read_page_data(tables)


def read_data(lang: str) -> PageData:
    """What the tables that are shown hold; without any, the page ends with what to run."""
    try:
        tables = tables_folder()
        data = load(tables, stamp(tables))
        if not webdata.is_in_place(data.published):
            load.clear()
            data = load(tables, stamp(tables))
    except MissingError:
        st.error(labels.texts(lang)["app.no_records"])
        st.stop()
    except InputError as error:  # a table, or the server that holds them, cannot be read
        st.error(str(error))
        st.stop()
    return data


def choose_workspace() -> None:
    """On the first run of a session, take the workspace that the URL names, else the usual one."""
    state = st.session_state
    if "workspace" not in state:
        named = workspace.known().get(st.query_params.get("city", ""))
        state.workspace = named.folder if named else None


def choose_edition(lang: str) -> None:
    """Show the edition that the URL names, else the last one; the workspace's own tables without any."""
    state = st.session_state
    before = state.get("tables")
    state.tables = None
    if not is_there() or os.environ.get(TABLES):
        return
    # Opens the desk's database, which a map without a desk need not wait for.
    from projects.desk import editions

    named = st.query_params.get("edition")
    last = None
    try:
        last = state.tables = editions.shown()
        if named is not None:
            state.tables = editions.shown(named)
    except InputError as error:
        state.message = str(error)
        state.tables = state.tables or before  # a server that is away takes nothing off the map
    is_old = state.tables is not None and state.tables != last
    if is_old and state.get("edition") != named:
        state.message = labels.texts(lang)["app.edition_old"].format(name=named)
    state.edition = named if is_old else ""


def change_workspace(name: str) -> None:
    """Show another city: nothing of the view of this one holds there."""
    chosen = workspace.known().get(name)
    lang = st.query_params.get("lang")
    st.session_state.clear()
    st.session_state.workspace = chosen.folder if chosen else None
    st.query_params.from_dict({"city": name} | ({"lang": lang} if lang else {}))


def open_desk_page(is_open: bool) -> None:
    """Go to the desk, or back to the map as it was left."""
    state, query = st.session_state, st.query_params
    kept: dict[str, Any] = {key: query[key] for key in ("lang", "city") if key in query}
    if is_open:
        state.left = {key: query.get_all(key) for key in query if key not in kept}
        query.from_dict(kept | {"view": "desk"})
    else:
        query.from_dict(state.pop("left", {}) | kept)
