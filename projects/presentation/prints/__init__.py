"""Prints on paper: the map as A4, A3, A1 or a slide, PDF (vector) or PNG (300 dpi).

===============  ==============================================================
``options``      ``Options``: paper, language, margin texts; ``Print``: the result
``page``         ``render``: one print put together
``content``      which records stand where, and how many nowhere
``view``         what the screen shows: extent, shading, hidden layers; ``shades``: its colours
``ground``       projection, boundaries, neighbours, degrees
``courses``      roads, railways and waters under the records
``margins``      where the parts stand; neat line, title, figures, foot line
``themap``       what lies inside the frame; ``names``: counties, towns, cities around
``spread``       symbols pushed apart or joined
``labelling``    free room for names and numbers
``marks``        symbols, numbers of places, counts of counties
``furniture``    scale bar, north arrow, inset, legend
``listing``      places and projects beside the map
``ownmarks``     own layers: their marks, legend and list
``sheet``        paper in millimetres; ``boxes``: rectangles on it
``fonts``        a Chinese font, cut down to TrueType
===============  ==============================================================

Drawn with matplotlib. Its furniture comes from here, not from matplotlib-scalebar (which
knows no paper scale) or matplotlib-map-utils (which brings cartopy, 370 MB).
"""
