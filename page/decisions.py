"""Decisions of a person at the desk: stored, taken back; and where the desk looks after them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from page.access import author, granted
from projects.desk import deciding
from projects.desk.book import StaleError
from projects.desk.desk import Desk
from projects.desk.events import Event
from projects.desk.replacing import Replacement, replace_all
from projects.errors import InputError
from projects.model.records import Record
from projects.presentation import deskforms
from projects.vocabulary import labels

# A decision ready to be stored: it takes an action, which takes who decides and what they saw.
DeskStep = Callable[[Callable[..., list[Event]]], None]


def decide(
    desk: Desk, lang: str, record: Record, following: str, head: str, action: Callable[..., list[Event]]
) -> None:
    """Store a decision about *record*, of which *head* is the last event that was seen; go on."""
    state = st.session_state
    by = author()
    if no := refused(record.id, lang):
        state.desk_message = no
        return
    try:
        with desk.held():
            action(by=by, expected={record.id: head})
    except StaleError as error:
        again = partial(decide, desk, lang, record, following, desk.head(record.id), action)
        state.desk_stale = (deskforms.stale_lines(error, lang), again)
        return
    except InputError as error:
        state.desk_message = str(error)
        return
    go_desk(following)


def undo_desk(desk: Desk, identifier: str, lang: str) -> None:
    """Take back the last decision of this person, else the last one on the record."""
    state, words = st.session_state, labels.texts(lang)
    by = author()
    if no := refused(f"undo {identifier}", lang):
        state.desk_message = no
        return
    try:
        event = deciding.undo(desk, deskforms.last_of(desk, by) or identifier, by=by)[0]
    except InputError as error:
        state.desk_message = f"{words['desk.none_to_undo']}：{error}"
        return
    state.desk_message = words["desk.undone"].format(action=words[f"desk.{event.before['action']}"])
    go_desk(event.record.split("|")[0])


def accept_section(desk: Desk, ids: list[str], lang: str) -> None:
    """Accept several records in one transaction."""
    state = st.session_state
    if no := refused(f"accept {len(ids)}: {' '.join(ids)}", lang):
        state.desk_message = no
        return
    try:
        deciding.accept(desk, ids, by=author())
    except InputError as error:
        state.desk_message = str(error)


def refused(detail: str, lang: str) -> str:
    """Why the person may not decide now; empty when they may."""
    return granted("decide", detail, lang) or (
        "" if author().strip() else labels.texts(lang)["desk.need_name"]
    )


def replace_desk(
    desk: Desk, changes: list[Replacement], field: str, expected: dict[str, str], lang: str
) -> None:
    """Store what the preview of find and replace showed, as one."""
    state = st.session_state
    if no := refused(f"replace {field}", lang):
        state.desk_message = no
        return
    try:
        replace_all(desk, changes, field, by=author(), expected=expected)
    except InputError as error:
        state.desk_message = str(error)
        return
    state.desk_message = labels.texts(lang)["desk.replace_done"].format(count=len(changes))


def go_desk(identifier: str) -> None:
    """Look at another record; nothing of the one before stays open."""
    close_desk_form()
    st.session_state.desk_id = identifier


def set_desk_mode(mode: str) -> None:
    """Open the form of an action, or close it when it is open."""
    state = st.session_state
    state.desk_mode = "" if state.desk_mode == mode else mode


def close_desk_form() -> None:
    """Close the form, and forget what was marked or clicked for it."""
    st.session_state.update(desk_mode="", desk_stale=None, desk_marked=None, desk_spot=None)


def keep_desk(name: str) -> None:
    """Remember what was marked in the text, or where the small map was clicked."""
    element = {"marked": "desk_text", "spot": "desk_map"}[name]
    st.session_state[f"desk_{name}"] = st.session_state[element].get(name)
    if name == "spot":
        st.session_state.desk_mode = "place"
