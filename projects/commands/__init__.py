"""The command line: one module for each group of commands, their options and what they print.

==================  ===========================================================
``accounts``        ``accounts``
``batch``           ``batch``
``desk``            ``add``, ``review``, ``publish``, ``log``
``desk_common``     what these share
``evaluation``      ``evaluate``
``exporting``       ``export``, ``serve``
``filter_options``  the filters of the page as options
``ground``          ``ground import``
``handover``        ``print``, ``standalone``, ``bundle``
``layers``          ``layers add``, ``list``, ``remove``, ``template``
``history``         ``history``, ``profile``
``migrating``       ``migrate``
``reading``         ``extract``, ``build``, ``explain``
``setting``         ``settings``
``safekeeping``     ``backup``, ``restore``
==================  ===========================================================

The entrance is ``projects.__main__``, which imports what a command needs and no more. Each returns the exit
status; errors are those of ``projects.errors``.
"""
