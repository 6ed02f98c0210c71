"""What all steps speak of: records, documents, and their tables on disk.

==================  ===========================================================
``records``         the columns of one record and its table
``registry``        the documents, their periods and scopes
``manifest``        the tables of one build: all in place or none
``tables``          tables on disk, read whole or refused
==================  ===========================================================
"""
