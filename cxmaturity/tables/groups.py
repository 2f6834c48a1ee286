"""The answers of a group as tidy DataFrames: votes, rounds and measures of agreement."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from cxmaturity.analysis.disclosure import QuestionDisclosure
from cxmaturity.analysis.groups import AgreementStatistics
from cxmaturity.questionnaire.schema import BOTH, Question, Questionnaire
from cxmaturity.scoring import group
from cxmaturity.tables.frame import typed_frame
from cxmaturity.wording.language.numbers import two_decimals
from cxmaturity.wording.questionnaire.levels import levels_apart
from cxmaturity.wording.result.groups import AGREED_LEVEL


def vote_table(
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    disclosures: Mapping[str, QuestionDisclosure],
    agreed: Mapping[str, int],
) -> pd.DataFrame:
    """Return one row per question of a group, those with the most disagreement first.

    The order uses only what is shown: the agreement, then the mean deviation where counts are shown, then the distance
    between leaders and others. Columns: id, question (str), level (Int64: the agreed level, else the group's, <NA>
    when suppressed), agreement (str: its code, AGREED_LEVEL where the group agreed on the level, "–" when suppressed),
    leaders, others, gap, rated (Int64, <NA> when suppressed), and "1" .. "K": how many people gave each level (Int64,
    <NA> when suppressed). Levels are positions.
    """
    words = ("split", "mixed", "agree", None)
    ordered = sorted(
        questions,
        key=lambda question: (
            words.index(disclosures[question.id].agreement),
            -round(disclosures[question.id].deviation or 0.0, 9),  # float noise must not decide the order
            -_apart(questionnaire, disclosures[question.id]),
        ),
    )
    rows = []
    for question in ordered:
        shown = disclosures[question.id]
        counts = shown.counts or (None,) * questionnaire.scale_max
        row = {
            "id": question.id,
            "question": question.prompt_in(BOTH),
            "level": agreed.get(question.id, shown.answer.level),
            "agreement": AGREED_LEVEL if question.id in agreed else shown.agreement or "–",
            "leaders": shown.leaders,
            "others": shown.others,
            "gap": shown.perception_gap,
            "rated": shown.rated,
        }
        rows.append(row | {str(level): count for level, count in enumerate(counts, start=1)})
    whole = ("level", "leaders", "others", "gap", "rated", *(str(k) for k in range(1, questionnaire.scale_max + 1)))
    return typed_frame(rows, whole=whole)


def _apart(questionnaire: Questionnaire, shown: QuestionDisclosure) -> float:
    """Return how far leaders and others are apart, in the numbers of the levels; 0 unless both are shown."""
    leaders, others = shown.leaders, shown.others
    return 0.0 if leaders is None or others is None else levels_apart(questionnaire, leaders, others)


def round_table(
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    disclosures: Mapping[str, Mapping[int, QuestionDisclosure]],
    agreed: Mapping[str, int],
) -> pd.DataFrame:
    """Return one row per question and revealed round of a workshop, in the order of `questions`, first rounds first.

    `disclosures` is what was shown after each round, by question id. Columns: id, question (str), round (Int64), level,
    rated (Int64, <NA> when suppressed), agreement (str: its code, "–" when suppressed), agreed (Int64: the agreed level
    of the question, <NA> without one), and "1" .. "K": how many people gave each level (Int64, <NA> when suppressed).
    Levels are positions.
    """
    levels = [str(level) for level in range(1, questionnaire.scale_max + 1)]
    rows = []
    for question in questions:
        for number, disclosure in sorted(disclosures.get(question.id, {}).items()):
            row = {
                "id": question.id,
                "question": question.prompt_in(BOTH),
                "round": number,
                "level": disclosure.answer.level,
            }
            row |= {
                "agreement": disclosure.agreement or "–",
                "rated": disclosure.rated,
                "agreed": agreed.get(question.id),
            }
            rows.append(row | dict(zip(levels, disclosure.counts or (None,) * questionnaire.scale_max, strict=True)))
    whole = ("round", "level", "rated", "agreed", *levels)
    if not rows:
        empty = dict.fromkeys(("id", "question", "agreement"), "object") | dict.fromkeys(whole, "Int64")
        return pd.DataFrame(columns=["id", "question", "round", "level", "agreement", *whole[2:]]).astype(empty)
    return typed_frame(rows, whole=whole)


def agreement_table(questionnaire: Questionnaire, statistics: Mapping[str, AgreementStatistics]) -> pd.DataFrame:
    """Return one row per dimension that has agreement statistics, in order.

    `statistics` are by dimension id. Columns: dimension (str), r*wg, ordinal alpha, Cronbach's alpha (str, two
    decimals, "–" where undefined).
    """
    names = {"r*wg": "r_star_wg", "ordinal alpha": "ordinal_alpha", "Cronbach's alpha": "cronbach_alpha"}
    rows = [
        {"dimension": d.name} | {shown: two_decimals(getattr(statistics[d.id], name)) for shown, name in names.items()}
        for d in questionnaire.dimensions
        if d.id in statistics
    ]
    return pd.DataFrame(rows, columns=["dimension", *names])


def rwg_table(questionnaire: Questionnaire, disclosures: Mapping[str, QuestionDisclosure]) -> pd.DataFrame:
    """Return one row per question whose counts are shown, in order.

    Columns: id (str), rated (Int64), rwg, AD (str, two decimals, "–" where undefined).
    """
    rows, limits = [], group.agreement_limits(questionnaire.scale_max)
    for question in questionnaire.questions:
        if question.id in disclosures and (counts := disclosures[question.id].counts) is not None:
            levels = np.repeat(np.arange(1.0, questionnaire.scale_max + 1), counts)[:, None]
            within = group.rwg(levels, questionnaire.scale_max)[0]
            deviation = two_decimals(disclosures[question.id].deviation, limits)
            rows.append([question.id, len(levels), two_decimals(float(within)), deviation])
    return pd.DataFrame(rows, columns=["id", "rated", "rwg", "AD"])
