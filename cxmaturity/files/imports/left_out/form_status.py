"""Recognises previews, tests and unfinished answers by the columns that form tools add."""

from collections.abc import Sequence

from cxmaturity.files.imports.cells.file_values import value_key
from cxmaturity.files.imports.cells.normalising import heading_words
from cxmaturity.files.imports.columns.column_uses import Columns
from cxmaturity.files.imports.columns.headings import Headings, has_import_ids
from cxmaturity.files.imports.left_out.kinds import LeftOutRow, LeftOutRule
from cxmaturity.files.imports.opening.raw_table import RawTable, Row, visible_text

_FINISHED = {"finished", "completed", "is finished", "is completed", "complete", "beendet", "abgeschlossen", "terminé"}
_FINISHED |= {"finalizado", "completado", "completato", "voltooid", "concluído"}
_PROGRESS = {"progress"}
_STATUS = {"status", "response status", "response type", "completion status", "survey status", "distribution channel"}
_SUBMITTED = {"submitdate", "submitdate date submitted", "date submitted"}
_LAST_PAGE = {"lastpage", "lastpage last page", "last page"}  # LimeSurvey has both, and no date for unfinished answers
_REDCAP = {"record id"}
_NO = {"false", "no", "0", "n", "falsch", "nein", "faux", "non", "falso"}
_PREVIEWS = {"survey preview", "preview", "survey test", "test", "test response", "spam", "possible spam"}
_PREVIEWS |= {"vorschau", "aperçu", "vista previa", "anteprima", "prueba", "testantwort"}
_UNFINISHED = {"partial", "partially completed", "incomplete", "in progress", "started", "not completed", "unfinished"}
_UNFINISHED |= {"draft", "saved", "disqualified", "over quota", "screened out", "abandoned", "not finished"}
_UNFINISHED |= {"unvollständig", "nicht abgeschlossen", "nicht beendet", "teilweise", "begonnen", "in bearbeitung"}
_UNFINISHED |= {"abgebrochen", "entwurf", "incomplet", "incomplète", "partiel", "partielle", "en cours", "brouillon"}
_UNFINISHED |= {"incompleto", "incompleta", "parcial", "en curso", "en progreso", "borrador", "parziale", "onvolledig"}
_TEST_NAMES = {"test", "test test", "testing", "tester", "test user", "testuser", "test person", "asdf", "dummy", "xxx"}
_NUMBERED_PREVIEWS = {"1", "2", "8", "9", "12", "17", "25", "32", "40", "48"}  # how Qualtrics numbers them in Status
_QUALTRICS = {"responseid", "response id", "recordeddate", "recorded date", "distributionchannel"}
_NAME_LENGTH = 40


def by_status(table: RawTable, headings: Headings, columns: Columns) -> LeftOutRule:
    """Return the function that recognises previews and unfinished answers by the columns that form tools add."""
    words = [{heading_words(text) for text in parts} for parts in headings.parts]
    rows = table.rows[headings.start : headings.start + headings.count]
    is_of_qualtrics = any(texts & _QUALTRICS for texts in words) or any(has_import_ids(cells) for _, cells in rows)

    def places(names: set[str]) -> list[int]:
        return [column for column, texts in enumerate(words) if texts & names]

    finished, progress, status = places(_FINISHED), places(_PROGRESS), places(_STATUS)
    finished += _forms_of_redcap(words, columns) if places(_REDCAP) else []
    submitted = places(_SUBMITTED) if places(_LAST_PAGE) else []
    progress = [] if finished else progress

    def reason(row: Row) -> LeftOutRow | None:
        number, cells = row
        for column in status:
            text = heading_words(cells[column])
            shown = f"{headings.names[column]}: {value_key(cells[column])[:60]}"
            if text in _PREVIEWS or (is_of_qualtrics and text in _NUMBERED_PREVIEWS):
                return LeftOutRow(number, "preview", f"a preview or test ({shown})")
            if text in _UNFINISHED:
                return LeftOutRow(number, "unfinished", f"unfinished ({shown})")
        for column in finished:
            if heading_words(cells[column]) in _NO | _UNFINISHED:
                return LeftOutRow(
                    number, "unfinished", f"unfinished ({headings.names[column]}: {value_key(cells[column])[:60]})"
                )
        for column in progress:
            share = cells[column].strip().rstrip("% ")
            if share.isdecimal() and int(share) < 100:
                return LeftOutRow(number, "unfinished", f"unfinished ({headings.names[column]}: {share} %)")
        for column in submitted:
            if not cells[column].strip():
                return LeftOutRow(number, "unfinished", f"unfinished (nothing under {headings.names[column]})")
        return None

    return reason


def _forms_of_redcap(words: Sequence[set[str]], columns: Columns) -> list[int]:
    """Return the columns with which REDCap ends its forms, such as cx_complete, of the forms that hold answers."""
    ends = [column for column, texts in enumerate(words) if any(text.endswith(" complete") for text in texts)]
    return sorted({next((end for end in ends if end > column), -1) for column in columns.answers.values()} - {-1})


def by_test_name(columns: Columns) -> LeftOutRule:
    """Return the function that recognises a test of the form by the name in the row."""
    name = columns.name
    if name is None:
        return lambda row: None
    return lambda row: (
        LeftOutRow(row[0], "preview", f"a preview or test (name: {value_key(row[1][name])[:60]})")
        if heading_words(visible_text(row[1][name])[:_NAME_LENGTH]) in _TEST_NAMES
        else None
    )
