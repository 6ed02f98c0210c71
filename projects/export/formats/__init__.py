"""Formats of exports, one module per family; ``projects.export.writing`` is the entrance.

================  ============================================================
``content``       what is exported, and ``Format``: how one format is called and written
``systems``       coordinate systems, and coordinates in them
``layers``        records and areas as GeoDataFrames in one of the systems
``codes``         what codes and columns mean
``iso19115``      metadata as XML: ISO 19115 (GB/T 19710), QGIS
``sld``           styles as SLD
``text``          CSV, JSON lines
``vector``        GeoJSON, GeoJSON lines, FlatGeobuf, GeoParquet
``geopackage``    GeoPackage with styles, a project and metadata
``shapefile``     Shapefile in a zip, short names, texts cut at characters
``kml``           KML and KMZ
``workbook``      XLSX as Chinese offices know it
``reimport``      an exported CSV or workbook that comes back
``standards``     OC4IDS, IATI
``metadata``      what travels with every file: dictionary, sources, filters
``bundle``        zip of everything, QGIS project with its data
``wkb``, ``zips``  multipoints as bytes; archives whose bytes follow from their content
================  ============================================================

Tables: ``data/export/formats.csv`` and ``systems.csv`` (labels and uses),
``fields.csv`` (short names for Shapefile), ``standards.csv`` (codes of OC4IDS and IATI).
"""
