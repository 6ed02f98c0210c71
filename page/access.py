"""What the person at the page may do: asked here, and nowhere else.

Every part of the page that changes something asks :func:`granted` at the moment it does; what it draws
before asks :func:`may`, so that nobody fills in what is refused. Buttons stay as they are: what Streamlit
is told to draw as not usable it drops in silence when it is sent by hand, and the log would not tell of it.
"""

from __future__ import annotations

import streamlit as st

from page import server
from projects.accounts.door import HEADER, Claim
from projects.accounts.identity import NOBODY, Identity
from projects.accounts.wall import note
from projects.errors import ProjectsError
from projects.presentation import pagetexts
from projects.vocabulary import labels

_SHOWN_ROWS = 500


def claim() -> Claim | None:
    """What the connection of this session brought; None without a server (:mod:`page.server`)."""
    return Claim.read(st.context.headers.get(HEADER))


def who() -> Identity:
    """Who sits before the page, with the roles that they have now; nobody when that cannot be told."""
    try:
        return server.DOOR.who(claim())
    except ProjectsError:
        return NOBODY


def source() -> str:
    """By what people are known here, ``none`` without accounts; empty when that cannot be told."""
    try:
        return server.DOOR.settings()["source"]
    except ProjectsError:
        return ""


def has_accounts() -> bool:
    """Whether people are known by name here."""
    return source() != "none"


def may(action: str) -> bool:
    """Whether the person may do *action* (:mod:`projects.accounts.identity`)."""
    return who().may(action)


def may_read() -> bool:
    """Whether the map is shown to the person."""
    try:
        return server.DOOR.may_read(who())
    except ProjectsError:
        return False


def granted(action: str, detail: str, lang: str) -> str:
    """Empty when the person may do *action* now, else why not, in words; either is logged before it is done.

    *detail* says what is meant, without text of a document.
    """
    found, asked = who(), claim()
    try:
        is_granted = found.may(action)
        note(found, asked.address if asked else "", action, "allowed" if is_granted else "refused", detail)
    except ProjectsError as error:
        return str(error)
    return "" if is_granted else refusal(action, lang)


def refusal(action: str, lang: str) -> str:
    """Why the person may not do *action*, and what would help."""
    words = labels.texts(lang)
    if not has_accounts():
        return words["access.readonly"]
    key = "access.sign_in" if who() == NOBODY else "access.denied"
    return words[key].format(action=words[f"access.may.{action}"])


def author() -> str:
    """The name under which decisions are kept: that of the account, else the one that was filled in."""
    return who().name if has_accounts() else str(st.session_state.get("desk_by") or "").strip()


def draw_who(lang: str) -> None:
    """Name and way in or out; without accounts only that one may look, where that is so."""
    words, found = labels.texts(lang), who()
    if not has_accounts():
        if found == NOBODY:
            st.badge(words["access.looking"], help=words["access.readonly"])
        return
    if source() == "oidc":
        if found.name:
            st.button(found.name, icon=":material/logout:", on_click=st.logout, help=words["access.leave"])
        else:
            st.button(words["access.enter"], icon=":material/login:", on_click=st.login)
    elif source() == "header":
        st.badge(pagetexts.literal(found.name or words["access.looking"]))
    else:
        st.html(pagetexts.entry_html(found.name or words["access.enter"], f".{server.ENTRY}?lang={lang}"))


def draw_closed(lang: str) -> None:
    """What is shown to those to whom the map is not."""
    st.info(labels.texts(lang)["access.closed"])
    draw_who(lang)


def draw_log(lang: str) -> None:
    """The log, for those who watch; whether its chain is whole, and the whole of it as a file."""
    words = labels.texts(lang)
    if no := granted("log", "look", lang):
        st.error(no)
        draw_who(lang)
        return
    if not has_accounts():
        st.info(words["access.log_none"])
        return
    import pandas as pd

    from projects.accounts.log import COLUMNS, lines
    from projects.accounts.register import open_register

    log = open_register().log
    checked = log.check()
    told = words["access.log_whole"] if not checked.fault else words["access.log_broken"]
    (st.error if checked.fault else st.success)(
        told.format(rows=f"{checked.rows:,}", head=checked.head[:16], fault=checked.fault)
    )
    shown = pd.DataFrame(list(log.rows(_SHOWN_ROWS))[::-1], columns=list(COLUMNS))
    st.dataframe(shown, hide_index=True, height=600)
    st.download_button(words["access.log_get"], lambda: lines(log.rows()), "audit.jsonl", on_click="ignore")
