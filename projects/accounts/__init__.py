"""Who asks, what they may do, and the log of it.

Without accounts (the default) there is one desk: who sits at this computer may do everything, and who
comes from elsewhere may look. ``python -m projects accounts`` turns accounts on.

==================  ===========================================================
``identity``        a name with its roles; which role may do what (``data/roles.csv``)
``presence``        whether there are accounts at all, and where, told without opening a database
``schema``          the tables in the database; ``migrations``: how they came to be
``database``        opened once, read and written in transactions
``register``        settings, accounts, sessions
``passwords``       passwords as they are kept
``log``             the log of what was asked for: appended to, chained by hashes, checked, exported
``door``            who a request comes from: a session, a proxy, another's sign-in, this desk
``wall``            an ASGI layer around page and service: headers, hosts, reading, and what changes
``entry``           the form that asks for name and password
==================  ===========================================================

Accounts and log belong to the installation, not to a city: they lie in a database of their own, so that a
workspace that is restored or copied takes neither along, and a refused request needs no workspace.
"""
