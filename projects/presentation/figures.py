"""Figures that lead to what they count: the form in which the page's panes get them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    import altair as alt

# The name of the selection that a click in a chart makes, over the field ``query``.
PICK = "pick"


class Lead(NamedTuple):
    """Where a row leads: a link's query, ids of records joined with ``|``, or an area's code."""

    query: str = ""
    ids: str = ""
    area: str = ""


@dataclass(frozen=True)
class Figures:
    """A table, ready to draw, and what stands behind it.

    The columns of ``table`` are keys of headings (``column.<key>``), its cells texts or numbers;
    ``leads`` has one entry per row; where single figures of a row lead elsewhere ``cells`` has one per
    row for their columns. ``chart`` is None where a table says it better; ``note``
    says how the figures add up, ``legend`` gives labels and colours of the chart.
    """

    table: pd.DataFrame
    leads: tuple[Lead, ...]
    chart: alt.Chart | None = None
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    cells: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)

    def lead(self, row: int, column: str) -> Lead:
        """Where a click on a cell leads."""
        return self.cells.get(column, self.leads)[row]
