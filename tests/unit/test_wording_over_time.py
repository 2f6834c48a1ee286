"""What pages over time and of teams say."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from cxmaturity.records import Action, Status, Worked
from cxmaturity.tables import over_time
from cxmaturity.wording.trends import over_time as wording


def action(status: Status, outcome: Worked | None = None) -> Action:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    done = moment if status == "done" else None
    return Action("a", "t", None, "P1", 2, "Ask", "1 h", "They know", "Ada", None, status, outcome, "", moment, done)


@pytest.mark.parametrize(
    ("status", "outcome", "said"),
    [
        ("planned", None, "planned"),
        ("started", None, "under way"),
        ("done", None, "done, effect not told yet"),
        ("done", "yes", "worked"),
        ("done", "partly", "worked in part"),
        ("done", "no", "did not work"),
    ],
)
def test_how_a_step_went(status: Status, outcome: Worked | None, said: str) -> None:
    """In few words; what is not done has no effect yet."""
    assert wording.step_outcome(action(status, outcome)) == said


def test_what_you_did() -> None:
    """With whether it worked, also when nobody has said so."""
    assert wording.describe_done_step(action("done", "no")) == "Ask · it did not work"
    assert wording.describe_done_step(action("done")) == "Ask · nobody has said yet whether it worked"


class TestTakeaways:
    """What the pictures say."""

    @pytest.mark.parametrize(
        ("shown", "said"),
        [
            ([("A", 2.0), ("B", 3.0), ("C", None)], "Overall, A is lowest at 2.0; B is highest at 3.0."),
            ([("A", 2.0), ("B", 2.0)], "Overall, A and B are both at 2.0."),
            ([("A", None)], "No team has an overall level yet."),
            ([], "No team has an overall level yet."),
        ],
    )
    def test_side_by_side(self, shown: list[tuple[str, float | None]], said: str) -> None:
        """The lowest and the highest, equals all named; where all are equal there is neither."""
        assert wording.teams_takeaway(shown) == said

    def test_two_dates(self) -> None:
        """How many rose and fell, and who moved most, of those with a level on both."""
        rows = [("A", 2.0, "", 2.5, ""), ("B", 3.0, "", 2.0, ""), ("C", None, "", 4.0, ""), ("D", 3.0, "", 3.0, "")]
        assert wording.slope_takeaway(over_time.team_change_table(rows), "Overall", "1 May", "1 June") == (
            "Overall, from 1 May to 1 June: of 3 teams 1 rose, 1 fell. B moved most, by -1.0 to 2.0."
        )
        both = over_time.team_change_table([*rows[1:], ("E", 2.0, "", 3.0, "")])
        assert wording.slope_takeaway(both, "Overall", "1 May", "1 June").endswith(
            "of 3 teams 1 rose, 1 fell. B and E moved most, each by 1.0."
        )
        still = over_time.team_change_table(rows[3:])
        assert wording.slope_takeaway(still, "Overall", "x", "y") == "Overall, from x to y: of 1 team 0 rose, 0 fell."
        alone = over_time.team_change_table(rows[2:3])
        assert wording.slope_takeaway(alone, "Overall", "x", "y") == "No team has a level on both dates, x and y."

    def test_steps(self) -> None:
        """How many, how many done, how many worked; none is not worth a word."""
        steps = pd.DataFrame({"is_done": [True, True, False], "state": ["worked", "did not work", "under way"]})
        assert wording.steps_takeaway(steps) == " Beneath: 3 steps of the plan, 2 done, 1 of which worked."
        assert wording.steps_takeaway(steps.head(0)) == ""
