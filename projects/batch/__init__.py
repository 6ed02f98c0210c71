"""Thousands of documents of the whole country, read by many processes into one store.

==================  ===========================================================
``scope``           the province, city or county that a document is of
``ground``          a small workspace of one unit to read in, made once per process
``reading``         one document → rows, or the reason why there are none
``selection``       records of a selection as a workspace, and files made from it
``running``         Dask: tasks, one document each; the one writer; going on after a stop
==================  ===========================================================

A document's places are looked for among the towns and counties of its own city, never among those of
the country: three towns of ten share their name with one of another city. Rows go to
:mod:`projects.store.country`.
"""
