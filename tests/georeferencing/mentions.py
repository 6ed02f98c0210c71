"""A mention to be placed: what the reading gives for a name in a box, and what a test changes of it."""

from __future__ import annotations

from projects.extraction.mention import Mention


def mention(name: str, **values: object) -> Mention:
    given: dict[str, object] = {
        "document": "d",
        "section": "专栏1",
        "item": "1",
        "listed": True,
        "category": "",
        "heading": "",
        "text": name,
        "span": (0, len(name)),
    }
    return Mention(name=name, **(given | values))  # type: ignore[arg-type]
