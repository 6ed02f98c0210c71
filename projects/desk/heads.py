"""The head of an added plan (title, issuer, date, period, area), corrected after it was read.

The correction is one more event on the plan; undoing it brings the former head back. What a record takes
from its plan's head follows: the years of the plan, and the place of those that are placed nowhere more
precisely than the plan's area. What people decided about a record holds: they decided on its own text.
"""

from __future__ import annotations

from collections.abc import Mapping

from projects.desk.adding import corrected
from projects.desk.desk import Desk
from projects.desk.events import Draft, Event
from projects.desk.plans import PLAN, head_row
from projects.desk.readings import reading_version
from projects.errors import InputError

FIELDS = ("title", "issuer", "issued", "period", "area")


def correct(
    desk: Desk,
    key: str,
    head: Mapping[str, str | None],
    *,
    by: str,
    why: str = "",
    expected: Mapping[str, str] | None = None,
) -> list[Event]:
    """Correct the head of a plan.

    Parameters
    ----------
    desk
        To which the plan came.
    key
        Of the plan.
    head
        Of :data:`FIELDS`, as :func:`projects.desk.adding.corrected` takes them; None leaves one as it is.
    by, why
        Who decides, not empty, and the reason.
    expected
        By record (``plan:KEY``) the last event as it was seen; None takes the plan as it stands.

    Returns
    -------
    list[Event]
        The one that was stored.

    Raises
    ------
    InputError
        The plan did not come through the desk, a field does not fit, or nothing would change.
    StaleError
        *expected* is not the last event on the plan.
    """
    if key not in desk.from_desk():
        there = ", ".join(desk.from_desk()) or "none"
        raise InputError(f"{key!r}: no plan of the desk; there are: {there}")
    document = desk.documents[key]
    before = head_row(document)
    after = head_row(corrected(document, **head))
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not changed:
        raise InputError(f"{key}: nothing changes: its head is so already")
    draft = Draft(
        f"{PLAN}:{key}", PLAN, {name: before[name] for name in changed}, changed, why, "", reading_version()
    )
    return desk.book.append([draft], by=by, expected=expected)
