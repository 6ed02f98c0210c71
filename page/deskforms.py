"""What an action of the desk needs to know before it is done."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from page.decisions import DeskStep, close_desk_form
from projects.desk import deciding, joining
from projects.desk.desk import Desk
from projects.desk.events import Event
from projects.desk.fields import EDITABLE
from projects.desk.spots import at_point, in_place
from projects.model.records import Record
from projects.presentation import deskforms
from projects.vocabulary import labels


def draw_desk_form(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """What the chosen action needs to know; and what another person did meanwhile."""
    words, state = labels.texts(lang), st.session_state
    if stale := state.get("desk_stale"):
        lines, again = stale
        with st.container(border=True):
            st.write(words["desk.stale"])
            st.html(deskforms.lines_html(lines))
            with st.container(horizontal=True):
                st.button(words["desk.stale_theirs"], key="desk_theirs", on_click=close_desk_form)
                st.button(words["desk.stale_mine"], key="desk_mine", on_click=again)
    forms = {
        "reject": draw_desk_reject,
        "edit": draw_desk_edit,
        "place": draw_desk_place,
        "merge": draw_desk_merge,
        "split": draw_desk_split,
    }
    if draw := forms.get(state.desk_mode):
        with st.container(border=True, key="desk_form"):
            draw(desk, record, step, lang)
            st.button(
                words["desk.cancel"],
                key="desk_cancel",
                shortcut="Esc",
                type="tertiary",
                on_click=close_desk_form,
            )


def draw_desk_reject(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """The reasons, one key each."""
    words = labels.texts(lang)
    with st.container(horizontal=True):
        for number, reason in enumerate(deskforms.REASONS, start=1):
            why = words[f"desk.reason.{reason}"]
            action = partial(deciding.reject, desk, [record.id], why=why)
            st.button(why, key=f"desk_reason_{number}", shortcut=str(number), on_click=step, args=(action,))


def draw_desk_edit(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """The fields that a person may set."""
    words = labels.texts(lang)
    keys = {name: f"desk_e_{name}_{record.id}" for name in EDITABLE}
    with st.form("desk_edit", border=False):
        columns = st.columns(3)
        for number, (name, value) in enumerate(deskforms.editable(record).items()):
            title, names = words[f"desk.field.{name}"], deskforms.option_names(name, lang)
            with columns[number % 3]:
                if names:
                    at = list(names).index(value) if value in names else 0
                    st.selectbox(title, names, index=at, format_func=names.__getitem__, key=keys[name])
                else:
                    st.text_input(title, value=shown(value), key=keys[name])
        st.text_input(words["desk.why"], key=f"desk_why_{record.id}")
        st.form_submit_button(
            words["desk.save"], type="primary", on_click=save_desk_edit, args=(desk, record, step)
        )


def shown(value: Any) -> str:
    """A field's value as its input shows it."""
    return "" if value is None else f"{value}"


def save_desk_edit(desk: Desk, record: Record, step: DeskStep) -> None:
    """Save the fields that the form says otherwise: what another person set meanwhile in others stays."""
    state = st.session_state
    values = {name: state[f"desk_e_{name}_{record.id}"] for name in EDITABLE}
    changed = {name: value for name, value in values.items() if value != shown(getattr(record, name))}
    values = changed or values  # without any the desk says so
    step(partial(deciding.edit, desk, record.id, values, why=state[f"desk_why_{record.id}"]))


def draw_desk_place(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """A place by its name, or the point that was clicked on the small map."""
    words, state = labels.texts(lang), st.session_state
    spot = state.get("desk_spot")
    with st.form("desk_place", border=False):
        st.text_input(words["desk.place_name"], key="desk_place_name", help=words["desk.place_click"])
        st.form_submit_button(
            words["desk.save"], type="primary", on_click=save_desk_place, args=(desk, record, step, None)
        )
    st.caption(words["desk.place_click"])
    if spot and spot["record"] == record.id:
        told = words["desk.place_at"].format(lon=f"{spot['lon']:.5f}", lat=f"{spot['lat']:.5f}")
        st.button(told, key="desk_place_at", on_click=save_desk_place, args=(desk, record, step, spot))


def save_desk_place(desk: Desk, record: Record, step: DeskStep, spot: Any) -> None:
    """Save the place of the form, or the point *spot*."""
    name = st.session_state.get("desk_place_name", "")

    def place(**who: Any) -> list[Event]:
        found = at_point(spot["lon"], spot["lat"]) if spot else in_place(name)
        return deciding.place(desk, record.id, found, **who)

    step(place)


def draw_desk_merge(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """With which record, and in which sense."""
    words = labels.texts(lang)
    others = deskforms.beside(desk, record)
    other = st.selectbox(words["desk.merge_with"], others, format_func=others.__getitem__, key="desk_other")
    if other is None:
        return
    pair = [record.id, other]
    ways = {
        "same": partial(joining.match, desk, pair, joining.SAME),
        "one": partial(joining.merge, desk, pair[::-1]),
        "different": partial(joining.match, desk, pair, joining.DIFFERENT),
    }
    with st.container(horizontal=True):
        for name, action in ways.items():
            st.button(words[f"desk.merge_{name}"], key=f"desk_merge_{name}", on_click=step, args=(action,))


def draw_desk_split(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """The names of the projects in the record, a line each."""
    words, key = labels.texts(lang), f"desk_split_{record.id}"
    with st.form("desk_split", border=False):
        st.text_area(
            words["desk.split_names"],
            value=deskforms.split_names(record, st.session_state.get("desk_marked")),
            key=key,
        )
        st.form_submit_button(
            words["desk.save"], type="primary", on_click=save_desk_split, args=(desk, record, step)
        )


def save_desk_split(desk: Desk, record: Record, step: DeskStep) -> None:
    """Save the lines of the form as records."""
    names = [
        line.strip() for line in st.session_state[f"desk_split_{record.id}"].splitlines() if line.strip()
    ]
    step(partial(joining.split, desk, record.id, names))
