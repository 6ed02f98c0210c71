"""Georeferencing: the place that the documents support, as evidence and never more precise.

==================  ===========================================================
``place``           the chain that gives each Mention its place
``facts``           what the documents themselves say about who is where
                    (``factmatch``: whether two names speak of one thing)
``facilities``      facilities in a name: their points, or the places that hold them
``companies``       the known seat of the company that a name names
``courses``         the course of the road, railway or river that a name names
``known``           what these tables say of a record that is placed coarsely
``sharing``         the place of one mention serves all mentions of its project
``areas``           points and radii of places; a record put elsewhere
``weak_names``      names of towns that are everyday words, and when they count
``ground``          which areas have a point that a record may take
``positioning``     what plans say an area shall be
``refresh``         placements with own boundaries, without the plans
==================  ===========================================================
"""
