"""How QGIS shows the columns of a layer: Chinese titles, and labels where the column holds codes.

In: a layer of an export, column → code → label (:func:`projects.export.formats.codes.value_lists`). Out:
elements of a QGIS style.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from projects.export.formats.codes import columns_of

Lists = Mapping[str, Mapping[str, str]]


def field_elements(layer: str, lists: Lists) -> list[Element]:
    """Titles of the columns, and which of them are shown by a list of labels."""
    aliases, shown = Element("aliases"), Element("fieldConfiguration")
    for number, row in enumerate(columns_of(layer), 1):  # 0 is the row number
        SubElement(aliases, "alias", field=row["name"], index=str(number), name=row["label_zh"])
        if row["name"] in lists:
            shown.append(_listed(row["name"], lists[row["name"]]))
    return [shown, aliases]


def _listed(column: str, labels: Mapping[str, str]) -> Element:
    """A field whose codes are shown as their labels; the list keeps its order."""
    field = Element("field", name=column)
    config = SubElement(SubElement(field, "editWidget", type="ValueMap"), "config")
    listed = SubElement(SubElement(config, "Option", type="Map"), "Option", name="map", type="List")
    for code, label in labels.items():
        one = SubElement(listed, "Option", type="Map")
        SubElement(one, "Option", name=label, value=code, type="QString")
    return field
