"""Asking: what the records say, under any filter.

==================  ===========================================================
``store``           the tables in SQLite (``schema``)
``filters``         the frozen ``Filters`` (``filteroptions``: on the command line;
                    ``shapes``: drawn areas; ``vocabulary``: the values they may take)
``surroundings``    the place that a name means, to ask around it
``query``           which records they select (``geometry``: their points)
``standing``        where each record stands: a symbol, a county's count, nowhere
``counting``        项目, 记录, 图上, 县级, 未落点: the five figures of every surface
``realprojects``    the table of real projects beside that of records
``history``         the life of a project in the plans (``historytext``)
``profile``         one area (``profiletables``)
``compare``         plans, areas, industries side by side
``chains``          industry chains
==================  ===========================================================
"""
