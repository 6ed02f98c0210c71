"""A workbook to fill in: the columns of own layers, with an example row that is marked as such."""

from __future__ import annotations

import re
from io import BytesIO

import xlsxwriter

from projects.layers.words import columns, kinds
from projects.vocabulary import labels

_WIDTH, _ROWS = 18, 500


def template(lang: str) -> bytes:
    """The template as XLSX; its titles are Chinese in every language, as the files of offices are.

    Parameters
    ----------
    lang
        ``zh`` or ``en``, of the notes on the second sheet.

    Returns
    -------
    bytes
        A workbook: columns with an example row, then the notes.
    """
    words = labels.texts(lang)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("图层")
        bold = book.add_format({"bold": True, "bottom": 1})
        pale = book.add_format({"italic": True, "font_color": "#8A8375"})
        for at, column in enumerate(columns()):
            sheet.write_string(0, at, column.title_zh, bold)
            sheet.write_string(1, at, column.example, pale)
            if column.role == "kind":
                named = [kind.label_zh for kind in kinds().values()]
                sheet.data_validation(
                    2, at, _ROWS, at, {"validate": "list", "source": named, "ignore_blank": True}
                )
        sheet.set_column(0, 0, 2 * _WIDTH)
        sheet.set_column(1, len(columns()) - 1, _WIDTH)
        sheet.freeze_panes(1, 1)
        sheet = book.add_worksheet("说明")
        sheet.set_column(0, 0, 110)
        for at, line in enumerate(re.split("；|; ", words["layers.template"])):
            sheet.write_string(at, 0, line)
    return out.getvalue()
