"""The command line: one module for each group of commands, their options and what they print.

==================  ===========================================================
``accounts``        ``accounts``
``batch``           ``batch``
``desk``            ``add``, ``review``, ``publish``, ``log``
``desk_common``     what these share
``evaluation``      ``evaluate``
``filter_options``  the filters of the page as options
``ground``          ``ground import``
``handover``        ``print``, ``standalone``, ``bundle``
``layers``          ``layers add``, ``list``, ``remove``, ``template``
``history``         ``history``, ``profile``
``migrating``       ``migrate``
``setting``         ``settings``
``safekeeping``     ``backup``, ``restore``
==================  ===========================================================

The entrance is ``projects.__main__``. Each returns the exit status; errors are those of
``projects.errors``.
"""
