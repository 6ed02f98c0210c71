"""Charts of the comparisons, in the colours of the map.

Input: the tables of :mod:`projects.store.compare`. Output: Altair charts that a page can show as
they are. Each has a point selection named ``figures.PICK`` over the field ``query``: what a
click selects is the query of the records behind the figure.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from projects.presentation.figures import PICK
from projects.vocabulary.style import families, industries

BAR_HEIGHT = 22


def _px(size: int) -> alt.ExprRef:
    """So many pixels, as page.css has it one and a half times on a screen of 4K."""
    return alt.ExprRef(f"windowSize()[0] < 3000 ? {size} : {size * 3 // 2}")


_AXIS: dict[str, Any] = {
    "labelFontSize": _px(11),
    "titleFontSize": _px(11),
    "labelLimit": _px(260),
    "aria": False,
}
_NEUTRAL = "#6B665C"
_RAMP = ["#F6EFE6", "#B45F1E"]
# What Vega would read out names the columns of its data; the same figures stand in the table below the chart.
_FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"


def bars(table: pd.DataFrame, *, measure: str = "records", title: str = "", colour: str = "") -> alt.Chart:
    """Horizontal bars of a comparison's table, longest first.

    Parameters
    ----------
    measure
        records, projects, investment_wan_yuan, industries or diversity.
    colour
        ``industry`` or ``family`` when ``value`` holds such codes; one colour otherwise.
    """
    fill: Any = alt.value(_NEUTRAL)
    if colour:
        known = _colours(colour)
        fill = alt.Color(
            "value:N", scale=alt.Scale(domain=list(known), range=list(known.values())), legend=None
        )
    chart = (
        alt.Chart(table)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X(f"{measure}:Q", title=title, axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("label:N", sort=alt.EncodingSortField(measure, order="descending"), title=None),
            color=fill,
            tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip(f"{measure}:Q", title=title or measure)],
        )
        .properties(height=alt.Step(BAR_HEIGHT))
    )
    return _styled(chart)


def stacked(cells: pd.DataFrame, *, share: bool = False) -> alt.Chart:
    """One bar per row of a cross table whose columns are families, stacked in their colours.

    The colours are explained by :func:`legend`, which a page can set in lines of any length.

    ``share``: all bars equally long, as percentages.
    """
    return _styled(
        alt.Chart(_with_order(cells))
        .mark_bar()
        .encode(
            x=alt.X("records:Q", stack="normalize" if share else "zero", title=None),
            y=alt.Y("row_label:N", title=None, sort=_first_seen(cells, "row_label")),
            color=_family_colour(cells),
            order=alt.Order("order:Q"),
            tooltip=_CELL,
        )
        .properties(height=alt.Step(BAR_HEIGHT))
    )


def heat(cells: pd.DataFrame) -> alt.Chart:
    """A cross table as a grid in one hue, darker for more records, with the figures in it."""
    base = alt.Chart(cells).encode(
        x=alt.X(
            "column_label:N",
            title=None,
            sort=_first_seen(cells, "column_label"),
            axis=alt.Axis(labelAngle=-60, labelOverlap=False, orient="top"),
        ),
        y=alt.Y("row_label:N", title=None, sort=_first_seen(cells, "row_label")),
        tooltip=_CELL,
    )
    most = int(cells["records"].max()) if len(cells) else 1
    ground = base.mark_rect().encode(color=alt.Color("records:Q", legend=None, scale=alt.Scale(range=_RAMP)))
    light = alt.condition(alt.datum["records"] > 0.6 * most, alt.value("#FFFFFF"), alt.value("#2F2D29"))
    figures = base.mark_text(fontSize=_px(11)).encode(text="records:Q", color=light)
    picked = ground.add_params(alt.selection_point(name=PICK, fields=["query"]))
    layered: alt.Chart = _silent(alt.layer(picked, figures)).configure_axis(**_AXIS)
    return layered


_CELL = [
    alt.Tooltip("row_label:N", title=" "),
    alt.Tooltip("column_label:N", title="  "),
    alt.Tooltip("records:Q", title="   "),
]


def _styled(chart: alt.Chart) -> alt.Chart:
    done: alt.Chart = _silent(
        chart.add_params(alt.selection_point(name=PICK, fields=["query"]))
    ).configure_axis(**_AXIS, grid=False)
    return done


def _silent(chart: Any) -> Any:
    """*chart* in the page's type, with nothing for Vega to read out."""
    return (
        chart.configure(font=_FONT)
        .configure_axisY(labelOverlap=False)
        .configure_view(stroke=None)
        .configure_mark(aria=False)
    )


def legend(cells: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    """Label and colour of each family in a cross table, in the order of the families."""
    labels = dict(zip(cells["column"], cells["column_label"], strict=True))
    return tuple((labels[code], colour) for code, colour in _colours("family").items() if code in labels)


def _family_colour(cells: pd.DataFrame) -> alt.Color:
    known = legend(cells)
    scale = alt.Scale(domain=[label for label, _ in known], range=[colour for _, colour in known])
    return alt.Color("column_label:N", scale=scale, legend=None)


def _with_order(cells: pd.DataFrame) -> pd.DataFrame:
    order = {code: number for number, code in enumerate(_colours("family"))}
    return cells.assign(order=cells["column"].map(order))


def _first_seen(cells: pd.DataFrame, column: str) -> list[str]:
    return list(dict.fromkeys(cells[column]))


def _colours(kind: str) -> dict[str, str]:
    """Code to colour, of families or of industries; no industry in grey."""
    by_family = {family.code: family.colour for family in families()}
    if kind == "family":
        return {**by_family, "": "#D8D3C8"}
    return {**{i.code: by_family[i.family] for i in industries()}, "": "#D8D3C8"}
