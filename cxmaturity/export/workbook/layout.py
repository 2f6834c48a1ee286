"""The addresses of all cells of a workbook, so that formulas can refer to cells of other sheets."""

from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.utility import xl_rowcol_to_cell

from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.questionnaire.schema import Question
from cxmaturity.wording.exports import workbook as words

_ANSWER = {heading: column for column, heading in enumerate(words.ANSWER_HEADINGS + words.PRACTICE_HEADINGS)}
_DIMENSION = {heading: column for column, heading in enumerate(words.DIMENSION_HEADINGS)}
_GAP = {heading: column for column, heading in enumerate(words.GAP_HEADINGS)}

FIRST_ROW = 1  # below the headings, counted from 0
STAGES_COLUMN = 12  # first column of the tables of stages and of levels on the sheet of stages


def address(sheet: str, row: int, column: int) -> str:
    """Return the address of a cell, rows and columns counted from 0, for formulas of any sheet."""
    return f"{sheet}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"


def span(sheet: str, first: int, last: int, column: int, last_column: int | None = None) -> str:
    """Return the address of the cells between two rows and two columns; without `last_column`, of one column."""
    start = address(sheet, first, column)
    end = xl_rowcol_to_cell(last, column if last_column is None else last_column, row_abs=True, col_abs=True)
    return f"{start}:{end}"


@dataclass(frozen=True)
class Layout:
    """The addresses of a workbook's figures. Questions and dimensions are given by their index."""

    source: WorkbookSource

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions in order."""
        return self.source.questions

    @cached_property
    def dimension_of(self) -> tuple[int, ...]:
        """The index of each question's dimension."""
        places = {d.id: place for place, d in enumerate(self.source.questionnaire.dimensions)}
        return tuple(places[self.source.questionnaire.dimension_of[q.id].id] for q in self.questions)

    def answer(self, question: int, heading: str) -> str:
        """Return the address of a question's cell on the sheet of answers."""
        return address(words.ANSWERS, FIRST_ROW + question, _ANSWER[heading])

    def answers(self, heading: str, dimension: int | None = None) -> str:
        """Return the address of a column of the sheet of answers, of all questions or those of a dimension."""
        rows = [i for i, place in enumerate(self.dimension_of) if dimension in (None, place)]
        return span(words.ANSWERS, FIRST_ROW + rows[0], FIRST_ROW + rows[-1], _ANSWER[heading])

    def dimension(self, dimension: int, heading: str) -> str:
        """Return the address of a dimension's cell on the sheet of dimensions."""
        return address(words.DIMENSIONS, FIRST_ROW + dimension, _DIMENSION[heading])

    def overall(self, heading: str) -> str:
        """Return the address of a cell of the row beneath the dimensions."""
        return self.dimension(len(self.source.questionnaire.dimensions), heading)

    def dimensions(self, heading: str) -> str:
        """Return the address of a column of the sheet of dimensions, without the overall row."""
        last = FIRST_ROW + len(self.source.questionnaire.dimensions) - 1
        return span(words.DIMENSIONS, FIRST_ROW, last, _DIMENSION[heading])

    def gap(self, question: int, heading: str) -> str:
        """Return the address of a question's cell on the sheet of gaps."""
        return address(words.GAPS, FIRST_ROW + question, _GAP[heading])

    def gaps(self, heading: str, until: int | None = None) -> str:
        """Return the address of a column of the sheet of gaps, down to the question with the index `until`."""
        last = len(self.questions) - 1 if until is None else until
        return span(words.GAPS, FIRST_ROW, FIRST_ROW + last, _GAP[heading])

    def statements(self, question: int) -> str:
        """Return the address of a question's statements on the sheet of the questionnaire, lowest level first."""
        first = len(words.QUESTION_HEADINGS)
        row = FIRST_ROW + question
        return span(words.QUESTIONNAIRE, row, row, first, first + len(self.source.numbers) - 1)

    def steps(self, question: int, part: int) -> str:
        """Return the address of a part of a question's steps, from the lowest level: 0 ease, 1 to 4 texts."""
        levels = len(self.source.numbers)
        first = len(words.QUESTION_HEADINGS) + levels + part * (levels - 1)
        row = FIRST_ROW + question
        return span(words.QUESTIONNAIRE, row, row, first, first + levels - 2)

    @property
    def stage_numbers(self) -> str:
        """The address of the stages' numbers, lowest first."""
        return self._stage_table(0)

    def number_of_stage(self, place: str) -> str:
        """Return the formula for the number of the stage at this place; empty where there is none."""
        return f'IF({place}="","",INDEX({self.stage_numbers},{place},1))'

    @property
    def stage_names(self) -> str:
        """The address of the stages' names, lowest first."""
        return self._stage_table(1)

    def _stage_table(self, column: int) -> str:
        last = FIRST_ROW + len(self.source.questionnaire.stages) - 1
        return span(words.STAGE, FIRST_ROW, last, STAGES_COLUMN + column)

    @property
    def thresholds(self) -> str:
        """The address of the stages' thresholds."""
        return self._stage_table(2)

    @property
    def levels_row(self) -> int:
        """The row with the headings of the table of levels, below the table of stages."""
        return FIRST_ROW + len(self.source.questionnaire.stages) + 2

    @property
    def numbers(self) -> str:
        """The address of the levels' numbers, lowest first."""
        first = self.levels_row + 1
        return span(words.STAGE, first, first + len(self.source.numbers) - 1, STAGES_COLUMN)

    def place(self, level: str) -> str:
        """Return the formula for the position of a level on the scale, 1 for the lowest."""
        return level if self.source.is_plain else f"MATCH({level},level_numbers,0)"

    def stage_of(self, level: str) -> str:
        """Return the formula for the stage of a level without caps: the highest whose threshold it reaches."""
        return f"MATCH({level}+tolerance,stage_begins,1)"
