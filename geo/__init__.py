"""Places: names to official units, boundaries, datums and GeoJSON.

====================  =========================================================
``workspace``         the folder of what belongs to one city, and which one is meant
``settings``          the settings' file, read once; the environment stands before it
``datum``             WGS 84, GCJ-02 and BD-09, forward and exact inverse
``gazetteer``         places and their names with years and scopes of validity
``gazetteer_tables``  the tables that it is made of, read and checked
``ranks``             the rank at the end of a unit's name, and the name without it
``toponyms``          place names found in running Chinese text
``address_head``      the province, city or county that a text begins with
``name_search``       which places a query may mean: exact, inside, fuzzy, pinyin
``spelling``          width, accents and pinyin of names
``geocode``           the geopy geocoder over the gazetteer
``online``            online geocoders and the cascade behind the gazetteer, never required
``districts``         provinces, cities and counties of China with their outlines
``boundaries``        county, town, zone and park areas as they are kept
``build_areas``       makes these areas, each with its method
``area_rows``         one area's row: its point, reach and size
``tessellate``        cells of towns that tile their county exactly
``power_cells``       whose a point is among several sites; the lines between cells
``town_facts``        villages and sizes that are known of towns
``tables``            rows of the tables, with file and line in every error
``landmarks``         stations, villages and facilities that a workspace knows, as points
``area_index``        the areas that hold a point, for many points at once
``national``          every county, town and station of China, in one file
``ground``            known companies, facilities and lines: tables with a source for each row
``own``               the user's own boundaries and facilities, which replace the approximate
``files``             whole files or none: the one way to write
``locks``             one writer at a time in a folder
``geojson``           RFC 7946 writing and checking
``assets``            web assets for the page, from pinned packages
``apart``             a call in a process with limits (``apart_worker``: that process)
``packages``          what a zip holds, before it is unpacked
``__main__``          the command line: locate, assets, boundaries, national
====================  =========================================================

``errors`` holds the family of errors. ``geo`` knows nothing of projects. Coordinates are
WGS 84 longitude, latitude in degrees unless a name says otherwise.
"""

import os
from pathlib import Path

from geo import workspace
from geo.workspace import DATA_DIR as DATA_DIR


def own_dir() -> Path:
    """Folder of the user's own boundaries and facilities: ``PROJECT_MAP_OWN``, else one in the workspace.

    Returns
    -------
    Path
        In the workspace ``boundaries/own``. It may be missing.
    """
    return Path(os.environ.get("PROJECT_MAP_OWN") or workspace.current() / "boundaries" / "own")
