"""All figures of the page over time about two rounds are consistent, for random answers."""

import re
from decimal import Decimal

import numpy as np
import pytest

from cxmaturity.answers import Privacy
from cxmaturity.scoring.equality import is_equal
from cxmaturity.store.database.engine import Database
from cxmaturity.tables import over_time
from cxmaturity.wording.trends import verdicts as wording
from tests.store.fixtures import shipped
from tests.store.trends.round_fixtures import Levels, judged, linked


def crowd(rng: np.random.Generator, shift: float) -> dict[int, Levels]:
    """Return random answers by person number: some people are absent, some skip a question or half of them."""
    questions = [q.id for q in shipped().questions]
    dropped = set(rng.choice(questions, rng.integers(0, 6), replace=False))
    people: dict[int, Levels] = {}
    for number in range(rng.integers(6, 18)):
        levels = np.clip(np.rint(rng.normal(3 + shift, 1, len(questions))), 1, 5).astype(int)
        missing = rng.random(len(questions)) < rng.choice([0, 0, 0.1, 0.5])
        people[number] = {
            name: 0 if name in dropped or is_missing else int(level)
            for name, level, is_missing in zip(questions, levels, missing, strict=True)
        }
    return people


def number(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
@pytest.mark.parametrize("seed", range(5))
def test_sentence_table_and_verdict_agree(sqlite_database: Database, privacy: Privacy, seed: int) -> None:
    """Random rounds with different people, skipped questions and half-filled forms, in every dimension: the shown parts
    add up to the shown change, which is the difference of the shown levels; the change of people's mean is the
    difference of the shown means, in sentence and table; a change called real is 0.25 or more, its interval excludes 0,
    and it has the stated direction; where people's mean and the middle answer change in different directions a sentence
    says so, and only there."""
    rng = np.random.default_rng([seed, privacy == "open"])
    earlier = linked(sqlite_database, list(crowd(rng, 0).values()), privacy, 90)
    later = linked(
        sqlite_database, list(crowd(rng, rng.choice([-0.6, 0, 0.6])).values()), privacy, 10, first=int(rng.integers(6))
    )
    compared, verdicts = judged(sqlite_database, earlier, later)
    names = {d.id: d.name for d in compared.dimensions}
    means = {names[name]: verdict.means for name, verdict in verdicts.by_dimension.items()}
    table = over_time.change_table(compared.rows, shipped(), means).set_index("dimension")
    rows = table.to_dict("index")
    sentences = " ".join(why for _, why in wording.verdict_sentences(compared, verdicts))
    apart = wording.opposite_moves(compared, verdicts) or ""
    for name, verdict in verdicts.by_dimension.items():
        row, title = rows[names[name]], names[name]
        change = number(row["change"])
        assert change == number(row["now"]) - number(row["then"])
        assert change == sum(number(row[part]) for part in over_time.CHANGE_PARTS)
        if verdict.numbers and verdict.means:
            by = number(wording.people_change(verdict, shipped()))
            assert by == number(row["people's mean now"]) - number(row["people's mean then"])
            assert f"{title} {by:+f}" in sentences
            assert verdict.kind != "real" or (abs(by) >= Decimal("0.25") and (by > 0) == (verdict.direction > 0))
            assert verdict.kind != "real" or not verdict.numbers.low <= 0 <= verdict.numbers.high
        if verdict.means:
            people = verdict.means[1] - verdict.means[0]
            part = compared.parts[name]
            assert part is not None
            if people * part.like_for_like < 0 and not is_equal(part.like_for_like, 0) and not is_equal(people, 0):
                assert title in apart
            if people * part.like_for_like > 0:
                assert not re.search(rf"{re.escape(title)}[^.]*: people", apart)
