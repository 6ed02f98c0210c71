"""What a server tells of itself: request ids, one log line for each request, numbers.

Nothing here holds text of a document, a query or a user's name.

==================  ===========================================================
``watched``         an ASGI layer around all others: the id, the line, the counts
``lines``           the log as lines of JSON; faults without what they say
``numbers``         counts and times in the format of Prometheus
==================  ===========================================================
"""
