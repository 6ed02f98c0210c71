"""Own layers: vacant premises, land, policies, contacts of the user, beside what plans say.

=================  ============================================================
``words``          kinds of things and usual headers
``reading``        a file → rows, each with its place or the reason why it has none
``keeping``        the layers of a workspace: add, list, remove
``matching``       which rows the filters of the page select
``template``       a workbook to fill in
=================  ============================================================

A layer is one GeoJSON file in ``layers`` in the workspace. Its rows are no records: no count,
export or print of projects holds them.
"""
