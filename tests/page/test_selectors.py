"""The style sheets name only elements that the pinned Streamlit draws: another version may rename them."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit

SHEETS = Path(__file__).parents[2] / "projects" / "presentation" / "web"
DRAWN = Path(streamlit.__file__).parent / "static" / "static" / "js"


def test_what_the_style_sheets_name_is_there() -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in SHEETS.glob("*.css"))
    named = set(re.findall(r'data-testid[\^*]?="?(st\w+)', sheets)) | set(
        re.findall(r"\.(st[A-Z]\w+)", sheets)
    )
    named |= {"data-tag", "data-collapsed"} & set(re.findall(r"\[(data-[\w-]+)", sheets))
    scripts = "".join(path.read_text(encoding="utf-8") for path in DRAWN.glob("*.js"))
    assert len(named) > 15
    assert sorted(name for name in named if name not in scripts) == []
    assert "baseweb" not in sheets  # what an older Streamlit drew with
