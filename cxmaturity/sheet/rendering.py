"""The sheet's HTML, and what a page needs to bring it to life."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cxmaturity.answers import MAX_TEXT
from cxmaturity.frames import GRADES
from cxmaturity.questionnaire import BOTH, Question
from cxmaturity.services.assessments import Work

_HERE = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)

SCRIPT = (_HERE / "sheet.js").read_text()
"""The JavaScript of a sheet: an ES module whose `open` brings one to life."""
STYLE = (_HERE / "sheet.css").read_text()
"""Its CSS; colours come from custom properties of the page."""


def html(at: Work) -> str:
    """Return the questions of an assessment as HTML, every text escaped; nothing in it depends on the answers."""
    asked = {at.questionnaire.dimension_of[q.id].id for q in at.questions}
    dimensions = [d for d in at.questionnaire.dimensions if d.id in asked]
    return _templates.get_template("sheet.html").render(
        questions=at.questions,
        dimensions=dimensions,
        part_of={q.id: at.questionnaire.dimension_of[q.id].id for q in at.questions},
        capability_of={
            q.id: c.name for d in dimensions for c in d.capabilities for q in d.questions if q.capability == c.id
        },
        think_of={q.id: _think_of(at, q) for q in at.questions},
        stages=at.questionnaire.stages,
        variant=at.assessment.variant,
        grades=GRADES,
        longest=MAX_TEXT,
    )


def _think_of(at: Work, question: Question) -> list[tuple[str, str]]:
    """Return what to think of in the assessment's kind of organisation, each with its lead."""
    asked, names = at.assessment.variant, {v.id: v.name for v in at.questionnaire.variants}
    return [
        (f"{names[name]}, think of:" if asked == BOTH else "Think of:", wording.think_of)
        for name, wording in question.variants.items()
        if wording.think_of and asked in (name, BOTH)
    ]


def last_levels(last: Work | None) -> dict[str, Any]:
    """Return the levels chosen last time by question id, empty when there was no last time."""
    return {name: answer.level for name, answer in last.response.answers.items() if answer.level} if last else {}
