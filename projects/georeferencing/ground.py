"""Which areas have a point that may stand for what lies in them.

Towns and parks with an outline have one. The middle of a county or of a zone says nothing of
where in it a project is, nor does that of a park of which neither point nor outline is known.
"""

from __future__ import annotations

import geopandas as gpd

COUNTY_LEVELS = ("county", "zone")


def grounded(areas: gpd.GeoDataFrame) -> frozenset[str]:
    """Codes of the *areas* whose point a record may take.

    Parameters
    ----------
    areas
        As ``geo.boundaries.load_areas`` gives them: by code, with ``level`` and ``geometry``.

    Returns
    -------
    frozenset[str]
        Those that have an outline and are neither county nor zone.
    """
    is_known = ~areas["level"].isin(COUNTY_LEVELS) & areas["geometry"].notna()
    return frozenset(areas.index[is_known].astype(str))
