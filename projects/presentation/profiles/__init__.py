"""Area profiles on paper: one A4 page for each county, zone, town, park and base.

``words``    texts of the page in two languages
``blocks``   pieces of the page, each measured before it is drawn
``inset``    the small map
``parts``    head, figures, tables and lists of one page; ``story``: its projects by stage
``page``     one page, or all areas in one run
"""

from projects.presentation.profiles.page import render, render_all

__all__ = ["render", "render_all"]
