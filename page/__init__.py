"""The page: what ``app.py`` draws; with it the only code that knows Streamlit.

The page of the map:

==================  ===========================================================
``main``            the page whole
``server``          headers, hosts and the wall around the page; ``kept``: files that stay in memory
``health``          whether the page can be shown, and its numbers, for programs that watch it
``access``          what the person may do, asked in one place; way in and out; the log
``session``         what a session looks at: its workspace, edition and tables
``filtering``       the filters of a session: from the link, in the widgets, into the link
``sidebar``         the filters at the left; ``cities``: the choice of the city
``facets``          the number beside each choice of a filter
``frame``           head and foot, and what is told once
``mapview``         the map, and what is done on it; ``headstart``: before the rest of the page
``side``            what stands beside the map, one of the panes:
``lists``           records, those without a point, what was set aside
``panes``           comparisons, chains, one area (``leads``: each figure leads to its records)
``handover``        exports, prints, the page in one file
``own``             own boundaries and facilities
``layers``          own layers: menu and list
``totals``          the table of totals
``country``         the page of a country (``countrylists``: beside its map, ``countrytakeaway``: exports)
``wording``         words of Streamlit's own widgets in the page's language
``rows``            a list of two lines a row; ``tables``: a table; ``buttons``: what several parts share
==================  ===========================================================

The desk, which is imported when it is first opened:

==================  ===========================================================
``desk``            its page and its head
``deskqueue``       filters and queue
``deskrecord``      one record: keys of the actions, source text
``deskforms``       what an action needs to know
``decisions``       what an action does
``deskadding``      plan files brought in
``deskeditions``    editions published and looked back at
==================  ===========================================================

A module here runs once for all sessions; what is drawn, and what belongs to a session, stands
in functions, which ``app.py`` calls at each change.
"""
