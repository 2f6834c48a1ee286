"""Over time: with no, one and several closed assessments; the parts of a change add up on the page."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Answer
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services import plans
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.demo import loading
from cxmaturity.services.imports import rounds
from cxmaturity.services.trends import milestones
from cxmaturity.services.workshops.voting import polls
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.trends import levels
from cxmaturity.wording.language.dates import format_day
from tests import workshop_fixtures
from tests.fixtures import QUESTIONNAIRE, AnswerValue, begun, crowd, everywhere, id_of_team
from tests.pages.conftest import OpenPage, expanded, shown
from tests.pages.reading import headers, key_of, links, plain_texts, texts
from tests.store.fixtures import plan_step


def test_without_any_team(open_page: OpenPage) -> None:
    """The page links to the way to start."""
    page = open_page("over_time")
    assert "There is no team yet." in texts(page)
    assert links(page) == ["Start on Home"]


def test_without_a_finished_assessment(open_page: OpenPage, database: Database) -> None:
    """An open assessment or a pulse is no milestone; a pulse has its index."""
    begun(database, everywhere(3), team="Bakers")
    begun(database, everywhere(3), team="Bakers", scope="pulse", finished=True)
    page = open_page("over_time")
    assert "Bakers has finished no full assessment yet." in plain_texts(page)
    assert links(page) == ["Start the next one on Home"]
    assert headers(page) == ["The pulse"]
    assert "50 in Spring." in plain_texts(page)
    shown_text = texts(expanded(page, "table-pulse"))
    assert "<td>Pulse</td>" in shown_text
    assert "<td>50</td><td>–</td>" in shown_text


def test_one_is_a_beginning(open_page: OpenPage, database: Database) -> None:
    """One milestone: its levels, and what the next one will show."""
    begun(database, everywhere(3), team="Bakers", label="Spring", finished=True)
    page = open_page("over_time")
    assert headers(page) == ["The levels", "What moved"]
    assert subheaders(page) == NAMES
    assert plain_texts(page).count("3.00 in Spring.") == 6
    assert "With the next finished full assessment" in texts(page)
    assert links(page)[-1] == "Start the next one on Home"


def test_two_are_compared_and_the_parts_add_up(open_page: OpenPage, database: Database) -> None:
    """P1 rose from 3 to 5 and P2 was added at 1: 2/7 = 0.29 by the answer, from 23/7 = 3.29 to 24/8 = 3.00 by P2.

    Overall from 3 to 3. Both rounded parts add up to the rounded change of 0.00.
    """
    note = Answer(level=5, note="Since *March*", evidence="Rota")
    begun(database, everywhere(3) | {"P2": None}, team="Bakers", label="Spring", finished=True, days_ago=90)
    begun(database, everywhere(3) | {"P1": note, "P2": 1}, team="Bakers", label="Summer", finished=True)
    page = open_page("over_time")
    shown_text = plain_texts(page)
    assert ":small[3.00 in Summer, as in Spring.]" in shown_text
    assert "Like for like, People rose most, by 0.29." in shown_text
    assert page.header[0].value.replace("\\", "") == "From Spring to Summer: like for like, People rose most, by 0.29."
    rows = re.findall(r"<tr><th scope=.row.>.*?</th>(?:<td>.*?</td>)+</tr>", shown_text)
    assert len(rows) == 5
    cells = re.findall(r"<t[dh](?: scope=.row.)?>(.*?)</t[dh]>", unescape(shown_text))[:6]
    assert cells == ["People", "3.00", "3.00", "+0.00", "+0.29", "-0.29"]
    assert "questions out" not in shown_text  # zero everywhere
    assert "there is no verdict" in shown_text
    shown_text = plain_texts(expanded(page, "moved-people"))
    assert "**Then:** 3 By design" in shown_text
    assert "**Now:** 5 By nature · Since *March* · Rota" in shown_text
    question = QUESTIONNAIRE.by_id["P2"]
    assert f"**Rated now, not then:**\n- {question.prompt} :small[P2]" in shown_text


def test_any_two_can_be_chosen(open_page: OpenPage, database: Database) -> None:
    """Three with the same name have their dates in the list; the later one is always second."""
    for level, days in ((2, 180), (3, 90), (4, 0)):
        begun(database, everywhere(level), team="Bakers", label="Quarter", finished=True, days_ago=days)
    page = open_page("over_time")
    earlier, later = page.selectbox(key=key_of(page, "from")), page.selectbox(key=key_of(page, "to"))
    assert (len(set(earlier.options)), len(later.options)) == (2, 1)
    assert page.header[0].value.replace("\\", "").startswith(f"From {earlier.options[1]} to {later.options[0]}: ")
    assert "by 1.00." in plain_texts(page)
    page = shown(earlier.select_index(0).run())
    assert len(page.selectbox(key=key_of(page, "to")).options) == 2
    assert "by 2.00." in plain_texts(shown(page.selectbox(key=key_of(page, "to")).select_index(1).run()))


NAMES = ["Overall", *(d.name for d in QUESTIONNAIRE.dimensions)]


def subheaders(page: AppTest) -> list[str]:
    return [h.value.replace("\\", "") for h in page.subheader]


def moved(page: AppTest, dimension: str) -> str:
    """Open the breakdown of a dimension and return the page's text."""
    return plain_texts(expanded(page, f"moved-{dimension}"))


def test_another_team_is_shown_from_its_newest_assessments(
    open_page: OpenPage, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page chosen among those of one team hid the newest of the next."""
    for module in (milestones, levels):
        monkeypatch.setattr(module, "MILESTONES_PER_PAGE", 2)
    for team in ("Bakers", "Cooks"):
        for number in range(1, 6):
            label = f"{team} {number}"
            begun(database, everywhere(number), team=team, label=label, finished=True, days_ago=100 - number)
    bakers, cooks = (id_of_team(database, team) for team in ("Bakers", "Cooks"))
    page = open_page("over_time", team=bakers, back="2")
    assert "Bakers 5" not in page.selectbox(key=f"to-{bakers}").options
    page = shown(page.selectbox(key="team").set_value(cooks).run())
    assert "Cooks 5" in page.selectbox(key=f"to-{cooks}").options
    assert "back" not in page.query_params


def test_what_answers_add_sums_up_to_what_the_table_shows(open_page: OpenPage, database: Database) -> None:
    """Three of eight answers rise by one: 0.125 each are shown as 0.13, 0.13 and 0.12, because the table shows 0.38."""
    begun(database, everywhere(3), team="Bakers", label="Spring", finished=True, days_ago=90)
    begun(database, everywhere(3) | {"P1": 4, "P2": 4, "P3": 4}, team="Bakers", label="Summer", finished=True)
    shown_text = moved(page := open_page("over_time"), "people")
    assert "<td>3.00</td><td>3.38</td><td>+0.38</td><td>+0.38</td>" in texts(page)
    assert sorted(re.findall(r"adds ([+\d.]+)", shown_text)) == ["+0.12", "+0.13", "+0.13"]


class TestSurveys:
    """Groups: verdicts as far as they may be shown, and comments without names in anonymous mode."""

    def test_verdicts_with_their_numbers(self, open_page: OpenPage, database: Database) -> None:
        """Eight at 2, then eight at 3, by name: 2 · 5 ÷ 12,870 = 0.001."""
        crowd(database, [2] * 8, "Bakers", "Spring", days_ago=90)
        crowd(database, [3] * 8, "Bakers", "Summer")
        page = open_page("over_time")
        shown_text = plain_texts(page)
        assert "Is it real?" in subheaders(page)
        assert "**Real:** People +1.00, Operations +1.00" in shown_text
        assert (
            "<td>8 then, 8 now</td><td>+1.00</td><td>+1.00 to +1.00</td><td>&lt; 0.001</td><td>real</td>" in shown_text
        )
        assert "Its bar is the 95 % interval of that mean." in shown_text
        assert "Person 1: Word 1" in moved(page, "people")

    def test_nine_anonymous_people(self, open_page: OpenPage, database: Database) -> None:
        """No verdict, change of the mean, interval, bar or name; the middle answers are shown."""
        crowd(database, [2] * 9, "Bakers", "Spring", "anonymous", days_ago=90)
        crowd(database, [3] * 9, "Bakers", "Summer", "anonymous")
        page = open_page("over_time")
        shown_text = moved(page, "people")
        assert "**Too few people to tell:** People, Operations" in shown_text
        assert "could tell what each of them said" in shown_text
        assert "<td>2.00</td><td>3.00</td><td>+1.00</td><td>+1.00</td><td>–</td>" in shown_text
        assert "95 %" not in shown_text
        assert "9 then" not in shown_text
        assert "of 9" not in shown_text
        assert "**Then:** 2 By effort · Word 0 · Word 1" in shown_text
        assert "and 1 more, on the result page" in shown_text
        assert "Person" not in shown_text

    def test_the_charts_data_hold_no_more_than_the_page(self, open_page: OpenPage, database: Database) -> None:
        """Ten anonymous people rate everything, an eleventh only one question of people: their exact mean is not sent
        to the browser. Counts less that mean would be the eleventh's answer. The mean that can be computed from counts
        is shown: seven questions at 2, one at (10 · 2 + 5) ÷ 11 = 2.27; ÷ 8 that is 2.03."""
        rated = [
            RespondentAnswers(str(i), None, {q.id: Answer(level=2) for q in QUESTIONNAIRE.questions}) for i in range(10)
        ]
        rated.append(RespondentAnswers("10", None, {"P1": Answer(level=5)}))
        now = datetime.now(UTC)
        rounds.import_round(database, QUESTIONNAIRE, "Bakers", "Spring", "both", rated, "anonymous", now, now)
        page = open_page("over_time")
        [drawn] = [
            json.loads(figure.proto.spec)["data"]
            for figure in page.get("plotly_chart")
            if figure.proto.alt.startswith("People:")
        ]
        rings = [trace for trace in drawn if "error_y" in trace]
        assert [(ring["y"], ring["error_y"]["array"]) for ring in rings] == [([2.03], [0.0])]
        assert [trace["text"] for trace in drawn if trace["mode"] == "text"] == [["   <b>2.00</b>", "   ○ 2.03"]]

    def test_sealed_ones_are_named_with_the_reason(self, open_page: OpenPage, database: Database) -> None:
        """A hidden result is named with its reason and cannot be chosen to compare."""
        crowd(database, [2] * 8, "Bakers", "Spring", days_ago=90)
        crowd(database, [1, 1, 5], "Bakers", "Summer", "anonymous", days_ago=60)
        crowd(database, [3] * 8, "Bakers", "Autumn")
        page = open_page("over_time")
        assert "**Summer** · Sealed: fewer than 5 people rated each question" in plain_texts(page)
        assert page.selectbox(key=key_of(page, "from")).options == ["Spring"]
        assert page.selectbox(key=key_of(page, "to")).options == ["Autumn"]

    def test_nothing_but_sealed_ones(self, open_page: OpenPage, database: Database) -> None:
        """Only the reason is shown, and no empty chart."""
        crowd(database, [1, 1, 5], "Bakers", "Summer", "anonymous")
        page = open_page("over_time")
        assert headers(page) == ["The levels", "What moved"]
        assert "Sealed: fewer than 5 people rated each question" in plain_texts(page)
        assert not page.get("plotly_chart")

    def test_one_person_against_several(self, open_page: OpenPage, database: Database) -> None:
        """The change is shown, and why there is no verdict."""
        begun(database, everywhere(2), team="Bakers", label="Spring", finished=True, days_ago=90)
        crowd(database, [3] * 8, "Bakers", "Summer")
        page = open_page("over_time")
        assert "One person answered one of these and several people the other" in texts(page)
        assert "Is it real?" not in subheaders(page)


def test_what_has_no_level_is_left_out_with_the_reason(open_page: OpenPage, database: Database) -> None:
    """Three of eight answers on people: no level before, so none is shown now, in the table or below.

    A dimension that never had a level has no picture, which would be empty.
    """
    few: dict[str, AnswerValue] = {f"P{i}": None for i in range(4, 9)}
    never: dict[str, AnswerValue] = {f"R{i}": None for i in range(1, 7)}
    begun(database, everywhere(3) | few | never, team="Bakers", label="Spring", finished=True, days_ago=90)
    begun(database, everywhere(4) | never, team="Bakers", label="Summer", finished=True)
    page = open_page("over_time")
    assert [name for name in NAMES if name in subheaders(page)] == [name for name in NAMES if "CSR" not in name]
    shown_text = plain_texts(page)
    assert "**Left out.** People: then only 38 % of it was rated" in shown_text
    assert (
        "**Spring** · People and Social responsibility (CSR): no level: too few of its questions were rated"
        in shown_text
    )
    assert ">People</th>" not in shown_text
    assert not [e for e in page.expander if "People" in e.label]


def test_what_was_done_stands_beside_what_moved(open_page: OpenPage, database: Database) -> None:
    """The step for P1, done in between, and that it worked.

    At the top of the page the outcomes of all planned steps.
    """
    earlier = begun(database, everywhere(3), team="Bakers", label="Spring", finished=True, days_ago=90)
    begun(database, everywhere(3) | {"P1": 4}, team="Bakers", label="Summer", finished=True)
    view, now = views.load_view(database, earlier), datetime.now(UTC)
    question = QUESTIONNAIRE.by_id["P1"]
    taken = plan_step(database, view.assessment, question, 3, "", None, now - timedelta(days=80))
    plans.change_action(database, taken.id, now - timedelta(days=20), {"status": "done", "outcome": "yes"})
    page = open_page("over_time")
    shown_text = moved(page, "people")
    assert f"**You did:** {taken.do} · worked" in shown_text
    assert "After Spring you planned 1 step. 1 is done and worked." in shown_text
    assert f"- **worked** · {taken.do} :small[P1]" in shown_text
    markdown = [m.value for m in page.markdown]
    assert markdown.index("After Spring you planned 1 step\\. 1 is done and worked\\.") < markdown.index(
        next(text for text in markdown if "as in Spring" in text)
    )


def test_one_can_turn_back(open_page: OpenPage, database: Database) -> None:
    """Of twenty-one rounds the page offers twenty, the very first among them; the second page has the remaining one."""
    for number in range(21):
        crowd(database, [3], "Bakers", f"Round {number}", days_ago=30 - number)
    page = open_page("over_time")
    assert "21 finished assessments, 20 at a time" in texts(page)
    assert page.selectbox(key=key_of(page, "from")).options[:2] == ["The first ever: Round 0", "Round 1"]
    assert len(page.selectbox(key=key_of(page, "from")).options) == 20
    page = shown(page.pagination(key="back").select(2).run())
    assert ":small[3.00 in Round 0. People's mean 3.00.]" in plain_texts(page)
    assert "Round 20" not in texts(page)
    assert "was put into the plan" not in texts(page)  # that sentence is about the newest


def test_own_teams_come_before_the_demo(open_page: OpenPage, database: Database) -> None:
    """In the list, and as the default, whatever their names; of these one with levels before a newer one without."""
    loading.load_demo(database, QUESTIONNAIRE, datetime.now(UTC))
    begun(database, everywhere(3), team="Zebras", label="Spring", finished=True, days_ago=3)
    begun(database, everywhere(3), team="Ants", label="Spring")
    teams_listed = open_page("over_time").selectbox(key="team")
    assert teams_listed.options[:2] == ["Ants", "Zebras"]
    assert all(name.endswith("(demo)") for name in teams_listed.options[2:])
    assert teams_listed.value == id_of_team(database, "Zebras")


def test_another_edition_is_not_compared(open_page: OpenPage, database: Database) -> None:
    """Spring by the first edition, Autumn by the next: the line breaks, and the page says why there is no comparison.

    Winter, also by the next edition, is compared with Autumn; Spring is not offered.
    """
    changed = json.loads(QUESTIONNAIRE.canonical) | {"version": "99.0.0"}
    other = Questionnaire.model_validate_json(json.dumps(changed))
    begun(database, everywhere(2), team="Bakers", label="Spring", finished=True, days_ago=90)
    for label, days in (("Autumn", 50), ("Winter", 10)):
        begun(database, everywhere(4), "Bakers", label, finished=True, days_ago=days, questionnaire=other)
        shown_text = plain_texts(page := open_page("over_time"))
        assert "The lines break before Autumn" in shown_text
        assert "4.00 in" in shown_text
        assert "2.00 in Spring" not in shown_text  # it does not compare with now
        if label == "Autumn":
            assert "The questionnaire changed too much between these" in shown_text
            assert not page.error
    assert page.selectbox(key=key_of(page, "from")).options == ["Autumn"]
    assert page.selectbox(key=key_of(page, "to")).options == ["Winter"]


def test_one_that_is_open_again_is_named(open_page: OpenPage, database: Database) -> None:
    """A reopened round is missing until it is closed again; its row then has the new and the first closing date."""
    begun(database, everywhere(2), team="Bakers", label="Spring", finished=True, days_ago=90)
    summer = begun(database, everywhere(3), team="Bakers", label="Summer", finished=True, days_ago=10)
    closing.reopen_assessment(database, summer)
    shown_text = plain_texts(open_page("over_time"))
    assert "Summer is open again and not among these until it is finished." in shown_text
    closing.close_assessment(database, summer, datetime.now(UTC))
    page = open_page("over_time")
    assert "open again" not in texts(page)
    first, again = (format_day((datetime.now(UTC) - timedelta(days=days)).date()) for days in (10, 0))
    assert f"<td>{again}, first on {first}</td>" in texts(expanded(page, "table-trend"))


def test_its_place_among_five_teams_or_more(open_page: OpenPage, database: Database) -> None:
    """Levels 1 to 5, the middle half from 2 to 4: the team at 5 is in the upper quarter.

    Among four teams there is no place.
    """
    for level in (1, 2, 3, 4):
        begun(database, everywhere(level), team=f"Team {level}", finished=True)
    assert "middle half" not in texts(open_page("over_time"))
    begun(database, everywhere(5), team="Team 5", finished=True)
    assert (
        "Among your own teams: overall in the upper quarter, at 5.00. Of your 5 teams with an overall level, the "
        "middle half is from 2.00 to 4.00, these two included."
    ) in plain_texts(open_page("over_time", team=id_of_team(database, "Team 5")))
    shown_text = plain_texts(open_page("over_time", team=id_of_team(database, "Team 4")))
    assert "overall in the middle half, at 4.0" in shown_text


def test_whether_workshops_were_worth_the_time(open_page: OpenPage, database: Database) -> None:
    """From workshop to workshop, also for a team without a closed full assessment.

    Each row has its number of people.
    """
    for label, choices in (("Spring", (2, 3, 3)), ("Autumn", (4, 4, 5))):
        workshop = workshop_fixtures.opened(database, team="Millers", label=label)
        people = workshop_fixtures.joined(database, workshop, 3)
        workshop_fixtures.done(database, workshop, "begin", "reveal", "ask_worth")
        for person, choice in zip(people, choices, strict=True):
            polls.save_poll_answer(database, workshop.assessment.id, person.stored.id, "worth", choice)
        workshop_fixtures.done(database, workshop, "end")
    page = open_page("over_time", team=id_of_team(database, "Millers"))
    assert "Was this worth your time?" in headers(page)
    shown_text = plain_texts(page)
    assert "Autumn: middle answer 4 of 5, higher than in Spring (3)." in shown_text
    assert "<td>3 of 5 (3 answers)</td>" in shown_text
