"""Files read with the shipped questionnaire, and parts of their preview."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Any

from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.preview import preview_json
from cxmaturity.files.imports.reading import read_answers
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import SHIPPED

CX = load_questionnaire(SHIPPED)
P1, P2, P3 = (CX.by_id[id_].prompt for id_ in ("P1", "P2", "P3"))


def read(
    rows: Sequence[Sequence[str]] | bytes, model: Questionnaire = CX, mapping: FileMapping = NO_MAPPING
) -> dict[str, Any]:
    """Return the preview of a file: of rows as CSV, or of the content itself."""
    if not isinstance(rows, bytes):
        written = StringIO()
        csv.writer(written).writerows(rows)
        rows = written.getvalue().encode()
    return preview_json(read_answers("file", rows, model, mapping))


def used(output: dict[str, Any]) -> dict[str, str]:
    """Return the use of each column that is read, by heading."""
    return {heading: use for heading, use in output["columns"].items() if use}


def left_out(output: dict[str, Any]) -> list[int]:
    return [row["row"] for row in output["left_out"]]


def faults(output: dict[str, Any]) -> list[str]:
    return [fault["cell"] for fault in output["faults"]]
