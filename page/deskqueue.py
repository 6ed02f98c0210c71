"""The queue of the desk: its filters, the records around the one looked at, all of a section at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from page.decisions import accept_section, go_desk, replace_desk
from projects.desk import replacing
from projects.desk.desk import Desk
from projects.errors import InputError
from projects.presentation import deskforms, deskqueue, pagetexts
from projects.vocabulary import labels


def desk_asked(desk: Desk) -> tuple[deskqueue.Asked, dict[str, list[str]]]:
    """What the queue shows, as the filters say, and what these offer; a choice that is gone is none."""
    state = st.session_state
    asked = deskqueue.Asked(document=state.get("desk_f_document") or deskqueue.ALL)
    offered = deskqueue.choices(desk, asked)
    for key, options in offered.items():
        name = f"desk_f_{key}"
        if state.setdefault(name, getattr(asked, key)) not in options:
            state[name] = deskqueue.ALL
    return deskqueue.Asked(**{key: state.get(f"desk_f_{key}", "") for key in deskqueue.FILTERS}), offered


def draw_desk_filters(desk: Desk, offered: dict[str, list[str]], lang: str) -> None:
    """What the queue may be filtered by."""
    words = labels.texts(lang)
    with st.container(key="desk_filters", gap="xsmall"):
        below = st.columns(3, gap="xsmall")
        places = {"status": below[0], "rule": below[1], "doubt": below[2]}
        for key, options in offered.items():
            if len(options) > 1:
                told = partial(desk_label, desk, key, lang)
                title, name = words[f"desk.{key}"], f"desk_f_{key}"
                places.get(key, st).selectbox(title, options, key=name, format_func=told)


def desk_label(desk: Desk, key: str, lang: str, value: str) -> str:
    """A value of a filter of the queue in words."""
    return deskqueue.label(desk, key, value, lang)


def draw_desk_queue(found: list[deskqueue.Row], at: int, listed: list[Any], lang: str) -> None:
    """The records around the one that is looked at; a click goes there."""
    if found:
        told = labels.texts(lang)["desk.at"].format(at=f"{at + 1:,}", total=f"{len(found):,}")
        st.caption(told)
    with st.container(key="desk_queue"):
        for number, record, waiting in listed:
            st.button(
                pagetexts.literal(deskqueue.row_label(record, waiting)),
                key=f"desk_row_{number - listed[0][0]}",
                type="primary" if number == at else "tertiary",
                on_click=go_desk,
                args=(record.id,),
                width="stretch",
            )


def draw_desk_bulk(desk: Desk, found: list[deskqueue.Row], asked: deskqueue.Asked, lang: str) -> None:
    """Accept what is left of a section at once, after a second question."""
    ids = [record.id for record, waiting in found if record.status == "candidate" and waiting is None]
    words = labels.texts(lang)
    if not ids:
        return
    with st.popover(words["desk.accept_all"].format(count=len(ids)), key=f"desk_bulk_{hash(asked)}"):
        st.write(words["desk.accept_sure"].format(count=len(ids)))
        st.button(words["desk.accept"], key="desk_bulk_do", on_click=accept_section, args=(desk, ids, lang))


def draw_desk_replace(found: list[deskqueue.Row], desk: Desk, lang: str) -> None:
    """Find and replace in the records of the queue; what would change is seen before."""
    words = labels.texts(lang)
    menu = st.popover(words["desk.replace"], key="desk_replace", on_change="rerun")
    if not menu.open:
        return
    with menu:
        told = {name: words[f"desk.field.{name}"] for name in replacing.FIELDS}
        columns, title = st.columns(3), words["desk.replace_field"]
        field = columns[0].selectbox(title, told, key="desk_replace_field", format_func=told.__getitem__)
        find = columns[1].text_input(words["desk.replace_find"], key="desk_replace_find")
        put = columns[2].text_input(words["desk.replace_put"], key="desk_replace_put")
        if not find:
            return
        try:
            changes = replacing.preview((record for record, _ in found), field, find, put)
        except InputError as error:
            st.error(pagetexts.literal(str(error)))
            return
        st.dataframe(deskforms.replacements(changes, lang), hide_index=True, width=640)
        if changes:
            seen = {one.record.id: desk.head(one.record.id) for one in changes}
            st.button(
                words["desk.replace_do"].format(count=len(changes)),
                key="desk_replace_do",
                type="primary",
                on_click=replace_desk,
                args=(desk, changes, field, seen, lang),
            )
