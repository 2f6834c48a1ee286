"""The page Over time is consistent: verdict, shown levels and people's own levels never contradict one another."""

import re
from collections.abc import Mapping, Sequence

from cxmaturity.store.database.engine import Database
from tests.pages.conftest import OpenPage
from tests.pages.reading import plain_texts
from tests.store.fixtures import shipped
from tests.store.trends.round_fixtures import everywhere, linked

Levels = Mapping[str, int]


def page_text(open_page: OpenPage) -> str:
    return plain_texts(open_page("over_time"))


def risen_around_a_falling_middle() -> tuple[list[Levels], list[Levels]]:
    """Return nine people: four at 1, five at 3; then those at 2, and of the five in turn one at 2, the rest at 4."""
    questions = [q.id for q in shipped().questions]
    after = [
        *everywhere(2, 4),
        *({name: 2 if place % 5 == person else 4 for place, name in enumerate(questions)} for person in range(5)),
    ]
    return [*everywhere(1, 4), *everywhere(3, 5)], after


def test_people_rose_while_the_middle_answer_fell(open_page: OpenPage, database: Database) -> None:
    """All nine rose, on average from 19/9 = 2.11 to 26/9 = 2.89; the middle answers fell from 3 to 2 everywhere.

    The sign-flip test has p 2/2⁹ · 5 = 0.0195: real. The page says that people rose and that the middle answer fell.
    """
    before, after = risen_around_a_falling_middle()
    linked(database, before, "open", 90)
    linked(database, after, "open", 10)
    shown_text = page_text(open_page)
    assert shown_text.count("<td>3.00</td><td>2.00</td><td>-1.00</td>") == 5
    assert "fell most, by 1.00" in shown_text
    assert "people rose by 0.78; the middle answer fell by 1.00" in shown_text
    assert shown_text.count("<td>2.11</td><td>2.89</td>") == 5  # people's mean then and now, beside the middle answers
    assert "**Real:** People +0.78 (the middle answer -1.00), Operations +0.78" in shown_text
    assert ": that is real, not chance." in shown_text
    assert re.search(r"From .+? to .+? People, .+? rose: ", shown_text)


def test_questions_that_nobody_rates_any_more_are_no_change(open_page: OpenPage, database: Database) -> None:
    """Ten people at 2 on two questions and 4 on the other six skip the two: 3.5 to 4.0, but no answer changed."""
    low = {q.id for d in shipped().dimensions for q in d.questions[:2]}
    before = [{q.id: 2 if q.id in low else 4 for q in shipped().questions}] * 10
    after = [{q.id: 4 for q in shipped().questions if q.id not in low}] * 10
    linked(database, before, "open", 90)
    linked(database, after, "open", 10)
    shown_text = page_text(open_page)
    assert ">People</th><td>3.50</td><td>4.00</td><td>+0.50</td><td>+0.50</td>" in shown_text
    assert ">Like for like</th>" not in shown_text  # by no more than zero anywhere
    assert "Like for like, no dimension moved." in shown_text
    assert "**Real:**" not in shown_text
    assert "**Too close to call:** People +0.00" in shown_text


def test_a_few_linked_people_do_not_silence_the_rest(open_page: OpenPage, database: Database) -> None:
    """Thirty at 1, then thirty at 3, three of them linked: everyone is compared, and the page says why."""
    linked(database, everywhere(1, 30), "open", 90)
    linked(database, everywhere(3, 30), "open", 10, first=27)
    shown_text = page_text(open_page)
    assert "**Real:** People +2.00" in shown_text
    assert "Only 3 people answered both times, too few to test, so we compared all 30 with all 30." in shown_text
    assert "<td>30 then, 30 now</td>" in shown_text


def test_two_people_who_drop_their_lowest_answers_have_not_risen(open_page: OpenPage, database: Database) -> None:
    """Ten linked people each skip another low answer, so that the group still rates every question.

    Person i is at 1 on question i of each dimension and at 4 elsewhere; then without the 1. Nobody's answer changed.
    """
    before: list[Levels] = []
    after: list[Levels] = []
    for person in range(10):
        low = {d.questions[person % len(d.questions)].id for d in shipped().dimensions}
        before.append({q.id: 1 if q.id in low else 4 for q in shipped().questions})
        after.append({q.id: 4 for q in shipped().questions if q.id not in low})
    linked(database, before, "open", 90)
    linked(database, after, "open", 10)
    assert "**Real:**" not in page_text(open_page)


def test_where_nobody_can_be_told_apart_the_linked_test_is_left(open_page: OpenPage, database: Database) -> None:
    """Of 30 anonymous people eight answered both times: “real” for eight would disclose that all of them rose."""
    linked(database, everywhere(1, 30), "anonymous", 90)
    linked(database, everywhere(3, 30), "anonymous", 10, first=22)
    shown_text = page_text(open_page)
    assert "Only 8 people answered both times, too few to test, so we compared all 30 with all 30." in shown_text
    assert "**Real:** People +2.00" in shown_text


def rounds_of(counts: Sequence[int]) -> list[Levels]:
    """Return people with these numbers at level 1, 2 and so on for every question."""
    return [person for level, count in enumerate(counts, start=1) for person in everywhere(level, count)]


def test_how_many_rate_it_at_or_above_the_stage(open_page: OpenPage, database: Database) -> None:
    """Twelve people: from five to eight at stage 3 or above, while the group's level rises from 2 to 3."""
    linked(database, rounds_of([3, 4, 5]), "open", 90)
    linked(database, rounds_of([1, 3, 8]), "open", 10)
    shown_text = page_text(open_page)
    assert ">People</th><td>3 By design</td><td>5 of 12</td><td>8 of 12</td>" in shown_text
    assert "even when nothing has changed" in shown_text.casefold()
