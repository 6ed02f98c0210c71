"""The desk: what people decide about records, kept as events that are never overwritten.

A record's way: read from a plan (candidate) → confirmed, edited or rejected by a person → published
in an edition. The reading, the check and the edition are three things and never one flag.

==================  ===========================================================
``events``          one decision: who, when, which record, before, after, why, against which text
``folding``         events → what holds for each record; undo is an event like any other
``schema``          the tables in the database; ``migrations``: how they came to be
``presence``        whether there is a desk at all
``book``            reading and appending events; a stale save is refused
``views``           saved views and tours, as files or in the database
``migrating``       the whole database into another one
``plans``           plans that were added here: their head, text and tables
``passages``        the characters that a decision was made against, as a hash
``readings``        what the machine read, whatever people said about it since
``applying``        the reading and the events → what stands, what was overruled, what is open
``desk``            one workspace's desk: all of these together
``deciding``        accept, reject, edit, place, add, undo
``joining``         several records: match, merge, split
``drafting``        what both store of a record, and whether it is there
``replacing``       find and replace in a field of many records
``fields``          which fields a person may set, and to what; ``spots``: places by name or point
``editions``        what is published: immutable, dated, with the difference to the one before
``differences``     new, changed, gone, each with its reason
``behind``          the events that tables were made of
``exchange``        ``events.csv`` and ``decisions.csv``, out and in
``queueing``        what to look at next, and how far it is
``adding``          a plan file → candidates at the desk; ``reading``: in a process that can be stopped
``heads``           the head of an added plan, corrected after it was read
``build``           the events over a fresh reading
==================  ===========================================================
"""
