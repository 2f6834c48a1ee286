"""Results → tidy DataFrames, for charts and for the tables beside them. The one place that does it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxmaturity.answers import Response
from cxmaturity.disclosure import Shown
from cxmaturity.questionnaire import BOTH, Question, Questionnaire
from cxmaturity.scoring import group
from cxmaturity.scoring.result import Result


def profile(
    questionnaire: Questionnaire, result: Result, targets: Mapping[str, int], last: Result | None = None
) -> pd.DataFrame:
    """Return one row per dimension, in order.

    Columns: dimension (str), level, low, high, last, evidenced (float, scale 1..K, NaN when undefined),
    coverage (float 0..1), stage, target (Int64, <NA> when undefined).
    """
    rows = []
    for d in questionnaire.dimensions:
        now = result.dimensions[d.id]
        then = last.dimensions.get(d.id) if last else None
        rows.append(
            {
                "dimension": d.name,
                "level": now.level,
                "low": now.low,
                "high": now.high,
                "last": then.level if then else None,
                "evidenced": now.evidenced_level,
                "coverage": now.coverage,
                "stage": now.stage,
                "target": targets.get(d.id),
            }
        )
    numbers = ("level", "low", "high", "last", "evidenced", "coverage")
    return _frame(rows, numbers, whole=("stage", "target"))


def capability_gaps(questionnaire: Questionnaire, result: Result, targets: Mapping[str, int]) -> pd.DataFrame:
    """Return one row per capability, in order; a capability's target is that of its dimension.

    Columns: dimension, capability (str), level, low, high, target, gap (float, scale 1..K, NaN when undefined;
    gap is at least 0).
    """
    rows = []
    for d in questionnaire.dimensions:
        target = targets.get(d.id)
        for c in d.capabilities:
            of = result.capabilities[c.id]
            gap = None if target is None or of.level is None else max(0.0, target - of.level)
            row = {"dimension": d.name, "capability": c.name, "level": of.level, "low": of.low, "high": of.high}
            rows.append(row | {"target": target, "gap": gap})
    return _frame(rows, numbers=("level", "low", "high", "target", "gap"))


def answers(
    questionnaire: Questionnaire, questions: tuple[Question, ...], response: Response, last: Response | None = None
) -> pd.DataFrame:
    """Return one row per question, in order.

    Columns: dimension, capability, id, question (str), answer (str: the stage name, or what was said instead),
    level, last (Int64, <NA> when there is none), evidence (str), note (str).
    """
    rows = []
    capability_names = {c.id: c.name for d in questionnaire.dimensions for c in d.capabilities}
    for q in questions:
        given = response.answer(q.id)
        rows.append(
            {
                "dimension": questionnaire.dimension_of[q.id].name,
                "capability": capability_names[q.capability],
                "id": q.id,
                "question": q.prompt_in(BOTH),
                "answer": said(questionnaire, response, q),
                "level": given.level,
                "last": last.level_of(q.id) if last else None,
                "evidence": "" if given.evidence_grade is None else GRADES[given.evidence_grade],
                "note": given.note,
            }
        )
    return _frame(rows, whole=("level", "last"))


def votes(
    questionnaire: Questionnaire, questions: Sequence[Question], seen: Mapping[str, Shown], agreed: Mapping[str, int]
) -> pd.DataFrame:
    """Return one row per question of a group, those with the most disagreement first.

    The order looks only at what is shown: the word, the mean deviation where counts are shown, then how far leaders
    and others are apart. Columns: id, question (str), level (Int64: the agreed level, else the group's, <NA> where
    hidden), agreement (str: the word, "–" where not shown), leaders, others, gap, rated (Int64, <NA> where not shown),
    and "1" .. "K": how many gave each level (Int64, <NA> where not shown).
    """
    words = ("split", "mixed", "agree", None)
    inorder = sorted(
        questions,
        key=lambda q: (
            words.index(seen[q.id].word),
            -(seen[q.id].deviation or 0.0),
            -abs(seen[q.id].perception_gap or 0),
        ),
    )
    rows = []
    for q in inorder:
        shown = seen[q.id]
        counts = shown.counts or (None,) * questionnaire.top
        row = {
            "id": q.id,
            "question": q.prompt_in(BOTH),
            "level": agreed.get(q.id, shown.answer.level),
            "agreement": "agreed level" if q.id in agreed else shown.word or "–",
            "leaders": shown.leaders,
            "others": shown.others,
            "gap": shown.perception_gap,
            "rated": shown.rated,
        }
        rows.append(row | {str(level): count for level, count in enumerate(counts, start=1)})
    whole = ("level", "leaders", "others", "gap", "rated", *(str(k) for k in range(1, questionnaire.top + 1)))
    return _frame(rows, whole=whole)


def rounds(
    questionnaire: Questionnaire,
    questions: Sequence[Question],
    shown: Mapping[str, Mapping[int, Shown]],
    agreed: Mapping[str, int],
) -> pd.DataFrame:
    """Return one row per question and revealed round of a workshop, in the order of `questions`, first rounds first.

    `shown` is what was shown of each round, by question id. Columns: id, question (str), round (Int64), level (Int64,
    <NA> where there is none to show), agreement (str: the word, "–" where not shown), rated (Int64), agreed (Int64: the
    agreed level of the question, <NA> where there is none), and "1" .. "K": how many gave each level (Int64, <NA> where
    not shown).
    """
    levels = [str(level) for level in range(1, questionnaire.top + 1)]
    rows = []
    for q in questions:
        for number, of in sorted(shown.get(q.id, {}).items()):
            row = {"id": q.id, "question": q.prompt_in(BOTH), "round": number, "level": of.answer.level}
            row |= {"agreement": of.word or "–", "rated": of.rated, "agreed": agreed.get(q.id)}
            rows.append(row | dict(zip(levels, of.counts or (None,) * questionnaire.top, strict=True)))
    whole = ("round", "level", "rated", "agreed", *levels)
    if not rows:
        empty = dict.fromkeys(("id", "question", "agreement"), "object") | dict.fromkeys(whole, "Int64")
        return pd.DataFrame(columns=["id", "question", "round", "level", "agreement", *whole[2:]]).astype(empty)
    return _frame(rows, whole=whole)


def details(questionnaire: Questionnaire, found: Mapping[str, Any]) -> pd.DataFrame:
    """Return one row per dimension that has details of agreement (objects with these three names), in order.

    Columns: dimension (str), r*wg, ordinal alpha, Cronbach's alpha (str, two decimals, "–" where undefined).
    """
    names = {"r*wg": "r_star_wg", "ordinal alpha": "ordinal_alpha", "Cronbach's alpha": "cronbach_alpha"}
    rows = [
        {"dimension": d.name} | {shown: _two_decimals(getattr(found[d.id], name)) for shown, name in names.items()}
        for d in questionnaire.dimensions
        if d.id in found
    ]
    return pd.DataFrame(rows, columns=["dimension", *names])


def rwg(questionnaire: Questionnaire, seen: Mapping[str, Shown]) -> pd.DataFrame:
    """Return one row per question whose counts are shown, in order.

    Columns: id (str), rated (Int64), rwg, AD (str, two decimals, "–" where undefined).
    """
    rows = []
    for q in questionnaire.questions:
        if q.id in seen and (counts := seen[q.id].counts) is not None:
            levels = np.repeat(np.arange(1.0, questionnaire.top + 1), counts)[:, None]
            within = group.rwg(levels, questionnaire.top)[0]
            said = {"rwg": _two_decimals(None if np.isnan(within) else float(within))}
            rows.append({"id": q.id, "rated": len(levels)} | said | {"AD": _two_decimals(seen[q.id].deviation)})
    return pd.DataFrame(rows, columns=["id", "rated", "rwg", "AD"])


def _two_decimals(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def distinct(labels: Sequence[str], otherwise: Sequence[str]) -> list[str]:
    """Return the labels, those used more than once with what else tells them apart, and with a number if need be."""
    told = [f"{a} · {b}" if labels.count(a) > 1 else a for a, b in zip(labels, otherwise, strict=True)]
    return [
        f"{name} ({told[:place].count(name) + 1})" if told.count(name) > 1 else name for place, name in enumerate(told)
    ]


def changes(rows: Sequence[tuple[str, float, float, float, float, float]]) -> pd.DataFrame:
    """Return each dimension's change and its parts in hundredths of a level, so that what is shown adds up.

    `rows` are (dimension, level then, level now, by answers that moved, by questions that entered, by those that left).
    Columns: dimension (str), then, now, change, answers moved, questions in, questions out (str, two decimals).
    """
    shown = []
    for name, before, after, *parts in rows:
        then, now = round(before * 100), round(after * 100)
        signed = [f"{cents / 100:+.2f}" for cents in (now - then, *_to_add(parts, now - then))]
        shown.append([name, f"{then / 100:.2f}", f"{now / 100:.2f}", *signed])
    names = ["dimension", "then", "now", "change", "answers moved", "questions in", "questions out"]
    return pd.DataFrame(shown, columns=names)


def _to_add(parts: Sequence[float], total: int) -> list[int]:
    """Return the parts in whole hundredths that add up to `total`, each as near to its own value as that allows."""
    cents = [round(part * 100) for part in parts]
    while (missing := total - sum(cents)) != 0:
        step = 1 if missing > 0 else -1
        most = max(range(len(parts)), key=lambda i: step * (parts[i] * 100 - cents[i]))
        cents[most] += step
    return cents


def _frame(rows: list[dict[str, Any]], numbers: Sequence[str] = (), whole: Sequence[str] = ()) -> pd.DataFrame:
    """Return the rows with their numbers as float64 and Int64, None as missing; column by column, which is quicker."""
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
    columns |= {name: np.array(columns[name], dtype=float) for name in numbers}
    columns |= {name: pd.array(columns[name], dtype="Int64") for name in whole}
    return pd.DataFrame(columns)


GRADES = ("Opinion", "An example", "A document or number", "Seen by a second person")
"""What an answer rests on, by evidence grade."""


def said(questionnaire: Questionnaire, response: Response, question: Question) -> str:
    """Return an answer in words: the level with its stage name, or what was said instead of one."""
    given = response.answer(question.id)
    if given.level is not None:
        return f"{given.level} {questionnaire.stage(given.level).name}"
    if given.dont_know:
        return "Don't know"
    return "No answer yet" if given.not_applicable is None else "Does not apply"
