"""The words of the program, as tables in ``data/``: rules, interface texts, looks, spellings.

==================  ===========================================================
``rules``           rules are rows: the tables in ``data/rules``
``labels``          codes, numbers and interface texts as people read them, in two languages
``style``           a colour per industry family, a glyph per industry
``pinyin``          Chinese names as typed on a Latin keyboard
==================  ===========================================================
"""
