"""One other way to draw points with Streamlit, for ``bench_page``: all of them, or every second.

    streamlit run peer_page.py -- WAY POINTS

WAY is ``circles`` (folium CircleMarker through st_folium), ``group`` (one GeoJson through
``feature_group_to_add``, on a canvas) or ``pydeck``. POINTS is a CSV table with lon, lat (WGS 84
degrees) and name. Leaflet comes from ``static/`` beside this file, since there is no network.
"""

from __future__ import annotations

import sys

import folium
import pandas as pd
import pydeck
import streamlit as st
from streamlit_folium import st_folium

LEAFLET = "/app/static/leaflet"
MIDDLE = (36.45, 115.9)
folium.Map.default_js = [("leaflet", f"{LEAFLET}.js")]
folium.Map.default_css = [("leaflet_css", f"{LEAFLET}.css")]


@st.cache_data
def read(path: str) -> pd.DataFrame:
    """The points, read once."""
    return pd.read_csv(path)


def circles(points: pd.DataFrame) -> None:
    """Each point a CircleMarker of a map that is drawn anew."""
    chart = folium.Map(MIDDLE, zoom_start=9, tiles=None)
    for row in points.itertuples():
        folium.CircleMarker((row.lat, row.lon), radius=4, tooltip=row.name).add_to(chart)
    st_folium(chart, key="map", returned_objects=[], height=700, use_container_width=True)


def group(points: pd.DataFrame) -> None:
    """All points one GeoJson layer that is put into a map that stays."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": row.name},
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
        }
        for row in points.itertuples()
    ]
    layer = folium.FeatureGroup()
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=4),
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(layer)
    st_folium(
        folium.Map(MIDDLE, zoom_start=9, tiles=None, prefer_canvas=True),
        key="map",
        returned_objects=[],
        feature_group_to_add=layer,
        height=700,
        use_container_width=True,
    )


def deck(points: pd.DataFrame) -> None:
    """All points one layer of deck.gl, without a background."""
    layer = pydeck.Layer("ScatterplotLayer", points, get_position="[lon, lat]", get_radius=300, pickable=True)
    view = pydeck.ViewState(latitude=MIDDLE[0], longitude=MIDDLE[1], zoom=8)
    st.pydeck_chart(
        pydeck.Deck([layer], initial_view_state=view, map_provider=None, map_style=None), height=700
    )


way, table = sys.argv[1:]
every = 2 if st.checkbox("half") else 1
{"circles": circles, "group": group, "pydeck": deck}[way](read(table)[::every])
