"""The page of a country: areas with their counts, from the provinces down to a county.

The same conditions as on the page of a city (:class:`projects.store.filters.Filters`); ``county`` holds
the code of any province, city or county. Counts go to the map, rows go to the list a page at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st
import streamlit_folium

from geo import workspace
from page.cities import draw_workspaces
from page.countrylists import draw_lists
from page.countrytakeaway import draw_export
from page.frame import draw_notices
from projects.errors import InputError
from projects.presentation import countrymap, filterpanel, pagetexts
from projects.store.country import CountryStore
from projects.store.countryfacts import LEVELS, Facts, Mask
from projects.store.countrynear import near_of
from projects.store.filters import Filters
from projects.store.filtertext import describe
from projects.vocabulary import labels, style

_CHOICES = ("industry", "stage", "kind", "level")
_LISTS = ("document", "chain", "town", *_CHOICES)


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(folder: Path, stamp: tuple[int, int]) -> Facts:
    """The facts of a store, read anew whenever a batch has added to it."""
    del stamp
    return Facts(CountryStore(folder))


@st.cache_resource(show_spinner=False)
def _publish() -> countrymap.PublishedCountry:
    return countrymap.publish()


def draw_country(lang: str) -> None:
    """Draw the page once; Streamlit calls this anew after each change."""
    folder = workspace.current()
    facts = _load(folder, CountryStore(folder).stamp())
    _start_from_url(facts)
    filters = _read_filters(facts)
    _put_in_url(filters, lang)
    keep = facts.mask(filters)
    head = st.container(key="head", horizontal=True, vertical_alignment="center")
    middle, right = st.columns([8, 5], gap="small")
    with middle:
        _draw_map(facts, filters, keep, lang)
    with head:
        _draw_head(facts, filters, keep, lang)
    with st.sidebar:
        draw_workspaces(lang)
        _draw_filters(facts, filters, lang)
    with right.container(key="side", height="stretch", gap="small"):
        st.html(f"<span>{labels.figures(facts.counts(keep).as_dict(), lang)}</span>")
        draw_lists(facts, filters, keep, _level(facts, filters), lang)
    _draw_foot(facts, filters, lang)
    draw_notices(lang)


def _start_from_url(facts: Facts) -> None:
    state = st.session_state
    if "n_area" in state:
        return
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    filters, state.notices = Filters.from_query(query, known=facts.known)
    by = query.get("by", [""])[0]
    state.n_by = by if by in LEVELS else ""
    _set_filters(filters, facts)


def _set_filters(filters: Filters, facts: Facts) -> None:
    """Make the widgets say *filters*; called before they are drawn."""
    state = st.session_state
    state.n_area = filters.county[0] if filters.county else ""
    state.n_within, state.n_near = filters.within, filters.near
    start, end = facts.years
    state.n_years = (filters.year_from or start, filters.year_to or end)
    state.n_text = filters.text
    for key in _LISTS:
        state[f"n_{key}"] = list(getattr(filters, key))
    for at, level in enumerate(LEVELS):
        path = facts.units.path(state.n_area)
        state[f"n_{level}"] = _at_level(facts, path, level) if at < len(path) else ""
    state.n_page = 0


def _at_level(facts: Facts, path: list[str], level: str) -> str:
    return next((code for code in path if facts.units.levels[facts.units.at[code]] == level), "")


def _read_filters(facts: Facts) -> Filters:
    state, (start, end) = st.session_state, facts.years
    since, until = state.n_years
    return Filters(
        county=(state.n_area,) if state.n_area else (),
        year_from=since if since > start else None,
        year_to=until if until < end else None,
        text=state.n_text,
        within=state.n_within,
        near=state.n_near,
        **{key: tuple(state[f"n_{key}"]) for key in _LISTS},
    )


def _put_in_url(filters: Filters, lang: str) -> None:
    state = st.session_state
    query = filters.to_query() | ({"lang": ["en"]} if lang == "en" else {})
    if state.n_by:
        query["by"] = [state.n_by]
    if state.workspace is not None:
        query["city"] = [state.workspace.resolve().name]
    if query != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(query)


def _level(facts: Facts, filters: Filters) -> str:
    """What is counted: what was asked for, else the units inside the chosen one."""
    return str(
        st.session_state.n_by or countrymap.level_for(filters.county[0] if filters.county else "", facts)
    )


def _draw_map(facts: Facts, filters: Filters, keep: Mask, lang: str) -> None:
    published = _publish()
    chosen = filters.county[0] if filters.county else ""
    streamlit_folium.st_folium(
        countrymap.base_map(published),
        key="n_map",
        height=700,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=countrymap.shown_group(
            facts,
            keep,
            level=_level(facts, filters),
            chosen=chosen,
            lang=lang,
            theme=st.context.theme.type or "light",
        ),
        on_change=partial(_act, facts),
    )


def _act(facts: Facts) -> None:
    """A click on an area chooses it, one beside all areas goes up."""
    action = st.session_state["n_map"]
    code = str(action.get("code", ""))
    if action.get("do") == "unit" and (code == "" or code in facts.units.at):
        _choose(facts, code)


def _choose(facts: Facts, code: str) -> None:
    filters = _read_filters(facts)
    st.session_state.n_by = ""
    _set_filters(replace(filters, county=(code,) if code else (), town=()), facts)


def _draw_head(facts: Facts, filters: Filters, keep: Mask, lang: str) -> None:
    words = labels.texts(lang)
    years = "–".join(map(str, facts.years))
    read = int((facts.documents["reason"] == "").sum())
    told = words["country.subtitle"].format(count=f"{read:,}", years=years)
    st.html(pagetexts.title_html(words["country.title"], told))
    draw_export(facts, filters, keep, lang)
    st.button(words["app.lang"], key="n_lang", on_click=_switch_language, args=(lang,))


def _switch_language(lang: str) -> None:
    st.query_params["lang"] = "en" if lang == "zh" else "zh"


def _draw_filters(facts: Facts, filters: Filters, lang: str) -> None:
    """One widget per condition; areas one inside the other."""
    words, units = labels.texts(lang), facts.units
    st.text_input(words["app.text"], key="n_text", on_change=_first_page)
    st.slider(words["app.years"], *facts.years, key="n_years", on_change=_first_page)
    parent = ""
    for level in LEVELS:
        offered = _units_in(facts, parent, level)
        if level != "province" and not parent:
            break
        if not offered:
            continue
        st.selectbox(
            words[f"country.{level}"],
            ["", *offered],
            key=f"n_{level}",
            format_func=lambda code: units.name(code) if code else words["app.any"],
            on_change=partial(_follow, facts, level),
        )
        parent = st.session_state[f"n_{level}"] or ("" if level == "province" else parent)
    options = {"": words["country.by.auto"]} | {level: words[f"country.{level}"] for level in LEVELS}
    st.segmented_control(words["country.by"], list(options), key="n_by", format_func=options.__getitem__)
    if parent:
        _draw_towns(facts, filters, parent, lang)
    st.text_input(
        words["app.near"],
        key="n_near_text",
        placeholder=words["country.near"],
        on_change=_near,
        args=(facts, lang),
    )
    counted = facts.by_value(facts.without(filters, "industry"), "industry")
    codes = [one.code for one in style.industries() if one.code in counted]
    _draw_several(facts, "industry", codes, lang, counted)
    _draw_several(facts, "chain", list(facts.known.labels["chain"]), lang)
    for key in _CHOICES[1:]:
        st.pills(
            filterpanel.condition(key, lang),
            list(facts.known.labels[key]),
            selection_mode="multi",
            key=f"n_{key}",
            format_func=partial(facts.known.label, key, lang=lang),
            on_change=_first_page,
        )


def _draw_towns(facts: Facts, filters: Filters, code: str, lang: str) -> None:
    """The towns of a unit that records stand in, with how many."""
    counted = facts.towns(facts.without(filters, "town"), code)
    _draw_several(facts, "town", [*counted, *filters.town], lang, counted)


def _draw_several(
    facts: Facts, key: str, options: list[str], lang: str, counted: Mapping[str, int] | None = None
) -> None:
    """A choice of several values, with their numbers where these are *counted*."""
    st.multiselect(
        filterpanel.condition(key, lang),
        [*dict.fromkeys([*options, *st.session_state[f"n_{key}"]])],
        key=f"n_{key}",
        format_func=lambda code: " ".join(
            [
                facts.known.label(key, code, lang),
                *([f"{counted.get(code, 0):,}"] if counted is not None else []),
            ]
        ),
        placeholder=labels.texts(lang)["app.any"],
        on_change=_first_page,
    )


def _near(facts: Facts, lang: str) -> None:
    """Filter by the surroundings of what was typed; without anything, no more."""
    state = st.session_state
    typed, state.n_near_text = state.n_near_text.strip(), ""
    try:
        state.n_near = near_of(typed, facts.units, state.n_area, lang) if typed else None
    except InputError as error:
        state.message = str(error)
    _first_page()


def _units_in(facts: Facts, parent: str, level: str) -> list[str]:
    """Codes of the units of a level directly inside another one, of the country where that is empty."""
    units = facts.units
    return [
        code
        for code, its, above in zip(units.codes, units.levels, units.parents, strict=True)
        if its == level and (units.codes[above] if above >= 0 else "") == parent
    ]


def _first_page() -> None:
    st.session_state.n_page = 0


def _follow(facts: Facts, level: str) -> None:
    """The area is the smallest unit that the choices name; those below a changed one are dropped."""
    state = st.session_state
    names = [f"n_{one}" for one in LEVELS]
    for name in names[LEVELS.index(level) + 1 :]:
        state[name] = ""
    _choose(facts, next((state[name] for name in reversed(names) if state.get(name)), ""))


def _draw_foot(facts: Facts, filters: Filters, lang: str) -> None:
    words = labels.texts(lang)
    with st.container(key="foot", horizontal=True, vertical_alignment="center"):
        for chip in describe(filters, lang, known=facts.known):
            told = facts.units.name(chip.value) if chip.key == "county" else chip.label
            st.button(
                f"{pagetexts.literal(told)} ×",
                key=f"n_chip_{chip.key}_{chip.value}",
                help=words["app.remove"],
                on_click=_set_filters,
                args=(filters.without(chip.key, chip.value), facts),
            )
        if filters.active():
            st.button(words["app.clear"], type="tertiary", on_click=_set_filters, args=(Filters(), facts))
        st.html(pagetexts.note_html(words["country.note"], words["app.coordinates"]))
