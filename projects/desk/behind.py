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

    Those of an edition end with the one that published it. A folder that is no workspace's has those
    that lie in it.

    Raises InputError when they cannot be read.
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
