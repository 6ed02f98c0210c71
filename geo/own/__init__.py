"""The user's own boundaries and facilities, which replace the approximations.

=================  ============================================================
``files``          shp, gpkg, geojson, kml, zip, csv, xlsx → rows
``encodings``      texts decoded: UTF-8, GB18030, what a ``.cpg`` says
``degrees``        coordinates as degrees, longitude first
``columns``        which column holds the code, the name, the coordinates
``axes``           in which order and projection numbers stand that nothing is said of
``match``          each row → a unit of the gazetteer, or the reason why not
``datum_guard``    which datum makes the edges meet the county outlines
``review``         the review list beside the file, and the user's decisions in it
``topology``       repairs, overlaps and gaps
``areas``          the stored areas, and how they replace the approximate ones
``facilities``     tables of points → places of level site
``report``         what is asked of an import, and what it found
``importer``       one import of areas from file to store
``removal``        the undoing of imports
=================  ============================================================

Everything imported stays in one folder, ``boundaries/own`` in the workspace, which is the user's data
and no part of the project. Inside it all coordinates are WGS 84.
"""
