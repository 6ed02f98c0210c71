"""Projects: from plan documents to placed, classified, stored records.

=================  ============================================================
``registry``       the documents, their periods and scopes
``readers``        txt, docx, pdf, html, xlsx, xls, csv: text and tables with positions
``parse``          text to paragraphs, page breaks mended
``outline``        headings, boxes, numbered tasks, flattened tables
``extract``        Mentions from boxes and numbered items
``lists``          Mentions from project lists in tables, by their columns
``running``        Mentions from running text
``values``         amounts, years, scales, companies
``classify``       industry and kind, with the rule that fired
``facts``          what the documents themselves say about who is where
``place``          the chain that gives each Mention its place
``matching``       which Mentions are one project: scores, vetoes, decisions of people
``positioning``    what plans say an area shall be, by keyword
``records``        the columns of one record and its tables
``pipeline``       all steps in order, each with its report
``store``          SQLite
``query``          ``Filters`` and their evaluation
``export``         CSV, GeoJSON, JSON lines
``evaluate``       against hand-made labels
``history``        the life of a project in the plans; ``historytext`` its texts
``profile``        what the plans say about one area; ``profiles`` the page on paper
``compare``        plans, areas, industries side by side; ``comparecharts``
``chains``         the industry chains, from base to project
``understanding``  the commands of these
=================  ============================================================
"""
