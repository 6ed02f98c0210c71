"""What the list beside the map got, in a page that runs without a browser."""

from __future__ import annotations

import json
import re
import zlib
from typing import Any

from streamlit.testing.v1 import AppTest


def listed(app: AppTest) -> dict[str, Any]:
    """The rows as the browser gets them (:mod:`projects.presentation.rowlist`)."""
    elements = [one.proto for one in app.get("bidi_component")]
    element = next(one for one in elements if one.component_name == "project_map_rows")
    found: dict[str, Any] = json.loads(zlib.decompress(element.bytes))
    return found


def heads(rows: dict[str, Any]) -> list[int]:
    """How many records each line above the records of a project tells."""
    return [int(note[3:].replace(",", "")) for note in rows["notes"] if re.fullmatch(r"记录 [\d,]+", note)]
