"""Presentation: what the page shows, and what is handed over of it.

What the page shows, and its map:

==================  ===========================================================
``pagedata``        what all sessions of the page share
``filterpanel``     the panel of filters: what it offers, filters as its values and back
``listtables``      what the lists hold; ``listing``: their orders, ``rowlist``: their rows
``pagetexts``       the page's title, figures, legend and small print
``mapactions``      what was done on the map
``totals``          the table of totals, also as a workbook
``webmap``          the folium map (``web``: its scripts, ES modules, and ``web/built``, one
                    file a page, made of them by ``nox -s scripts``; ``webdata``, ``webfiles``, ``webareas``,
                    ``weblines``, ``webground``, ``websearch``, ``webhistory``, ``webdesk``, ``webwall``,
                    ``webchoices``: the files they load; ``basemaps``)
``countrymap``      the map of a country: outlines by level, counts
``scenes``          saved views and guided tours
``comparing``       the panes of comparisons and chains (``figures``, ``comparecharts``)
``followupview``    what was promised and what was reported, in the pane of comparisons
                    (``followupsheets``: in a workbook)
``deskqueue``       the desk: its queue and progress
``deskrecord``      the desk: one record, the source text around it (``deskmap``: its small map)
``deskforms``       the desk: what its forms start from and tell
``deskplans``       the desk: plans and editions
``fieldwords``      a record's fields in words
``portrait``        the pane of one area
``ownareas``        own boundaries and facilities brought in from the page
``ownlayers``       own layers: brought in, on the map, listed
==================  ===========================================================

What is handed over:

==================  ===========================================================
``prints``          A3 and A4, PDF and PNG
``profiles``        the A4 page of one area
``standalone``      the page in one HTML file
``downloads``       these from the page
==================  ===========================================================
"""
