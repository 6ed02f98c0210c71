"""The page: filters on the left, the map in the middle, what is shown on the right.

Run with ``streamlit run app.py``. Filters live in the URL, so that a link reproduces the view.
"""

from projects.page.frame import main

main()
