"""The page's title, figures, legend and small print, and texts made safe for Markdown; nothing here draws."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import pandas as pd

from geo import workspace
from projects.store.counting import Counts
from projects.vocabulary import labels

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|<>~:$-])")


def figures_html(found: Counts, total: int, lang: str) -> str:
    """The five figures of what is shown, projects large.

    Parameters
    ----------
    found
        The figures.
    total
        Number of all records, shown or not.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        HTML.
    """
    words = labels.texts(lang)
    told = found.as_dict()
    shown = f'<span class="records">{found.records:,}</span>'
    of = words["count.of"].format(count=shown, total=f"{total:,}")
    rest = labels.figures({name: told[name] for name in ("drawn", "county", "unplaced")}, lang)
    small = f"{html.escape(words['count.records'])} {of} · {html.escape(rest)}"
    head = f"<span>{html.escape(words['count.projects'])}</span> <b>{found.projects:,}</b>"
    return f"{head} <small>{small}</small>"


def page_title(lang: str) -> str:
    """What the page and all that is made of it is called: the map of the workspace's city.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        Plain text.
    """
    place = workspace.described()
    return labels.texts(lang)["app.title"].format(city=place.name_en if lang == "en" else place.name)


def literal(text: str) -> str:
    """A text for a label that Streamlit reads as Markdown: shown as it is, loads nothing.

    Parameters
    ----------
    text
        Any text, also of documents and users.

    Returns
    -------
    str
        The same with a backslash before each character that Markdown may take for its own.
    """
    return _MARKDOWN.sub(r"\\\1", text)


def title_html(title: str, subtitle: str) -> str:
    """The head of the page.

    Parameters
    ----------
    title, subtitle
        Plain texts; they are escaped.

    Returns
    -------
    str
        HTML.
    """
    return f"<h1>{html.escape(title)}</h1><p>{html.escape(subtitle)}</p>"


def entry_html(text: str, address: str) -> str:
    """The way to where one signs in or out, in the same tab.

    Parameters
    ----------
    text
        What it is called; it is escaped.
    address
        A URL, also one relative to the page; it is escaped.

    Returns
    -------
    str
        HTML.
    """
    return f'<a class="entry" href="{html.escape(address)}" target="_self">{html.escape(text)}</a>'


def subtitle(documents: pd.DataFrame, records: pd.DataFrame, lang: str) -> str:
    """From how many documents, and of which edition when one is published.

    Parameters
    ----------
    documents
        A row for each document.
    records
        Their column ``edition`` names it, empty for none.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        Plain text; of several editions the last by name.
    """
    words = labels.texts(lang)
    told = words["app.subtitle"].format(count=len(documents))
    names = sorted({str(name) for name in records["edition"] if name})
    separator = "；" if lang == "zh" else "; "
    return separator.join([told, *(words["app.edition"].format(name=name) for name in names[-1:])])


def legend_html(entries: Iterable[tuple[str, str]]) -> str:
    """Labels with their colours, in as many lines as needed.

    Parameters
    ----------
    entries
        Pairs of a plain text, which is escaped, and a CSS colour.

    Returns
    -------
    str
        HTML.
    """
    items = (f'<i style="background:{colour}"></i>{html.escape(label)}' for label, colour in entries)
    return f'<p class="legend">{"".join(f"<span>{item}</span>" for item in items)}</p>'


def note_html(*texts: str) -> str:
    """A line of small print.

    Parameters
    ----------
    *texts
        Plain texts, which are escaped; empty ones are left out.

    Returns
    -------
    str
        HTML.
    """
    return " · ".join(html.escape(text) for text in texts if text)
