"""Everything that the page reads once and all its sessions share.

In: a folder of tables as :mod:`projects.store.database` reads them. Out: one frozen
:class:`PageData`; the map's files are written below ``static/`` on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import own_dir
from geo.boundaries import load_areas
from geo.geocode import GazetteerGeocoder
from geo.ground.tables import FOLDER
from projects.desk.behind import events_behind
from projects.desk.events import Event
from projects.model.records import LIST_SEPARATOR
from projects.presentation import filterpanel, listtables, webdata
from projects.presentation.webchoices import publish_choices
from projects.store import surroundings
from projects.store.database import open_store
from projects.store.facets import Facets, choice_rows
from projects.store.profiletables import Tables
from projects.store.query import Index
from projects.store.visibility import standing
from projects.store.vocabulary import Vocabulary, known_places, vocabulary
from projects.vocabulary import labels


@dataclass(frozen=True)
class PageData:
    """Tables of the store and what is worked out from them.

    ``names`` gives the name of each area by its code, ``views`` the listed texts by language,
    ``tables`` what area profiles and chains are made of, ``marks`` how the map shows each
    record (:mod:`projects.store.visibility`), ``facets`` how much each choice of a filter would give,
    ``surrounded`` names what has surroundings, ``events`` are the decisions behind the records.
    """

    records: pd.DataFrame
    documents: pd.DataFrame
    rejects: pd.DataFrame
    levels: pd.DataFrame
    areas: gpd.GeoDataFrame
    known: Vocabulary
    names: dict[str, str]
    choices: filterpanel.Choices
    index: Index
    views: dict[str, listtables.View]
    published: webdata.Published
    geocoder: GazetteerGeocoder
    tables: Tables
    marks: NDArray[np.object_]
    facets: Facets
    surrounded: tuple[str, ...]
    events: Sequence[Event] = ()

    def rows_of(self, ids: str) -> tuple[int, ...]:
        """Numbers of the rows of records whose ids are joined with ``|``."""
        wanted = ids.split(LIST_SEPARATOR)
        return tuple(np.flatnonzero(self.records["id"].isin(wanted)).tolist())


def read_page_data(tables: Path) -> PageData:
    """Read the store of *tables* and publish the map's files.

    Parameters
    ----------
    tables
        Folder of the CSV tables; the store stands in it and is made anew when they have changed.

    Returns
    -------
    PageData
        What all sessions share, with the paths of the map's files below ``static/``.

    Raises
    ------
    MissingError
        A table that must be there is not.
    InputError
        A table cannot be read or holds a wrong value, or the store cannot be written.
    WriteError
        The map's files cannot be written.
    """
    for read_once in (vocabulary, known_places):
        read_once.cache_clear()  # own boundaries may have come in since
    store = open_store(tables / "store.sqlite", tables=tables)
    records, documents, levels = store.records(), store.documents(), store.levels()
    areas, known = load_areas(), vocabulary()
    pinyin = store.pinyin()
    index = Index(records, known=known, pinyin=pinyin).warm()
    choices = filterpanel.choices(areas, known)
    events = events_behind(tables)
    marks = standing(records, areas)
    views = {lang: listtables.view(records, known, lang, marks=marks) for lang in labels.LANGUAGES}
    offered = choice_rows(index, choices.offered())
    published = webdata.publish(records, documents, levels, areas, events=events, pinyin=pinyin)
    return PageData(
        records=records,
        documents=documents,
        rejects=store.rejects(),
        levels=levels,
        areas=areas,
        known=known,
        names=areas["name"].to_dict(),
        choices=choices,
        index=index,
        views=views,
        published=replace(published, choices=publish_choices(offered, published.order, known)),
        geocoder=GazetteerGeocoder(),
        tables=Tables(store, folder=tables, records=records, index=index),
        marks=marks,
        facets=Facets(index, views[labels.LANGUAGES[0]].projects, offered),
        surrounded=tuple(dict.fromkeys(surroundings.names())),
        events=events,
    )


Stamp = tuple[tuple[str, int, int], ...]


def stamp(tables: Path) -> Stamp:
    """What tells whether tables have changed.

    Parameters
    ----------
    tables
        Folder of the CSV tables.

    Returns
    -------
    Stamp
        Name, time in ns and size in bytes of each table, also of known ground, and of each own boundary.
    """
    files = [
        *sorted(tables.glob("*.csv")),
        *sorted((tables / FOLDER).glob("*.csv")),
        *sorted(own_dir().glob("[!.]*")),
    ]
    states = [(path.name, path.stat()) for path in files]
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)
