"""Names and numbers of levels and stages, as the questionnaire defines them."""

from cxmaturity.questionnaire.schema import Questionnaire

_MOST = 60  # characters of a level's statement used as its name


def shortened(text: str, most: int) -> str:
    """Return a text cut between words to at most `most` characters, ending in … if it was longer."""
    if len(text) <= most:
        return text
    whole_words = text[:most].rpartition(" ")[0].rstrip()
    return f"{whole_words or text[: most - 1]}…"


def level_number(questionnaire: Questionnaire, level: int) -> str:
    """Return the number of the answer level at a position 1..K: "3", or "0.25" when levels have values."""
    return f"{questionnaire.level_numbers[level - 1]:g}"


def level_name(questionnaire: Questionnaire, level: int) -> str:
    """Return the name of the level at a position: that of its stage, else its statement, shortened."""
    return shortened(" ".join(questionnaire.level_names[level - 1].split()), _MOST)


def level_title(questionnaire: Questionnaire, level: int) -> str:
    """Return the level at a position with its number and name, such as "3 · By design"."""
    return f"{level_number(questionnaire, level)} · {level_name(questionnaire, level)}"


def level_names(questionnaire: Questionnaire) -> list[str]:
    """Return the names of all levels of an answer, lowest first."""
    return [level_name(questionnaire, level) for level in range(1, questionnaire.scale_max + 1)]


def level_numbers(questionnaire: Questionnaire) -> list[str]:
    """Return the numbers of all levels of an answer, lowest first."""
    return [level_number(questionnaire, level) for level in range(1, questionnaire.scale_max + 1)]


def stage_number(questionnaire: Questionnaire, stage: int) -> str:
    """Return the number of the stage at a position, lowest 1."""
    return str(questionnaire.stage(stage).level)


def highest_stage(questionnaire: Questionnaire) -> int:
    """Return the number of the highest stage."""
    return questionnaire.stages[-1].level


def level_span(questionnaire: Questionnaire) -> str:
    """Return the range of a dimension's level, such as "1 to 5"."""
    lowest, highest = questionnaire.level_range
    return f"{lowest:g} to {highest:g}"


def key_sentence(questionnaire: Questionnaire) -> str:
    """Return which keys choose a level."""
    count = questionnaire.scale_max
    if questionnaire.level_numbers == tuple(range(1, count + 1)):
        return f"Keys: 1 to {count} choose"
    return f"Keys: 1 chooses the first level, {count} the last"
