"""Teams: created, renamed, archived, restored; removed in two steps; compared, with a link in each cell."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from cxmaturity.charts.palette import in_both_themes, stage_colours
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services import teams
from cxmaturity.services.assessments import views
from cxmaturity.services.demo import loading
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.trends.team_changes import renamed
from tests.build import TINY
from tests.fixtures import QUESTIONNAIRE, AnswerValue, begun, by_dimension, crowd, everywhere, id_of_team
from tests.pages.conftest import OpenPage, expanded, shown
from tests.pages.reading import announced, elements, headers, labels, plain_texts, texts
from tests.store.fixtures import plan_step

TITLES = ["Overall", *(d.name for d in QUESTIONNAIRE.dimensions)]


def without_styles(text: str) -> str:
    return re.sub("<style>.*?</style>", "", text, flags=re.DOTALL)


def names(database: Database) -> list[str]:
    return [team.name for team in teams.list_teams(database)]


def opened(page: AppTest, team_id: str) -> AppTest:
    """Open the actions of a team."""
    page = expanded(page, "teams-listed")
    return shown(page.button(key=f"team-change-{team_id}").click().run())


def rows(page: AppTest) -> dict[str, list[str]]:
    """Return the cells of the table of teams, by team."""
    [table] = [str(e.value) for e in elements(page, "html") if "cx-heat" in str(e.value) and "<table" in str(e.value)]
    cells_by_team = {}
    for row in re.findall('<tr role="row">(.*?)</tr>', table)[1:]:
        head = re.search('<th scope="row" role="rowheader">(.*?)(?:<br>|</th>)', row)
        assert head
        cells = [unescape(re.sub("<.*?>", "", cell)) for cell in re.findall("<td.*?>(.*?)</td>", row)]
        cells_by_team[unescape(head[1])] = cells
    return cells_by_team


def test_without_any_team(open_page: OpenPage, database: Database) -> None:
    """A team can be added at once."""
    page = open_page("teams")
    assert "There is no team yet." in texts(page)
    page.text_input(key="team-new").input("Bakers")
    page = shown(page.button(key="team-add").click().run())
    assert names(database) == ["Bakers"]
    assert "None of these teams has finished a full assessment yet." in texts(page)
    page.text_input(key="team-new").input("bakers")
    page = shown(page.button(key="team-add").click().run())
    assert plain("There is a team named Bakers already.") in texts(page)
    assert headers(page) == ["Side by side", "Your teams"]  # the page goes on


def test_a_team_is_renamed_archived_and_restored(open_page: OpenPage, database: Database) -> None:
    """Its assessments are unchanged."""
    begun(database, everywhere(3), team="Bakers", finished=True)
    team_id = id_of_team(database, "Bakers")
    page = opened(open_page("teams"), team_id)
    page.text_input(key=f"team-name-{team_id}").input("The *bakers*")
    page = shown(page.button(key=f"team-rename-{team_id}").click().run())
    assert names(database) == ["The *bakers*"]
    assert announced(page) == "Bakers is called The *bakers* now."
    assert "The \\*bakers\\*" in texts(page)
    page = shown(opened(page, team_id).button(key=f"team-archive-{team_id}").click().run())
    assert names(database) == []
    assert announced(page) == "The *bakers* is archived. It can be restored under Archived teams."
    assert "There is no team yet." in texts(page)
    assert "Archived teams" in texts(page)
    page.session_state["archived"] = True
    page = opened(page, team_id)
    page = shown(page.button(key=f"team-back-{team_id}").click().run())
    assert announced(page) == "The *bakers* is restored, with all of its assessments."
    assert list(rows(page)) == ["The *bakers*"]


def test_a_renamed_dimension_is_one_column(open_page: OpenPage, database: Database) -> None:
    """Teams measured before and after a version called People Staff stand in one column, with the newer name."""
    content = QUESTIONNAIRE.model_dump()
    people, *others = content["dimensions"]
    version = {"version": "2.9.0", "dimensions": (people | {"name": "Staff"}, *others)}
    renamed_model = Questionnaire.model_validate(content | version)
    for label, level, ago in (("Spring", 2, 90), ("Summer", 3, 40)):
        begun(database, everywhere(level), team="Bakers", label=label, finished=True, days_ago=ago)
    begun(database, everywhere(4), team="Dairy", finished=True, questionnaire=renamed_model)
    page = open_page("teams")
    shown(page.selectbox(key="slope-of").set_value("Staff").run())
    assert rows(page) == {"Bakers": ["3.0 stage 3", *["3.0"] * 5], "Dairy": ["4.0 stage 4", *["4.0"] * 5]}
    assert page.selectbox(key="slope-of").options == ["Overall", "Staff", *TITLES[2:]]
    assert "Bakers rose by 1.00 to 3.00." in plain_texts(page)


def test_removed_in_two_steps(open_page: OpenPage, database: Database) -> None:
    """First the page states exactly what would be deleted; only the button with the team's name deletes it.

    Another window that still shows the team says that it was removed.
    """
    view = views.load_view(database, begun(database, everywhere(3), team="Bakers", finished=True))
    begun(database, team="Bakers")
    begun(database, team="Dairy")
    plan_step(database, view.assessment, QUESTIONNAIRE.by_id["P1"], 3, "", None, datetime.now(UTC))
    team_id = view.assessment.team_id
    page = opened(open_page("teams"), team_id)
    late, later = expanded(open_page("teams"), "teams-listed"), opened(open_page("teams"), team_id)
    assert "Remove Bakers for good" not in labels(page)
    page = shown(page.button(key=f"team-remove-{team_id}").click().run())
    assert "With it go, for good: 2 assessments, 1 result and 1 action of its plan." in plain_texts(page)
    assert names(database) == ["Bakers", "Dairy"]
    assert "Remove Bakers for good" in labels(page)
    shown(page.button(key=f"team-removed-{team_id}").click().run())
    assert names(database) == ["Dairy"]
    for other, key in ((late, f"team-change-{team_id}"), (later, f"team-remove-{team_id}")):
        assert announced(shown(other.button(key=key).click().run())) == "This team was removed."


def test_what_was_added_meanwhile_is_not_removed(open_page: OpenPage, database: Database) -> None:
    """The page says so, and shows the new impact to confirm."""
    begun(database, team="Bakers")
    team_id = id_of_team(database, "Bakers")
    page = shown(opened(open_page("teams"), team_id).button(key=f"team-remove-{team_id}").click().run())
    begun(database, team="Bakers")
    page = shown(page.button(key=f"team-removed-{team_id}").click().run())
    assert "This team was changed in another window" in texts(page)
    assert names(database) == ["Bakers"]
    page = shown(page.run())
    assert "Remove Bakers for good" not in labels(page)


def test_a_team_restored_meanwhile_is_not_removed(open_page: OpenPage, database: Database) -> None:
    """Its removal was to be confirmed among the archived teams, where it is not any more."""
    team = teams.create_team(database, "Bakers", datetime.now(UTC))
    teams.archive_team(database, team.id, datetime.now(UTC))
    page = expanded(open_page("teams"), "archived")
    for key in ("team-change", "team-remove"):
        page = shown(page.button(key=f"{key}-{team.id}").click().run())
    teams.restore_team(database, team.id)
    page = shown(page.button(key=f"team-removed-{team.id}").click().run())
    assert announced(page) == "This team was changed in another window. Nothing was removed."
    assert names(database) == ["Bakers"]


def test_the_demo_is_marked(open_page: OpenPage, database: Database) -> None:
    """Its teams are below all that is the owner's, folded if there are own ones, and cannot be changed here."""
    loading.load_demo(database, QUESTIONNAIRE, datetime.now(UTC))
    team = teams.list_teams(database)[0]
    page = open_page("teams")
    assert "There is no team yet." in texts(page)
    assert team.name in rows(page)
    assert [e.label for e in page.expander][:2] == [
        "Data for other programs",
        "Compare the 3 teams of an invented organisation",
    ]
    assert labels(page) == ["Add the team"]
    begun(database, everywhere(3), team="Zebras", finished=True)
    page = open_page("teams")
    assert list(rows(page)) == ["Zebras"]
    assert [e.label for e in page.expander] == [
        "Rename, archive or remove",
        "Data for other programs",
        "Compare the 3 teams of an invented organisation",
    ]
    assert headers(page)[0] == "Side by side"


def test_two_windows_rename_one_team(open_page: OpenPage, database: Database) -> None:
    """The second window shows the old name: its change is stored, with a notice of the first one."""
    team = teams.create_team(database, "Bakers", datetime.now(UTC))
    page = opened(open_page("teams"), team.id)
    teams.rename_team(database, team.id, "Ovens", "Bakers")
    page.text_input(key=f"team-name-{team.id}").input("Mill")
    page = shown(page.button(key=f"team-rename-{team.id}").click().run())
    assert names(database) == ["Mill"]
    assert announced(page) == renamed("Bakers", "Mill", replaced="Ovens")
    page = opened(page, team.id)
    teams.rename_team(database, team.id, "Ovens", "Mill")
    shown(page.button(key=f"team-rename-{team.id}").click().run())
    assert names(database) == ["Ovens"]  # nothing was typed


class TestSideBySide:
    """The table of teams."""

    def test_each_team_with_its_newest(self, open_page: OpenPage, database: Database) -> None:
        """People at 4 but for a 1, all else at 2: overall (29 ÷ 8 + 4 · 2) ÷ 5 = 2.325.

        Label and date beside the name, every cell a link. The 1 caps People at stage 3, also in the colour. Another
        team's 2, 4, 4, 2 and 2 mean 2.8, by the rule stage 3 with three of five dimensions below it.
        """
        answers = by_dimension(
            *([4 if i == 0 else 2] * len(d.questions) for i, d in enumerate(QUESTIONNAIRE.dimensions))
        ) | {"P1": 1}
        begun(database, everywhere(1), team="Bakers", label="Spring", finished=True, days_ago=90)
        newest = begun(database, answers, team="Bakers", label="<b>Summer</b>", finished=True)
        begun(database, everywhere(5), team="Bakers", label="Open")
        divided = by_dimension(
            *([4 if i in (1, 2) else 2] * len(d.questions) for i, d in enumerate(QUESTIONNAIRE.dimensions))
        )
        begun(database, divided, team="Cooks", finished=True)
        teams.create_team(database, "Nobody", datetime.now(UTC))
        page = open_page("teams")
        assert rows(page) == {
            "Bakers": ["2.3 stage 2", "3.6", "2.0", "2.0", "2.0", "2.0"],
            "Cooks": ["2.8 between stage 2 and 3", "2.0", "4.0", "4.0", "2.0", "2.0"],
        }
        html = texts(page)
        assert "No finished full assessment yet: Nobody." in html.replace("\\", "")
        assert html.count(f'href="/result?assessment={newest}"') == 6
        colour = in_both_themes(stage_colours(5)[2])
        label = f"3.6, stage 3 By design: {TITLES[1]} of Bakers, &lt;b&gt;Summer&lt;/b&gt;"
        assert re.search(f'style="background:{re.escape(colour)};[^"]*" aria-label="{re.escape(label)}"', html)
        assert "<b>Summer" not in html
        today = datetime.now(UTC)
        assert f"{today.day} {today:%B %Y}" in html

    def test_the_colours_have_a_legend(self, open_page: OpenPage, database: Database) -> None:
        """Each stage by its number and name, above the table."""
        begun(database, everywhere(3), team="Bakers", finished=True)
        html = texts(open_page("teams"))
        legend = re.findall("<li><i style=.*?></i>(.*?)</li>", html)
        assert legend == [f"{stage.level} {stage.name}" for stage in QUESTIONNAIRE.stages]
        assert html.index('cx-legend"') < html.index("<table")

    def test_the_place_of_each_from_five_teams_on(self, open_page: OpenPage, database: Database) -> None:
        """The middle half of the levels 1, 2, 2, 4 and 5 is 2 to 4: equal teams have one place; a sixth is hidden."""
        for team, level in (("A", 1), ("B", 2), ("C", 2), ("D", 4)):
            begun(database, everywhere(level), team=team, finished=True)
        crowd(database, [5, 5, 5, 5], "Sealed", privacy="anonymous")
        assert "middle half" not in texts(open_page("teams"))
        begun(database, everywhere(5), team="E", finished=True)
        page = open_page("teams")
        plain_text = plain_texts(page)
        places = {team: cells[1] for team, cells in rows(page).items() if team != "Sealed"}
        middle = dict.fromkeys("BCD", "Middle half")
        assert places == {"A": "Lower quarter", "E": "Upper quarter"} | middle
        assert "Of your 5 teams with an overall level, the middle half is from 2.0 to 4.0" in plain_text

    def test_links_respect_where_the_app_is_mounted(
        self, open_page: OpenPage, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Below a base path, written as for `--server.baseUrlPath=cx`, the links include it from the root."""
        monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "cx"}.__getitem__)
        newest = begun(database, everywhere(3), team="Bakers", finished=True)
        assert f'href="/cx/result?assessment={newest}"' in texts(open_page("teams"))

    def test_what_is_sealed_says_so(self, open_page: OpenPage, database: Database) -> None:
        """Four anonymous people: the reason, and no number anywhere on the page."""
        crowd(database, [1, 1, 1, 5], "Quiet", privacy="anonymous")
        crowd(database, [3, 3, 4, 4, 4], "Loud", privacy="anonymous")
        page = open_page("teams")
        assert rows(page)["Quiet"] == [
            "Sealed: fewer than 5 people rated each question, anonymously, "
            "too few to show without revealing who said what."
        ]
        assert rows(page)["Loud"] == ["4.0 stage 4", *["4.0"] * 5]
        assert "1.0" not in without_styles(texts(page))
        crowd(database, [1, 1, 1, 5], "Quiet", "Autumn", "anonymous")
        page = open_page("teams")
        shown_text = without_styles(texts(expanded(page, "table-slope")))
        assert "1.0" not in shown_text
        assert "sealed, fewer than 5 people" in shown_text

    def test_what_is_sealed_too_soon_after_another_says_that(self, open_page: OpenPage, database: Database) -> None:
        """Ten people answered, four days after another anonymous result: that is why, on each page that shows it."""
        crowd(database, [3] * 10, "Quiet", "Spring", "anonymous", days_ago=5)
        second = crowd(database, [3] * 10, "Quiet", "Summer", "anonymous", days_ago=1)
        why = "nother anonymous result of this team was shown less than 14 days before or after"
        assert why in rows(open_page("teams"))["Quiet"][0]
        assert why in texts(open_page("home"))
        result = texts(open_page("result", assessment=second))
        assert why in result
        assert "Open it again, and close it later" in result

    def test_a_dimension_without_a_level(self, open_page: OpenPage, database: Database) -> None:
        """A dash, explained below the table; it does not count as low."""
        quiet: dict[str, AnswerValue] = {q.id: None for q in QUESTIONNAIRE.dimensions[0].questions}
        begun(database, everywhere(3) | quiet, team="Bakers", finished=True)
        page = open_page("teams")
        assert rows(page)["Bakers"] == ["–", "–", "3.0", "3.0", "3.0", "3.0"]
        assert "no level: too few of its questions were rated" in texts(page)

    def test_other_questionnaires_do_not_mix(self, open_page: OpenPage, database: Database) -> None:
        """The questionnaire of most teams is the default, of two the newer; teams with another are named below."""
        begun(database, everywhere(3), team="Bakers", finished=True)
        other = load_questionnaire(TINY)
        begun(database, team="Dairy", questionnaire=other, finished=True, days_ago=1)
        page = open_page("teams")
        assert "which do not mix" in texts(page)
        assert rows(page) == {"Bakers": ["3.0 stage 3", *["3.0"] * 5]}
        assert "Measured with another questionnaire: Dairy." in plain_texts(page)
        assert "· 1 team" in page.selectbox(key="model").options[0]
        page = shown(page.selectbox(key="model").select_index(1).run())
        assert rows(page) == {"Dairy": ["–"] * 4}
        begun(database, team="Mill", questionnaire=other, finished=True, days_ago=1)
        assert list(rows(open_page("teams"))) == ["Dairy", "Mill"]

    def test_many_teams_come_a_page_at_a_time(self, open_page: OpenPage, database: Database) -> None:
        """Thirty per page, each with its own lowest and highest, as it says; the address keeps the page."""
        for number in range(31):
            teams.create_team(database, f"Team {number:02}", datetime.now(UTC))
        begun(database, everywhere(3), team="Team 30", finished=True)
        assert "None of these teams has finished" in texts(open_page("teams"))
        page = open_page("teams", page="2")
        assert list(rows(page)) == ["Team 30"]
        assert "The lowest, the highest and the one that moved most are of this page." in texts(page)


class TestAtTwoDates:
    """The slope chart."""

    def test_the_last_two_rounds(self, open_page: OpenPage, database: Database) -> None:
        """Bakers from 2 to 3, Dairy from 4 to 3: each with its newest by that date."""
        for team, then, now, ago in (("Bakers", 2, 3, 100), ("Dairy", 4, 3, 90)):
            begun(database, everywhere(then), team=team, finished=True, days_ago=ago)
            begun(database, everywhere(now), team=team, finished=True, days_ago=ago - 80)
        page = open_page("teams")
        assert headers(page) == ["Side by side", "At two dates", "Your teams"]
        today = datetime.now(UTC).date()
        dates = [page.date_input(key=f"slope-{end}").value for end in ("from", "to")]
        assert dates == [today - timedelta(days=90), today - timedelta(days=10)]
        shown_text = plain_texts(page)
        assert "of 2 teams 1 rose, 1 fell. Bakers and Dairy moved most, each by 1.00." in shown_text

    def test_the_last_two_rounds_on_one_day(self, open_page: OpenPage, database: Database) -> None:
        """Bakers were measured twice today, Dairy again: both are compared with the day before."""
        assessed = ("Bakers", 2, 9), ("Dairy", 2, 9), ("Bakers", 4, 0), ("Bakers", 3, 0), ("Dairy", 3, 0)
        for team, level, ago in assessed:
            begun(database, everywhere(level), team=team, finished=True, days_ago=ago)
        shown_text = plain_texts(open_page("teams"))
        assert "of 2 teams 2 rose. Bakers and Dairy moved most, each by 1.00." in shown_text

    def test_another_date_and_dimension(self, open_page: OpenPage, database: Database) -> None:
        """Before Dairy's first milestone only Bakers is shown; the chosen dimension is drawn."""
        begun(database, everywhere(2) | {"P1": 5}, team="Bakers", finished=True, days_ago=100)
        begun(database, everywhere(2), team="Bakers", finished=True)
        begun(database, everywhere(4), team="Dairy", finished=True, days_ago=50)
        page = open_page("teams")
        page.selectbox(key="slope-of").select("People")
        page.date_input(key="slope-from").set_value(date.today() - timedelta(days=60))  # noqa: DTZ011
        shown_text = plain_texts(shown(page.run()))
        assert "People, from" in shown_text
        assert "Bakers fell by 0.38 to 2.00." in shown_text

    def test_one_round_shows_no_change(self, open_page: OpenPage, database: Database) -> None:
        """A team measured once in the period has no line; without a second round there is no picture."""
        begun(database, everywhere(2), team="Bakers", finished=True, days_ago=100)
        page = open_page("teams")
        assert "None of these teams has finished two full assessments yet." in texts(page)
        assert not page.get("plotly_chart")
        begun(database, everywhere(4), team="Dairy", finished=True, days_ago=90)
        begun(database, everywhere(3), team="Dairy", finished=True, days_ago=10)
        shown_text = plain_texts(open_page("teams"))
        assert "Dairy fell by 1.00 to 3.00. 1 team was not measured again" in shown_text
