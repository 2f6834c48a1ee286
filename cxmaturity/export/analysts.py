"""Writes tidy tables as files for analysts: a workbook with one sheet per table, Parquet, CSV."""

from collections.abc import Mapping
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pandas as pd

from cxmaturity.files.csv_writer import write_csv


def table_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV; a missing value is an empty cell, and no text starts a formula."""
    rows = ([_text(value) for value in row] for row in table.itertuples(index=False))
    return write_csv(table.columns, rows)


def table_parquet(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet; columns of texts, whole numbers and numbers keep their types."""
    content = BytesIO()
    table.convert_dtypes().to_parquet(content, index=False)
    return content.getvalue()


def tables_workbook(tables: Mapping[str, pd.DataFrame], title: str, day: date) -> bytes:
    """Return a workbook with one sheet per table; the heading row is frozen and has filters. `day` dates the file."""
    import xlsxwriter

    content = BytesIO()
    texts_stay_texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **texts_stay_texts}) as book:
        book.set_properties({"title": title, "created": datetime.combine(day, time())})
        head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"quote_prefix": True})
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(table.columns):
                sheet.write_string(0, column, heading, head)
                sheet.set_column(column, column, max(10, len(heading) + 2))
            for row, values in enumerate(table.itertuples(index=False), start=1):
                for column, value in enumerate(values):
                    _write(sheet, row, column, value, text)
            sheet.autofilter(0, 0, max(1, len(table)), max(0, len(table.columns) - 1))
    return content.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, text: Any) -> None:
    if _is_none(value):
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value, text)
    else:
        sheet.write_number(row, column, float(value))


def _text(value: Any) -> str:
    if _is_none(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_none(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)
