"""The national gazetteer: every county, town and station of China, shared by all workspaces.

====================  =========================================================
``table``             the one Parquet file: its columns, and reading it
``build``             makes the file from the reference tables
``match``             counties by code, name or point; seats and villages in their county
``city``              the towns and zones of one city or county, as places
``outlines``          simplified outlines for one map of the country
``checks``            keys, parents, datum and counts of the file
====================  =========================================================

Kept in ``data/national``: ``places.parquet``; ``sources.csv`` with source, licence and datum of each
kind; ``unmatched.csv`` with what could not be matched, and why. Coordinates are WGS 84.
"""
