"""Asking: what the records say, under any filter.

==================  ===========================================================
``store``           the tables in SQLite (``schema``)
``filters``         the frozen ``Filters`` (``filteroptions``: on the command line;
                    ``shapes``: drawn areas; ``vocabulary``: the values they may take)
``query``           which records they select (``geometry``: their points)
``history``         the life of a project in the plans (``historytext``)
``profile``         one area (``profiletables``)
``compare``         plans, areas, industries side by side
``chains``          industry chains
==================  ===========================================================
"""
