"""Places: names to official units, boundaries, datums and GeoJSON.

====================  =========================================================
``datum``             WGS 84, GCJ-02 and BD-09, forward and exact inverse
``gazetteer``         places and their names with years and scopes of validity
``toponyms``          place names found in running Chinese text
``geocode``           the geopy geocoder over the gazetteer
``boundaries``        county, town, zone and park areas, each with its method
``geojson``           RFC 7946 writing and checking
``assets``            web assets for the page, from pinned packages
====================  =========================================================

``geo`` knows nothing of projects. Coordinates are WGS 84 longitude, latitude in
degrees unless a name says otherwise.
"""

from pathlib import Path

DATA_DIR = Path(__file__).resolve().parent.parent / "data"
