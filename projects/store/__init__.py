"""Store and query: what the records say, under any filter.

==================  ===========================================================
``database``        the tables in SQLite (``schema``)
``server``          the same on PostgreSQL, with geometries, for what is shown
``address``         which database is meant (``engines``: connections to it)
``filters``         the frozen ``Filters`` (``conditions``: the rows of ``data/filters.csv``
                    that say which there are, to the map's scripts too; ``shapes``: drawn areas;
                    ``vocabulary``: the values they may take)
``surroundings``    the point that a name means, or names that may be meant
``sentence``        a sentence as a filter (``sentencewords``: the words it may hold)
``filtertext``      a filter in words, a chip for each condition
``query``           which records filters select (``geometry``: their points)
``facets``          how much each choice of a filter would give
``totals``          what a filter shows by place, industry, stage
``visibility``      where each record stands: a symbol, a county's count, nowhere
``counting``        项目, 记录, 图上, 县级, 未落点: the five figures of every surface
``project_table``   the table of real projects beside that of records
``history``         the life of a project in the plans (``historytext``)
``followup``        what plans promised and what later documents report of it
``profile``         one area (``profiletables``)
``compare``         plans, areas, industries side by side
``chains``          industry chains
``health``          whether a server can read the records, told in one line
``country``         the store of a country, which a batch writes (``countryfacts``: its counts,
                    ``countrynear``: the surroundings of its places)
==================  ===========================================================
"""
