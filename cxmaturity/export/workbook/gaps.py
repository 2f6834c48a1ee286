"""The sheet of gaps: the distance to each target, its priority, and the first steps, as in `analysis/gaps.py`."""

from cxmaturity.analysis.gaps import DEFAULT_IMPORTANCE, Gap
from cxmaturity.export.workbook.layout import FIRST_ROW, Layout
from cxmaturity.export.workbook.sheets import Look, Sheet, Value, here
from cxmaturity.export.workbook.source import WorkbookSource
from cxmaturity.questionnaire.schema import Question
from cxmaturity.wording.exports import workbook as words

_COLUMN = {heading: column for column, heading in enumerate(words.GAP_HEADINGS)}
_STEP_PARTS = (("What to do", 1, "do"), ("Time", 2, "effort"), ("Who", 3, "owner"), ("Worked if", 4, "worked_if"))
_BEFORE_OTHERS = 1000  # exceeds any priority, so that the first of the lowest dimensions is chosen first

REASONS = ("blocker", "quick_win", "lowest_dimension")
CHOICES = ("As the answer that holds", "As a quick win", "As a step of the lowest")
"""The columns that choose first steps, in the order of REASONS; the question with the highest value above 0 wins."""


def pick(layout: Layout, choice: str) -> str:
    """Return the formula for the position of the question that a column chooses, 0 when it chooses none."""
    column = layout.gaps(choice)
    return f"IF(MAX({column})>0,MATCH(MAX({column}),{column},0),0)"


class _Scores:
    """The values of the choosing columns, calculated from the gaps as in `propose_first_steps`."""

    def __init__(self, source: WorkbookSource) -> None:
        outcome = source.outcome
        self.gaps = {gap.question.id: gap for gap in outcome.gaps}
        self._blocking = {b for m in outcome.result.dimensions.values() for b in m.reason.blockers}
        self.lowest = outcome.result.lowest_dimensions
        self._order = [d.id for d in source.questionnaire.dimensions]
        self._taken: list[str] = []
        self.by_choice: list[dict[str, float]] = []
        for score in (self._as_blocker, self._as_quick_win, self._as_lowest):
            scores = {name: score(gap) for name, gap in self.gaps.items() if gap.step and name not in self._taken}
            self.by_choice.append(scores)
            if best := max(scores.values(), default=0.0):
                self._taken.append(next(name for name, value in scores.items() if value == best))

    def _as_blocker(self, gap: Gap) -> float:
        return gap.priority + 1 if gap.question.id in self._blocking else 0.0

    def _as_quick_win(self, gap: Gap) -> float:
        return gap.priority + 1 if gap.is_quick_win else 0.0

    def _as_lowest(self, gap: Gap) -> float:
        if gap.dimension not in self.lowest or gap.gap < 1:
            return 0.0
        return gap.priority + 1 + _BEFORE_OTHERS * (len(self._order) - self._order.index(gap.dimension))


def write_gaps(sheet: Sheet, source: WorkbookSource, layout: Layout) -> None:
    """Write a row for each question."""
    sheet.headings(words.GAP_HEADINGS)
    scores = _Scores(source)
    order = {
        gap.question.id: place
        for place, gap in enumerate(
            sorted((gap for gap in source.outcome.gaps if gap.gap > 0), key=lambda gap: -gap.priority), start=1
        )
    }
    for i, question in enumerate(source.questions):
        _write_gap(sheet, source, layout, i, question, scores, order)


def _write_gap(
    sheet: Sheet,
    source: WorkbookSource,
    layout: Layout,
    i: int,
    question: Question,
    scores: _Scores,
    order: dict[str, int],
) -> None:
    row, place, scale_max = FIRST_ROW + i, layout.dimension_of[i], len(source.numbers)
    dimension = source.questionnaire.dimensions[place]
    level, gap = source.outcome.response.level_of(question.id), scores.gaps.get(question.id)

    def cell(heading: str) -> str:
        return here(row, _COLUMN[heading])

    def write(heading: str, formula: str, value: Value, look: Look = "number") -> None:
        sheet.formula(row, _COLUMN[heading], formula, value, look)

    sheet.text(row, _COLUMN["Id"], question.id)
    sheet.text(row, _COLUMN["Question"], question.prompt_in(source.variant))
    sheet.text(row, _COLUMN["Dimension"], dimension.name)
    number = None if level is None else source.numbers[level - 1]
    write("Level", layout.answer(i, "Level"), number, "level")
    write("Target", layout.dimension(place, "Target"), source.outcome.targets.get(dimension.id))
    current = layout.place(cell("Level"))
    distance = f"MAX(0,{_wanted(source, layout, i, cell('Target'))}-{current})"
    write("Gap", f'IF(OR({cell("Level")}="",{cell("Target")}=""),"",{distance})', gap.gap if gap else None)
    importance = source.outcome.importance.get(dimension.id, DEFAULT_IMPORTANCE)
    write("Importance", layout.dimension(place, "Importance"), importance)
    step = question.step_from(level) if level is not None else None

    def of_step(part: int) -> str:
        chosen = f"INDEX({layout.steps(i, part)},1,{current})"
        chosen = f'{chosen}&""' if part else f'IF({chosen}=0,"",{chosen})'  # an empty cell is read as 0
        return f'IF({cell("Level")}="","",IF({current}>={scale_max},"",{chosen}))'

    write("Ease", of_step(0), (words.NOT_SAID if step.ease is None else step.ease) if step else None)
    ease = f"IF(ISNUMBER({cell('Ease')}),{cell('Ease')},1)"  # an unknown ease is ordered like the hardest
    product = f"100*{cell('Gap')}*{cell('Importance')}*{ease}/(25*({scale_max}-1))"
    write("Priority", f'IF(OR({cell("Gap")}="",{cell("Ease")}=""),0,{product})', gap.priority if gap else 0)
    higher = f"SUMPRODUCT(({layout.gaps('Priority')}>{cell('Priority')})*1)"
    equal = f"SUMPRODUCT(({layout.gaps('Priority', i)}={cell('Priority')})*1)"  # earlier rows, and this one
    write("Order", f'IF({cell("Gap")}="","",IF({cell("Gap")}>0,{higher}+{equal},""))', order.get(question.id))
    quick = f"AND({cell('Gap')}>=1,{cell('Importance')}>=quick_importance,N({cell('Ease')})>=quick_ease)"
    write(
        "Quick win",
        f'IF(OR({cell("Gap")}="",{cell("Ease")}=""),"",IF({quick},"{words.QUICK_WIN}",""))',
        words.QUICK_WIN if gap and gap.is_quick_win else None,
        "text",
    )
    holds = int(gap is not None and question.id in source.outcome.result.dimensions[dimension.id].reason.blockers)
    write("Holds the stage", f'IF({layout.answer(i, "Holds the stage")}="{words.HOLDS}",1,0)', holds)
    dimension_level = layout.dimension(place, "Level")
    is_lowest = f"IF({dimension_level}<=MIN({layout.dimensions('Level')})+tolerance,1,0)"
    write("In the lowest dimension", f'IF({dimension_level}="",0,{is_lowest})', int(dimension.id in scores.lowest))
    for heading, part, name in _STEP_PARTS:
        write(heading, of_step(part), getattr(step, name) if step else None, "text")
    _write_choices(sheet, source, layout, i, row, scores, question.id)


def _wanted(source: WorkbookSource, layout: Layout, question: int, target: str) -> str:
    """Return the formula for the position of a question's lowest level that is enough for a stage."""
    if source.has_practices:
        is_needed = f"{layout.answer(question, 'Needed for')}<=INDEX({layout.stage_numbers},{target},1)"
        return f"IF({is_needed},MATCH(pass_mark,level_numbers,0),1)"
    begins = f"INDEX({layout.thresholds},{target},1)"
    return target if source.is_plain else f'COUNTIF(level_numbers,"<"&{begins})+1'


def _write_choices(
    sheet: Sheet, source: WorkbookSource, layout: Layout, i: int, row: int, scores: _Scores, question_id: str
) -> None:
    """Write the value of this question in each of the choosing columns."""
    gap, ease, priority = (here(row, _COLUMN[name]) for name in ("Gap", "Ease", "Priority"))
    has_step = f'{gap}<>"",{ease}<>""'
    place, dimensions = layout.dimension_of[i], len(source.questionnaire.dimensions)
    first, second = pick(layout, CHOICES[0]), pick(layout, CHOICES[1])
    number = i + 1
    before = _BEFORE_OTHERS * (dimensions - place)
    formulas = (
        f"IF(AND({has_step},{here(row, _COLUMN['Holds the stage'])}=1),{priority}+1,0)",
        f'IF(AND({here(row, _COLUMN["Quick win"])}<>"",{first}<>{number}),{priority}+1,0)',
        f"IF(AND({has_step},{here(row, _COLUMN['In the lowest dimension'])}=1,N({gap})>=1,{first}<>{number},"
        f"{second}<>{number}),{priority}+1+{before},0)",
    )
    for choice, formula, by_question in zip(CHOICES, formulas, scores.by_choice, strict=True):
        sheet.formula(row, _COLUMN[choice], formula, by_question.get(question_id, 0.0), "quiet")
