"""Editions: published, and looked back at."""

from __future__ import annotations

import streamlit as st

from page import access
from page.session import open_desk_page
from projects.desk import editions
from projects.desk.desk import Desk
from projects.errors import InputError
from projects.presentation import deskplans, pagetexts
from projects.vocabulary import labels


def draw_desk_editions(desk: Desk, lang: str) -> None:
    """Publish, and look back: any edition on the map, the difference of any two."""
    words = labels.texts(lang)
    with st.form("desk_publish"):
        st.caption(words["desk.publish_note"])
        if unchecked := deskplans.left_out(desk):
            st.caption(words["desk.publish_left"].format(count=f"{unchecked:,}"))
        name = st.text_input(
            words["desk.publish_name"], key="desk_edition_name", placeholder=words["desk.publish_hint"]
        )
        if not access.may("publish"):
            st.caption(access.refusal("publish", lang))
        is_asked = st.form_submit_button(words["desk.publish_do"], key="desk_publish_do", type="primary")
        if is_asked and (no := access.granted("publish", name, lang)):
            st.error(no)
        elif is_asked:
            try:
                edition, changes = editions.publish(desk, name, by=access.author())
                st.success(pagetexts.literal(deskplans.published(edition, changes, lang)))
            except InputError as error:
                st.error(pagetexts.literal(str(error)))
    names = [one.name for one in desk.book.editions()][::-1]
    if not names:
        st.info(words["desk.edition_none"])
        return
    left, right = st.columns(2)
    later = left.selectbox(words["desk.edition"], names, key="desk_later")
    before = ["", *(one for one in names if one != later)]
    earlier = right.selectbox(
        words["desk.edition_compare"],
        before,
        key="desk_earlier",
        format_func=lambda one: one or words["desk.edition_before"],
    )
    if st.button(words["desk.edition_show"], icon=":material/map:"):
        open_desk_page(False)
        st.query_params["edition"] = later
        st.rerun()
    table = deskplans.changes_table(desk, later, earlier, lang)
    if len(table):
        st.dataframe(table, hide_index=True)
    else:
        st.write(words["desk.no_difference"])
