"""The scales that the figures of a report are drawn on."""

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.report.figures import ScaleMark
from cxmaturity.wording.questionnaire.levels import level_names


def scale_of(questionnaire: Questionnaire) -> tuple[ScaleMark, ...]:
    """Return a mark for each stage on the scale of the dimensions' levels, and one for the end of the scale."""
    stages_in_order = enumerate(questionnaire.stages, start=1)
    marks = [ScaleMark(questionnaire.level_at_stage(place), stage.name) for place, stage in stages_in_order]
    highest = questionnaire.level_range[1]
    return tuple(marks if marks[-1].level == highest else [*marks, ScaleMark(highest, "")])


def stages_of(questionnaire: Questionnaire) -> tuple[ScaleMark, ...]:
    """Return a mark for each stage at its number."""
    return tuple(ScaleMark(stage.level, stage.name) for stage in questionnaire.stages)


def answer_scale_of(questionnaire: Questionnaire) -> tuple[ScaleMark, ...]:
    """Return a mark for each level of an answer."""
    pairs = zip(questionnaire.level_numbers, level_names(questionnaire), strict=True)
    return tuple(ScaleMark(number, name) for number, name in pairs)
