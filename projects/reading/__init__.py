"""Reading: from a file to the Mentions that it holds, and Rejects with a reason.

The document:

==================  ===========================================================
``readers``         any file (txt, docx, pdf, html, md, xlsx, xls, csv) as one Source
``unregistered``    what a plan that no registry names tells of itself
``scopes``          what a document speaks for
``parse``           text to paragraphs with positions, page breaks mended
``outline``         headings, boxes, passages (``list_lines``: what a line looks like;
                    ``open_box``: which lines are a box)
==================  ===========================================================

Its parts, ``extract`` for the text and ``lists`` for the tables:

==================  ===========================================================
``extract``         boxes, numbered items and running text as Mentions (``mention``)
``boxes``           the entries of a 专栏 (``box_numbers``; ``entry_parts``: their names;
                    ``listed``: the names behind a category; ``packed``: several in one
                    sentence)
``pieces``          sentences cut into pieces; ``told``: what is no part of a name
``box_tables``      boxes that are tables, category beside entries, as lines
``inline_lists``    lists inside a sentence (重点推进：A、B)
``deeds``           民生实事: lists of deeds for the people
``tasks``           numbered tasks and responsibility tables (``task_rows``: with cells)
``running``         names in running text (``cuts``: clauses and lists in pieces;
                    ``undertakings``: those that close like no name)
``lists``           project lists in tables (``list_header``, ``list_rows``,
                    ``list_values``, ``codes``); ``flat_tables``: without their lines;
                    ``table_shapes``: in pieces, side by side
==================  ===========================================================

The words:

==================  ===========================================================
``words``           plan language; ``numerals``: its numbers
``names``           the parts of a name
``values``          amounts, years, scales, companies
``targets``         output and sales figures, which are no investments
``stages``          how far a project is, as its own words tell
``classify``        industry and kind, with the rule that fired
``weighing``        industry by weights, where no rule is beyond doubt
==================  ===========================================================
"""
