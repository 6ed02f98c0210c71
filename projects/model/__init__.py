"""What all steps speak of: records, documents, and their tables on disk.

==================  ===========================================================
``records``         the columns of one record and its table
``registry``        the documents, their periods and scopes
``tables``          tables on disk, read whole or refused
==================  ===========================================================
"""
