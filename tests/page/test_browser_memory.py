"""Two hundred filter changes in one session leave the browser's heap as it was."""

from __future__ import annotations

import pytest

from tests.page.live import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]  # what is measured wants a quiet machine
WARM_UP = 100  # the script's compiled form still grows until about the eightieth
CHANGES = 200
COLLECTIONS = 8


def test_filter_changes_leave_the_heap_flat(opened: OpenPage):
    opened.open()
    tools = opened.page.context.new_cdp_session(opened.page)
    pill = opened.page.locator(".st-key-f_level").get_by_text("镇街", exact=True)

    def change(times: int) -> float:
        for _ in range(times):
            revision = opened.stats()["revision"]
            pill.click()
            opened.frame.wait_for_function("old => projectMap.stats().revision > old", arg=revision)
        return min(collected() for _ in range(COLLECTIONS))

    def collected() -> float:  # what one collection frees may hold more, and some is freed a moment later
        tools.send("HeapProfiler.collectGarbage")
        opened.page.wait_for_timeout(250)
        return float(tools.send("Runtime.getHeapUsage")["usedSize"])

    before = change(WARM_UP)
    elements = opened.frame.locator("*").count()
    after = change(CHANGES)
    assert opened.frame.locator("*").count() == elements
    assert after < 1.1 * before, f"{before / 1e6:.1f} MB became {after / 1e6:.1f} MB"
