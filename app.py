"""The map: ``streamlit run app.py``.

Streamlit reads this file twice: as the server, whose application is ``app``, and under the name
``__main__`` as the script of the page, at each change of it. What the page draws is imported by the script
alone, because some of it belongs to the server once that runs.
"""

from __future__ import annotations

import streamlit as st

if __name__ == "__main__":
    from page.main import main

    main()
else:
    from page import server

    server.read_settings()
    app = st.App(
        __file__,
        middleware=server.middleware(),
        routes=server.routes(),
        on_script_error=server.note_fault,
    )
