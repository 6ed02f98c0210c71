"""Plan files brought to the desk: dropped, their heads corrected, read in full."""

from __future__ import annotations

import streamlit as st

from page import access
from projects.desk import adding, heads, reading
from projects.desk.book import StaleError
from projects.desk.desk import Desk
from projects.desk.plans import PLAN
from projects.errors import InputError
from projects.model.registry import Document
from projects.presentation import deskforms, deskplans, deskqueue, pagetexts
from projects.vocabulary import labels


def draw_desk_plans(desk: Desk, lang: str) -> None:
    """Plan files: dropped, their heads read and corrected, read in full, and what was found."""
    words, state = labels.texts(lang), st.session_state
    st.caption(words["desk.add_note"].format(mb=adding.MOST_MB))
    may = access.may("plan")
    if may:
        reading.warm()
    else:
        st.warning(access.refusal("plan", lang))
    files = st.file_uploader(
        words["desk.add_files"],
        type=[suffix[1:] for suffix in adding.SUFFIXES],
        accept_multiple_files=True,
        max_upload_size=adding.MOST_MB,
        key="desk_files",
        disabled=not may,
    )
    if files and not may:
        access.granted("plan", " ".join(file.name for file in files), lang)
        return
    read = state.setdefault("desk_heads", {})
    for file in files:
        if file.file_id in state.get("desk_read", ()):
            read[file.file_id] = None  # it is stored: its content is needed no more
            continue
        if file.file_id not in read:
            try:
                read[file.file_id] = adding.receive(file.name, file.getvalue(), desk)
            except InputError as error:
                read[file.file_id] = error
        draw_desk_head_form(desk, file.file_id, read[file.file_id], lang)
    for done in state.get("desk_added", []):
        draw_desk_added(desk, done, lang)
    if desk.from_desk():
        with st.expander(words["desk.heads"]):
            draw_desk_correction(desk, lang)


def draw_desk_head_form(desk: Desk, key: str, incoming: adding.Incoming | InputError, lang: str) -> None:
    """What the file's head says, to be corrected; then the reading."""
    words, state = labels.texts(lang), st.session_state
    if isinstance(incoming, InputError):
        st.error(pagetexts.literal(str(incoming)))
        return
    if incoming.known in desk.documents:  # one that was taken back is known and is not: it may come again
        title = deskqueue.label(desk, "document", incoming.known, lang)
        st.info(pagetexts.literal(words["desk.add_known"].format(title=title)))
        return
    with st.form(f"desk_plan_{key}"):
        st.markdown(f"**{pagetexts.literal(incoming.name)}**")
        values = draw_desk_head_fields(incoming.document, key, lang)
        if not st.form_submit_button(words["desk.add_read"], type="primary"):
            return
    if no := access.granted("plan", incoming.name, lang):
        st.error(no)
        return
    if not access.author().strip():
        st.warning(words["desk.need_name"])
        return
    bar = st.progress(0.0)
    # A click on it stops the reading at its next step, before anything is stored.
    st.button(words["desk.cancel"], key=f"desk_stop_{key}")

    def tell(part: float, step: str) -> None:
        bar.progress(part, pagetexts.literal(words[f"desk.add_step.{step}"].format(name=incoming.name)))

    try:
        document = adding.corrected(incoming.document, **values)
        done = adding.add(incoming, desk, by=access.author(), document=document, progress=tell)
    except InputError as error:
        st.error(pagetexts.literal(str(error)))
        return
    state.desk_read = {*state.get("desk_read", ()), key}
    state.desk_added = [*state.get("desk_added", []), done]
    st.rerun(scope="fragment")


def draw_desk_head_fields(document: Document, key: str, lang: str) -> dict[str, str]:
    """The fields of a plan's head, and what is written in them."""
    words, columns = labels.texts(lang), st.columns([4, 3, 2, 2, 2])
    return {
        name: column.text_input(words[f"desk.add_{name}"], value=value, key=f"desk_{name}_{key}")
        for column, (name, value) in zip(columns, deskplans.head(document).items(), strict=True)
    }


def draw_desk_correction(desk: Desk, lang: str) -> None:
    """The head of a plan that is at the desk already, to be corrected."""
    words, state = labels.texts(lang), st.session_state
    key = st.selectbox(
        words["desk.document"],
        desk.from_desk(),
        key="desk_head_of",
        format_func=lambda one: deskqueue.label(desk, "document", one, lang),
    )
    if key is None:
        return
    record = f"{PLAN}:{key}"
    last = next(one.event_id for one in reversed(desk.events) if one.record == record)
    with st.form(f"desk_correct_{key}", border=False):
        # Fields of another state of the head are other fields: they show what stands now.
        values = draw_desk_head_fields(desk.documents[key], f"{key}_{last}", lang)
        st.caption(words["desk.heads_note"])
        if not st.form_submit_button(words["desk.save"], type="primary"):
            return
    if no := access.granted("plan", f"head {key}", lang):
        st.error(no)
        return
    if not access.author().strip():
        st.warning(words["desk.need_name"])
        return
    try:
        heads.correct(desk, key, values, by=access.author(), expected={record: last})
    except StaleError as error:
        st.html(deskforms.lines_html(deskforms.stale_lines(error, lang)))
        return
    except InputError as error:
        st.error(pagetexts.literal(str(error)))
        return
    state.desk_message = words["desk.heads_done"]
    st.rerun(scope="fragment")


def draw_desk_added(desk: Desk, done: adding.Added, lang: str) -> None:
    """What was found in a plan, by section, and the way to its queue."""
    words = labels.texts(lang)
    with st.container(border=True):
        for line in deskplans.summary(desk, done, lang):
            st.write(pagetexts.literal(line))
        st.dataframe(deskplans.sections_table(done, lang), hide_index=True, height=240)
        st.button(
            words["desk.add_go"],
            key=f"desk_go_{done.document.key}",
            type="primary",
            on_click=show_desk_document,
            args=(done.document.key,),
        )


def show_desk_document(key: str) -> None:
    """The queue of one document."""
    st.session_state.update(desk_view="queue", desk_f_document=key, desk_f_status="candidate", desk_id="")
