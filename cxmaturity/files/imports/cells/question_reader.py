"""Reads the answers to one question from its columns; each different combination of cells is read once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import itemgetter
from typing import Any

from cxmaturity.answers import UNANSWERED, Answer, validate_answer
from cxmaturity.files.imports.cells import values
from cxmaturity.files.imports.cells.file_values import FileValues, Unreadable
from cxmaturity.files.imports.cells.values import AnswerCellReader
from cxmaturity.files.imports.columns.column_uses import Columns
from cxmaturity.files.imports.columns.heading_matcher import ANSWER, EVIDENCE, GRADE, NOTE
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.text_cleaning import clean_text, unescape_formula

_Cells = str | tuple[str, ...]  # of one row: the cell in a question's only column, or the cells in its columns


def columns_by_part(columns: Columns) -> dict[str, Mapping[str, int]]:
    """Return, for each part of an answer, its columns by question id."""
    return {ANSWER: columns.answers, NOTE: columns.notes, GRADE: columns.grades, EVIDENCE: columns.evidence}


CellError = tuple[int, str, Unreadable, bool]  # the column, its use, the problem, whether it may be left open


class QuestionReader(dict[_Cells, tuple[Answer, list[CellError]]]):
    """A mapping from the cells in a question's columns to the answer and its faults, filled on first access."""

    def __init__(self, question: Question, questionnaire: Questionnaire, columns: Columns, file: FileValues) -> None:
        super().__init__()
        self._places = {
            part: column[question.id] for part, column in columns_by_part(columns).items() if question.id in column
        }
        self.cells: Callable[[list[str]], _Cells] = itemgetter(*self._places.values())
        """Extracts the question's cells from a row: the key of its answer in this mapping."""
        self.question_id = question.id
        self._question, self._scale_max, self._encoding = question, questionnaire.scale_max, file.encoding
        self.read_answer = AnswerCellReader(question, questionnaire, file)

    def __missing__(self, key: _Cells) -> tuple[Answer, list[CellError]]:
        cells = dict(zip(self._places, (key,) if isinstance(key, str) else key, strict=True))
        errors: list[CellError] = []

        def readable(value: Any, part: str) -> Any:
            if isinstance(value, Unreadable):
                use = f"question {self.question_id}" if part == ANSWER else f"{part} of {self.question_id}"
                errors.append(
                    (self._places.get(part, self._places[next(iter(self._places))]), use, value, part == ANSWER)
                )
                return None
            return value

        value = readable(self.read_answer(cells.get(ANSWER, "")), ANSWER)
        answer = value.answer if value else UNANSWERED
        broken = {part: values.cell_problem(cells.get(part, ""), self._encoding) for part in (NOTE, GRADE, EVIDENCE)}
        for part, problem in broken.items():
            readable(problem, part)
        grade = None if broken[GRADE] else readable(values.read_grade(cells.get(GRADE, "")), GRADE)
        note, evidence = ("" if broken[part] else _cell_text(cells.get(part, "")) for part in (NOTE, EVIDENCE))
        if grade is not None or note or evidence:
            answer = replace(answer, note=note, evidence_grade=grade, evidence=evidence)
        for name, what, fix in validate_answer(answer, self._question, self._scale_max):
            readable(Unreadable(what, fix), name if name in (NOTE, EVIDENCE) else ANSWER)
        self[key] = (answer, errors)
        return answer, errors


def _cell_text(cell: str) -> str:
    text = clean_text(unescape_formula(cell))
    return text if text.strip() else ""
