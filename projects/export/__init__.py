"""Export: records and areas for other programs.

====================  =========================================================
``writing``           the entrance: the format follows the suffix
``formats``           the formats, one module per family
``readback``          is a file that was written whole?
``qgis``              styles and a project for QGIS
``qgis_fields``       titles of columns and labels of codes in them
``service``           OGC API – Features; its libraries are those of
                      ``service-requirements.txt``
``service_app``       the application: ours for items, pygeoapi for the rest
``service_items``     a query → the page of features that answers it
``service_provider``  rows and filters of the collections
``headers``           what answers tell browsers, which hosts are answered to
``cql2``              filters in CQL2 text over a table
====================  =========================================================
"""
