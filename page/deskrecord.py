"""One record at the desk: the keys of its actions, and its source text with what is marked there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from page.decisions import DeskStep, go_desk, keep_desk, set_desk_mode, undo_desk
from projects.desk import deciding
from projects.desk.desk import Desk
from projects.model.records import Record
from projects.presentation import deskqueue, deskrecord, pagetexts, webfiles
from projects.vocabulary import labels

# The text with its marks, and the small map.
DESK_ELEMENT = st.components.v2.component(
    "project_map_desk",
    html='<div class="desk"></div><svg class="seed" hidden></svg>',
    css=(webfiles.WEB_DIR / "desk-element.css").read_text(encoding="utf-8"),
    js=(webfiles.WEB_DIR / "desk.js").read_text(encoding="utf-8"),
)
# What each button does is said by its key on the keyboard; C and R are Streamlit's own.
DESK_KEYS = {
    "accept": "A",
    "reject": "X",
    "edit": "E",
    "place": "L",
    "merge": "M",
    "split": "S",
    "undo": "U",
    "previous": "P",
    "next": "N",
}


def draw_desk_keys(desk: Desk, found: list[deskqueue.Row], at: int, step: DeskStep, lang: str) -> None:
    """One button for each action, with its key."""
    words = labels.texts(lang)
    ids = [record.id for record, _ in found]
    actions: dict[str, Callable[[], None]] = {
        "accept": partial(step, partial(deciding.accept, desk, [ids[at]])),
        "undo": partial(undo_desk, desk, ids[at], lang),
        "previous": partial(go_desk, ids[max(at - 1, 0)]),
        "next": partial(go_desk, ids[min(at + 1, len(ids) - 1)]),
    }
    with st.container(key="desk_keys", horizontal=True):
        for name, key in DESK_KEYS.items():
            st.button(
                words[f"desk.{name}"],
                key=f"desk_{name}",
                shortcut=key,
                type="primary" if name == "accept" else "secondary",
                on_click=actions.get(name, partial(set_desk_mode, name)),
            )


def draw_desk_text(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """The source text with its marks; words that are marked can become a record."""
    words, state = labels.texts(lang), st.session_state
    marked = state.get("desk_marked")
    passage = deskrecord.passage(desk, record, lang)
    if passage is None:
        st.info(words["desk.no_text" if desk.text(record.document) is None else "desk.no_span"])
        return
    if marked and marked["record"] == record.id:
        name = " ".join(marked["text"].split())
        action = partial(deciding.add, desk, record.document, name, span=(marked["start"], marked["end"]))
        told = words["desk.add_words"].format(words=pagetexts.literal(name[:40]))
        st.button(told, key="desk_add", icon=":material/add:", on_click=step, args=(action,))
    else:
        st.html(deskrecord.legend_html(lang))
    data = passage | {"short": bool(state.desk_mode)}  # a form stands above it
    DESK_ELEMENT(key="desk_text", data=data, on_marked_change=partial(keep_desk, "marked"))
