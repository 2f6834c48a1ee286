"""The rounds of a workshop as a table and as pictures: only what was revealed, first and last rounds kept apart."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.analysis.disclosure import SUPPRESSED, QuestionDisclosure, disclose_question
from cxmaturity.answers import Answer
from cxmaturity.charts.palette import ACCENT
from cxmaturity.charts.rounds import rounds, tally
from cxmaturity.tables import groups
from tests.build import disclosed, equal
from tests.figures import check_figure

OF = equal(2, 1)  # A1, A2, B1; five stages
STAGES = ["One", "Two", "<b>Three</b>", "Four", "Five"]
NUMBERS = ["1", "2", "3", "4", "5"]


FIRST, LAST = disclosed(1, 2, 5), disclosed(2, 3, 3)
SEEN = {"B1": {1: LAST}, "A1": {2: LAST, 1: FIRST}, "A2": {1: SUPPRESSED, 2: disclosed(4)}}


def table(agreed: dict[str, int] | None = None, **disclosures: dict[int, QuestionDisclosure]) -> pd.DataFrame:
    return groups.round_table(OF, OF.questions, disclosures or SEEN, agreed or {})


def marks(figure: go.Figure) -> dict[str, dict[str, Any]]:
    return {trace.name: trace.to_plotly_json() for trace in figure.data if trace.name}


class TestTable:
    """`round_table`: one row for each round."""

    def test_a_row_for_each_round_in_the_order_of_the_questions(self) -> None:
        """A question's rounds stand in order; a hidden figure is missing, never 0."""
        rows = table({"A1": 4})
        assert list(zip(rows["id"], rows["round"], strict=True)) == [
            ("A1", 1),
            ("A1", 2),
            ("A2", 1),
            ("A2", 2),
            ("B1", 1),
        ]
        assert list(rows["agreement"]) == ["split", "agree", "–", "agree", "agree"]
        assert rows["level"].fillna(0).tolist() == [2, 3, 0, 4, 3]
        assert rows["agreed"].fillna(0).tolist() == [4, 4, 0, 0, 0]
        first = rows.iloc[0]
        assert [first[str(level)] for level in range(1, 6)] == [1, 1, 0, 0, 1]
        assert rows.iloc[2][["level", "rated", "1", "5"]].isna().all()

    def test_an_empty_one_has_its_columns(self) -> None:
        """A workshop without a reveal gives an empty table with all columns."""
        empty = groups.round_table(OF, OF.questions, {}, {})
        assert list(empty.columns) == list(table().columns)
        assert empty.dtypes["level"] == "Int64"
        assert empty.empty


class TestTally:
    """The number of votes for each level of one question."""

    def test_the_latest_is_filled_and_the_one_before_hollow(self) -> None:
        """Of three rounds the third is filled, the second hollow, the first not drawn at all; names are text.

        All bars of a round have one colour: a bright level would outshine one that more people chose.
        """
        figure = tally(table(A1={1: disclosed(5), 2: FIRST, 3: LAST}), STAGES, NUMBERS)
        before, now = figure.data
        assert (list(before.y), list(now.y)) == ([1, 1, 0, 0, 1], [0, 1, 2, 0, 0])
        assert now.marker.color == ACCENT
        assert before.marker.color == "rgba(0,0,0,0)"
        assert list(now.text) == ["", "1", "2", "", ""]
        assert now.x[2] == "3<br>&lt;b&gt;Three&lt;/b&gt;"

    def test_a_round_without_counts_is_not_drawn(self) -> None:
        """Five anonymous votes have a level and an agreement, but no counts."""
        five = disclose_question([Answer(level=3)] * 5, 5, "anonymous")
        assert five.counts is None
        [only] = tally(table(A1={1: five, 2: LAST}), STAGES, NUMBERS).data
        assert list(only.y) == [0, 1, 2, 0, 0]
        assert not tally(table(A1={1: five}), STAGES, NUMBERS).data


class TestRounds:
    """From the first vote to the last and to the agreed level."""

    def test_each_has_its_mark_and_a_way_joins_them(self) -> None:
        """A1 from 2 to 3, agreed on 4: its line runs from 2 to 4.

        A2 had no level in the first round: no mark, no line.
        """
        figure = rounds(table({"A1": 4}), NUMBERS)
        drawn = marks(figure)
        assert drawn["First vote"]["x"] == [2, None, 3]
        assert drawn["Last vote"]["x"] == [3, 4, 3]
        assert drawn["Agreed level"]["x"] == [4, None, None]
        assert (list(figure.data[0].x), list(figure.data[0].y)) == ([2, 4, None], [0, 0, None])
        assert drawn["Last vote"]["marker"]["color"] == ACCENT
        assert len({mark["marker"]["symbol"] for mark in drawn.values()}) == 3

    def test_without_an_agreed_level_there_is_no_mark_for_it(self) -> None:
        """The legend has no entry for it either."""
        assert list(marks(rounds(table(), NUMBERS))) == ["First vote", "Last vote"]

    def test_plotly_accepts_every_property_and_draws_once(self) -> None:
        """Both charts of a workshop."""
        for figure in (rounds(table({"A1": 4}), NUMBERS), tally(table(A1={1: FIRST, 2: LAST}), STAGES, NUMBERS)):
            check_figure(figure)
