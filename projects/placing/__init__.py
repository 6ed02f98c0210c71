"""Placing: the place that the documents support, as evidence and never more precise.

==================  ===========================================================
``place``           the chain that gives each Mention its place
``facts``           what the documents themselves say about who is where
                    (``factmatch``: whether two names speak of one thing)
``facilities``      facilities whose points the user imported
``weak_names``      names of towns that are everyday words, and when they count
``ground``          which areas have a point that a record may take
``positioning``     what plans say an area shall be
``refresh``         placements with own boundaries, without the plans
==================  ===========================================================
"""
