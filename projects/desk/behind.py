"""The events that tables which someone looks at were made of.

Nothing that was decided since an edition was published, or since the tables were built, is among them:
what is at the desk and what is shown are two things.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from geo import workspace
from projects.desk.events import Event
from projects.desk.exchange import shipped_events
from projects.desk.presence import is_there
from projects.model.records import RECORDS


def events_behind(tables: Path) -> list[Event]:
    """The events behind the tables in a folder, oldest first.

    Parameters
    ----------
    tables
        The current workspace, the folder of one of its editions, or a folder elsewhere.

    Returns
    -------
    list[Event]
        Those of an edition end with the one that published it, those of a workspace with its last build.
        Without a desk, and of a folder elsewhere, those that lie in the workspace or there as tables.

    Raises
    ------
    InputError
        They cannot be read.
    """
    folder, tables = workspace.current().resolve(), tables.resolve()
    if not tables.is_relative_to(folder):
        return shipped_events(tables)
    if not is_there(folder):
        return shipped_events(folder)
    # Opens the desk's database, which a map without a desk need not wait for.
    from projects.desk.book import open_book

    book = open_book(folder=folder)
    events = book.events()
    if tables == folder:
        built = datetime.fromtimestamp((folder / RECORDS).stat().st_mtime, UTC)
        return [one for one in events if datetime.fromisoformat(one.at) <= built]
    last = next((one.event_id for one in book.editions() if one.sha256.startswith(tables.name)), "")
    return [one for one in events if one.event_id <= last]
