"""Projects: from plan documents to placed, classified, stored and presented records.

Seven packages, in the order of the line; each knows only those above it, and each names its
modules in its docstring:

==================  ===========================================================
``reading``         a document → Mentions with their industry, and Rejects
``placing``         a Mention → the place that the documents support
``matching``        the same project in several documents
``asking``          filters, queries, histories, profiles, comparisons
``exporting``       files for other programs, and the Features service
``desk``            what people decide: events, what they leave standing, editions
``showing``         what the page shows; prints, profiles, tours, the page in one file
==================  ===========================================================

What they all use:

==================  ===========================================================
``records``         the columns of one record and its table
``registry``        the documents, their periods and scopes
``rules``           rules are rows: the tables in ``data/rules``
``tables``          tables on disk, read whole or refused
``labels``          words in two languages; ``style``: colours and glyphs
``pinyin``          Chinese names as typed on a Latin keyboard
``errors``          the family of errors
==================  ===========================================================

What uses them:

==================  ===========================================================
``pipeline``        all steps in order: documents in, records and their reports out
``build``           the tables of a workspace
``city``            a new workspace for any city or county
``ground``          tables of known companies, facilities and lines brought in
``evaluate``        a package: records against hand-made labels
``bundle``          one zip that installs without a network (``bundled``: its start files)
==================  ===========================================================

Nothing here knows that Streamlit exists.
"""
