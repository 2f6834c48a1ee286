"""The result of a workshop as the projected screen shows it at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.charts.radar import fits_radar
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.result import Measure, score_pulse
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.web.workshop import screen_figures
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.questionnaire.levels import level_name, level_number
from cxmaturity.wording.result import stages
from cxmaturity.wording.result.pulse import pulse_headline
from cxmaturity.wording.result.ties import dimension_levels


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """Name, level and stage in words of a dimension or pulse question; `share` is its bar's length, 0..100."""

    name: str
    level: str
    stage: str
    share: float


@dataclass(frozen=True, slots=True)
class WorkshopOutcome:
    """The result of a workshop: title, sentence, levels, and the radar as SVG, empty without one."""

    title: str
    meaning: str
    rows: Sequence[OutcomeRow]
    picture: str
    is_pulse: bool = False


def workshop_outcome(view: AssessmentView) -> WorkshopOutcome:
    """Return the current result of a workshop."""
    model = view.questionnaire
    if view.assessment.scope == "pulse":
        short = score_pulse(model, view.response)
        title = pulse_headline(short.index)
        rows = [
            OutcomeRow(
                q.prompt_in(view.assessment.variant),
                NO_NUMBER if level is None else level_number(model, level),
                level_name(model, level) if level else "",
                100 * (level or 0) / model.scale_max,
            )
            for q in view.questions
            for level in [view.response.level_of(q.id)]
        ]
        return WorkshopOutcome(title, "The level of each question.", rows, "", is_pulse=True)
    outcome = view.outcome()
    result, stage = outcome.result, outcome.result.overall.stage
    asked = {model.dimension_of[q.id].id for q in view.questions}
    known = [(d.name, result.dimensions[d.id]) for d in model.dimensions if d.id in asked]
    texts = dimension_levels(model, result)
    shown = [texts[d.id] for d in model.dimensions if d.id in asked]
    meaning = model.stage(stage).meaning if stage else "Too little was rated for that."
    by_the_rule = [sentence] if stage and (sentence := stages.stage_by_the_rule(outcome)) else []
    picture = _radar(known, model) if fits_radar(len(known)) else ""
    rows = [
        OutcomeRow(
            name,
            text,
            model.stage(m.stage).name + stages.held_back(m) if m.stage else "",
            _share(m.level, model),
        )
        for (name, m), text in zip(known, shown, strict=True)
    ]
    return WorkshopOutcome(stages.stage_headline(outcome), " ".join([*by_the_rule, meaning]), rows, picture)


def _share(level: float | None, model: Questionnaire) -> float:
    """Return the length of a level's bar, 0..100; the lowest level of a scale from 1 has a bar too."""
    if level is None:
        return 0.0
    lowest, highest = model.level_range
    start = min(lowest - 1, 0.0) if lowest >= 1 else lowest
    return 100 * (level - start) / (highest - start)


def _radar(known: Sequence[tuple[str, Measure]], model: Questionnaire) -> str:
    """Return the radar of these dimensions; a model with its own scale gets one ring per stage."""
    rings = model.scale_max if model.stages_are_levels else len(model.stages)
    levels = [(name, None if m.level is None else 1 + (rings - 1) * (m.index or 0.0) / 100) for name, m in known]
    return screen_figures.radar_svg(levels, rings)
