"""The page: Streamlit's widgets around the map. The only package that knows Streamlit.

It draws; what it shows is worked out in ``projects.showing``.

==================  ===========================================================
``frame``           one run of the page, every part in its place
``state``           what a session remembers, and its link
``sidebar``         the filters
``themap``          the map, and what is done on it
``lists``           the list pane
``panes``           profile, comparison and chain beside the map
``menus``           what is handed over and brought in
``widgets``         tables and downloads
==================  ===========================================================
"""
