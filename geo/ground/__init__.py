"""Known ground beside the documents: who is where, and where lines run, as tables with a source for each row.

=================  ============================================================
``tables``         companies, facilities and lines of a workspace, checked row by row
``waypoints``      names of places, stations and points → longitude, latitude
``lines``          the course of a line: a geometry, or the chain of places that it passes
``stations``       stations of the national gazetteer around a workspace
``importer``       a user's file of companies, facilities or lines → the workspace's table
=================  ============================================================

The tables lie in ``ground`` in the workspace. Inside them all coordinates are WGS 84; a facility may
be brought in in another datum that its row names. Every row has a source and the day or year of it.
"""
