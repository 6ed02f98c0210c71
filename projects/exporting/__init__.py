"""Exporting: records and areas for other programs.

====================  =========================================================
``export``            the entrance: the format follows the suffix
``formats``           the formats, one module per family
``qgis``              styles and a project for QGIS
``service``           OGC API – Features (``service_provider``; its libraries are
                      those of ``service-requirements.txt``)
====================  =========================================================
"""
