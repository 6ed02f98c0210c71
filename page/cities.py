"""The choice of the city, and the form that makes another."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from geo import workspace
from page import access
from page.session import change_workspace
from projects.errors import InputError, MissingError
from projects.presentation import pagetexts
from projects.vocabulary import labels


def draw_workspaces(lang: str) -> None:
    """The choice of the city, where there are several."""
    known = workspace.known()
    if len(known) < 2:
        return
    now = workspace.current().resolve().name
    names = {key: one.name_en if lang == "en" else one.name for key, one in known.items()}
    # Streamlit tells choices apart by what they are called: of two of one name the folder is told too.
    shared = Counter(names.values())
    st.selectbox(
        labels.texts(lang)["city.choose"],
        list(known),
        index=list(known).index(now) if now in known else 0,
        key="city",
        format_func=lambda key: names[key] if shared[names[key]] == 1 else f"{names[key]} · {key}",
        on_change=lambda: change_workspace(st.session_state.city),
    )


def draw_new_workspace(lang: str) -> None:
    """A form that makes the workspace of any city or county of China."""
    words, state = labels.texts(lang), st.session_state
    with st.expander(words["city.new"]), st.form("new_city", border=False):
        st.caption(words["city.note"])
        name = st.text_input(words["city.name"], key="new_city_name", placeholder=words["city.hint"])
        if not access.may("workspace"):
            st.caption(access.refusal("workspace", lang))
        if not st.form_submit_button(words["city.make"], key="new_city_make"):
            return
        if not name.strip():
            return
        if no := access.granted("workspace", name.strip(), lang):
            st.error(no)
            return
        # Reads the whole country's gazetteer, which only this form needs.
        from projects.city import make_beside

        try:
            with st.spinner(words["city.busy"]):
                made = make_beside(name)
        except (InputError, MissingError) as error:
            st.error(pagetexts.literal(str(error)))
            return
    change_workspace(made.folder.name)
    state.message = words["city.made"].format(city=made.name)
    st.rerun()
