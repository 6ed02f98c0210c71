"""Projects: from plan documents to placed, classified, stored and presented records.

The packages in the order of the line; each knows only those above it, and each names its
modules in its docstring:

==================  ===========================================================
``vocabulary``      rules, interface texts, colours and spellings: the words of all steps
``watching``        request ids, the log's lines and the numbers of a server
``accounts``        who asks and what they may do; the log of it
``model``           a record, a document, a table on disk
``extraction``      a document → Mentions with their industry, and Rejects
``georeferencing``  a Mention → the place that the documents support
``linkage``         the same project in several documents
``store``           the database, filters, queries, histories, profiles, comparisons
``layers``          the user's own layers, beside what plans say
``export``          files for other programs, and the Features service
``desk``            what people decide: events, what they leave standing, editions
``presentation``    what the page shows; prints, profiles, tours, the page in one file
``commands``        the command line
==================  ===========================================================

What uses them:

==================  ===========================================================
``pipeline``        all steps in order: documents in, records and their reports out
``recording``       a Mention, described and placed, as one record
``build``           the tables of a workspace
``city``            a new workspace for any city or county
``batch``           a package: thousands of documents of the whole country, on Dask
``evaluation``      a package: records against hand-made labels
``bundle``          one zip that installs without a network (``bundled``: its start files)
``errors``          the family of errors, which all share
==================  ===========================================================

Nothing here knows that Streamlit exists: the page that shows it is ``page``, beside this package.
"""

__version__ = "0.1.0"
