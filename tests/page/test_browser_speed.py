"""A filter changes the map in place: no blank frame, the same view, nothing else moves."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.page.live import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]  # what is measured wants a quiet machine
LEVELS = ("镇街", "园区", "县区", "多地", "全市")
SETTLED_MS = 400
# The browser rounds shadows and round corners by a level of 255 or two when it puts layers together.
ROUNDING = 4
# A few px at the edge of a round corner differ by more (seen: 4 px by 19 levels); a symbol has 40 and more.
CORNER_PX = 16

Pixels = NDArray[np.uint8]


class Film:
    """Every frame that the browser shows of the map, in order."""

    def __init__(self, opened: OpenPage) -> None:
        """Start filming; nothing is filmed before the first change."""
        box = opened.page.locator("iframe[title^=streamlit_folium]").bounding_box()
        assert box
        # A px off each side: the edge may lie between two.
        self._box = (box["x"] + 1, box["y"] + 1, box["x"] + box["width"] - 1, box["y"] + box["height"] - 1)
        self._opened = opened
        self._frames: list[str] = []
        self._tools = opened.page.context.new_cdp_session(opened.page)
        self._tools.on("Page.screencastFrame", self._keep)
        self._tools.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})

    def cut(self) -> list[Pixels]:
        """The frames since the last cut."""
        frames, self._frames = self._frames, []
        return [self._map_of(base64.b64decode(frame)) for frame in frames]

    def end(self) -> None:
        """Film no more."""
        self._tools.send("Page.stopScreencast")
        self._tools.detach()

    def still(self) -> Pixels:
        """The map when it has come to rest."""
        before = self._map_of(self._opened.page.screenshot())
        for _ in range(20):
            self._opened.page.wait_for_timeout(SETTLED_MS)
            after = self._map_of(self._opened.page.screenshot())
            if (before == after).all():
                return after
            before = after
        raise TimeoutError("the map does not come to rest")

    def _keep(self, event: dict[str, Any]) -> None:
        self._frames.append(event["data"])
        self._tools.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def _map_of(self, content: bytes) -> Pixels:
        return np.asarray(Image.open(BytesIO(content)).convert("RGB").crop(self._box))


def differs(frame: Pixels, other: Pixels) -> NDArray[np.bool_]:
    """Which pixels one can tell apart, shape (height, width)."""
    apart = np.abs(frame.astype(int) - other.astype(int)) > ROUNDING
    return np.asarray(apart.any(axis=2), dtype=bool)


def test_ten_filter_changes_show_no_blank_frame_and_move_nothing(opened: OpenPage):
    opened.open()
    opened.show(115.98, 36.45, 10.5)
    film = Film(opened)
    level = opened.page.locator(".st-key-f_level")
    stats, before = opened.stats(), film.still()
    film.cut()
    seen, shown = 0, {stats["shown"]}
    for name in (*LEVELS, *LEVELS):  # each on, then each off again
        level.get_by_text(name, exact=True).click()
        opened.frame.wait_for_function("old => projectMap.stats().revision > old", arg=stats["revision"])
        after, stats_after = film.still(), opened.stats()
        frames = film.cut()
        assert (stats_after["zoom"], stats_after["centre"]) == (stats["zoom"], stats["centre"])
        same = (before == after).all(axis=2)
        assert same.mean() > 0.7  # most of the map is ground that no filter touches
        for frame in frames:
            moved = int(differs(frame, before)[same].sum())
            assert moved <= CORNER_PX, f"{name}: {moved} px of what it leaves alone have changed"
        seen += len(frames)
        before, stats = after, stats_after
        shown.add(stats["shown"])
    film.end()
    assert seen >= 10
    assert len(shown) > 4


def test_the_film_would_show_a_blank_map(opened: OpenPage):
    opened.open()
    film = Film(opened)
    before = film.still()
    film.cut()
    hide = "hidden => { document.querySelector('#map_div').style.visibility = hidden ? 'hidden' : ''; }"
    opened.frame.evaluate(hide, True)
    opened.page.wait_for_timeout(100)
    opened.frame.evaluate(hide, False)
    opened.page.wait_for_timeout(SETTLED_MS)
    frames = film.cut()
    film.end()
    assert max(differs(frame, before).mean() for frame in frames) > 0.3
