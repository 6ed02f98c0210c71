"""Projects: from plan documents to placed, classified, stored and presented records.

The line, in the order of ``pipeline``:

==================  ===========================================================
``registry``        the documents, their periods and scopes
``unregistered``    what a plan that no registry names tells of itself
``readers``         any file (txt, docx, pdf, html, md, xlsx, xls, csv) as one Source
``parse``           text to paragraphs with positions, page breaks mended
``outline``         headings, boxes, passages (``list_lines``: what a line looks like;
                    ``open_box``: which lines are a box)
``tasks``           numbered tasks and responsibility tables (``task_rows``: with cells)
``box_tables``      boxes that are tables, category beside entries, as lines
``boxes``           the entries of a 专栏 (``entry_parts``: their names; ``packed``:
                    several in one sentence; ``deeds``: 民生实事)
``running``         names in running text (``words``, ``numerals``: plan language)
``deeds``           民生实事: lists of deeds for the people
``lists``           project lists in tables (``list_header``, ``list_rows``,
                    ``list_values``, ``codes``); ``flat_tables``: without their lines
``inline_lists``    lists inside a sentence (重点推进：A、B)
``extract``         all of these as Mentions and Rejects (``mention``)
``values``          amounts, years, scales, companies
``classify``        industry and kind, with the rule that fired (``rules``)
``names``           the parts of a name
``scopes``          what a document speaks for
``facts``           what the documents themselves say about who is where (``factmatch``)
``facilities``      facilities whose points the user imported
``place``           the chain that gives each Mention its place
``positioning``     what plans say an area shall be
``matching``        the same project in several documents
``records``         the columns of one record and its table
``build``           the shipped tables; ``refresh``: placements with own boundaries
``evaluate``        against hand-made labels
==================  ===========================================================

What is asked of the records:

==================  ===========================================================
``store``           SQLite (``schema``, ``tables``)
``filters``         the frozen ``Filters`` (``filteroptions``, ``shapes``,
                    ``vocabulary``)
``query``           which records they select (``pinyin``, ``geometry``)
``export``          every format (``exports``, ``qgis``)
``service``         OGC API – Features (``service_provider``)
``history``         the life of a project in the plans (``historytext``)
``profile``         one area (``profiletables``, ``profiles``: its A4 page)
``compare``         plans, areas, industries (``comparecharts``); ``chains``
``comparing``       these as the page's panes show them (``figures``); ``portrait``
``understanding``   the commands history and profile
==================  ===========================================================

How they are shown:

==================  ===========================================================
``pagedata``        what all sessions of the page share; ``standing``: what stands where
``pageview``        what the page shows; ``mapactions``: what was done on the map
``labels``          words in two languages; ``style``: colours and glyphs
``webmap``          the folium map (``webdata``, ``webareas``, ``basemaps``, ``web``;
                    ``websearch``, ``webhistory``: for its search and its cards)
``scenes``          saved views and guided tours
``prints``          A3 and A4; ``standalone``: one HTML file; ``bundle``: offline install
``handover``        these from the page; ``handouts``: from the command line
``ownareas``        own boundaries and facilities brought in from the page
==================  ===========================================================

``errors`` holds the family of errors. Nothing here knows that Streamlit exists.
"""
