"""The projected screen: what each phase shows, and that nothing private is on it."""

import re
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cxmaturity.answers import Answer
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.workshops import private_notes, workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.web.compression import CompressOnce
from cxmaturity.web.participant.survey_pages import join_routes
from cxmaturity.web.workshop import screen_figures
from cxmaturity.web.workshop.routes import WorkshopRoutes
from tests.build import leaders_and_others
from tests.fixtures import QUESTIONNAIRE
from tests.web.participant import HOST, Guest, Page, expect_rules
from tests.web.participant import opened as begun_survey
from tests.workshop_fixtures import done, joined, opened, plan_candidate, voted

ELSEWHERE = "http://192.168.1.5:8501"


pytestmark = pytest.mark.usefixtures("uncached_live_status")


def shown(guest: Guest, workshop: WorkshopView) -> Page:
    """Return the current screen; the part that its script requests is the same."""
    page = guest.open(f"/join/screen/{workshop.screen}")
    part = guest.open(f"/join/screen/{workshop.screen}/part")
    assert part.text in page.text
    return part


def page_text(guest: Guest, workshop: WorkshopView) -> str:
    """Return the HTML of the screen."""
    return guest.get(f"/join/screen/{workshop.screen}").text


def test_the_lobby_shows_the_qr_code_address_and_join_code(guest: Guest, database: Database) -> None:
    """And how many have joined, of how many expected."""
    workshop = opened(database, team="Bakery")
    joined(database, workshop, 3)
    page = shown(guest, workshop)
    for words in (
        "Bakery · Away day",
        "testserver /join",
        join_codes.format_code(workshop.code),
        "3 in the room, 12 expected",
    ):
        assert words in page.text, words
    [picture] = re.findall(r'<svg class="qr-code".*?</svg>|<svg[^>]*qr-code.*?</svg>', page_text(guest, workshop))
    assert ElementTree.fromstring(picture)[0].tag == "path"
    assert picture == str(screen_figures.qr_code(f"http://testserver/join/{workshop.assessment.invitation}"))


@pytest.mark.parametrize(
    ("host", "addresses", "wanted"),
    [
        ("http://localhost:8501", [ELSEWHERE, "http://localhost:8501"], "192.168.1.5:8501 /join"),
        ("http://127.0.0.1:8501", [ELSEWHERE], "192.168.1.5:8501 /join"),
        ("http://192.168.1.9:8501", [ELSEWHERE], "192.168.1.9:8501 /join"),
        ("https://cx.example", [ELSEWHERE], "cx.example /join"),
        ("http://localhost:8501", ["http://127.0.0.1:8501"], ""),
        ("http://localhost:8501", [], ""),
        ("http://[::1]:8501", [], ""),
    ],
)
def test_the_address_is_one_that_phones_reach(database: Database, host: str, addresses: list[str], wanted: str) -> None:
    """The address that this browser used; on the server's own machine, its address in the network.

    Without a network no phase shows an address, a join code or a QR code.
    """
    workshop = opened(database)
    app = CompressOnce(
        Starlette(routes=join_routes(lambda: database, WorkshopRoutes(lambda: database, lambda: addresses)))
    )
    browser = TestClient(app, host)
    for action in (None, "begin", "reveal", "dots", "steps"):
        if action:
            done(database, workshop, action)
        reply = browser.get(f"/join/screen/{workshop.screen}")
        page = Page(reply)
        assert (wanted if action is None else wanted.replace(" /", "/")) in page.text
        assert (join_codes.format_code(workshop.code) in page.text, "qr-code" in reply.text) == (
            bool(wanted),
            bool(wanted),
        )
        assert "localhost" not in page.text
        assert "127.0.0.1" not in page.text
    if not wanted:
        assert "in the room" in page.text


@pytest.mark.parametrize("host", ["[", "[::", "x" * 5000, "a b", "é", "http://[", "[::1]:8501", "", "127.1:99999"])
def test_a_strange_name_of_the_server_breaks_nothing(guest: Guest, database: Database, host: str) -> None:
    """The lobby is shown for any Host header."""
    workshop = opened(database)
    reply = guest.get(f"/join/screen/{workshop.screen}", headers={"Host": host.encode()})
    assert (reply.status_code, "0 in the room" in Page(reply).text) == (200, True)


def test_the_vote_shows_the_question_and_the_count(guest: Guest, database: Database) -> None:
    """All statements with their stages, the number of votes, and the join code for latecomers."""
    workshop = done(database, opened(database), "begin", seconds=60)
    people = joined(database, workshop, 5)
    voted(database, workshop, people[:2], 1, 5)
    page, first = shown(guest, workshop), QUESTIONNAIRE.pulse[0]
    for words in (
        first.prompt,
        *first.levels,
        "2 of 5 have voted",
        "question 1 of 10",
        f"the code {join_codes.format_code(workshop.code)}",
    ):
        assert words in page.text, words
    assert [attributes.get("hidden", "no") for tag, attributes in page.tags if attributes.get("class") == "timer"] == [
        "no"
    ]
    done(database, workshop, "pause")
    assert "Paused" in shown(guest, workshop).text
    done(database, workshop, "resume", "reveal", "again")
    page = shown(guest, workshop)
    assert "question 1 of 10 · second vote" in page.text
    assert [attributes.get("hidden", "no") for tag, attributes in page.tags if attributes.get("class") == "timer"] == [
        None
    ]


BARS = (
    r'<div class="bar"><svg[^>]*><rect width="([\d.]+)" height="10"/></svg>'
    r'(?:\s*<svg class="before"[^>]*><rect width="([\d.]+)"[^>]*></svg>)?'
)


def chosen(page: Page) -> list[int]:
    """Return the levels whose rows are marked, from 1."""
    rows = [attributes.get("class") or "" for tag, attributes in page.tags if tag == "li"]
    return [level for level, look in enumerate(rows, start=1) if look == "chosen"]


def test_the_reveal_shows_bars_the_middle_answer_and_how_close(guest: Guest, database: Database) -> None:
    """1, 1, 2, 2, 5 and one “don't know”: the middle is 2, the mean 2.2, the mean deviation 1.12. So votes vary.

    The longest bar is 2; rows keep the order of the vote, with their statements.
    """
    workshop = done(database, opened(database), "begin")
    people = joined(database, workshop, 6)
    voted(database, workshop, people, 1, 1, 2, 2, 5, Answer(dont_know=True))
    done(database, workshop, "reveal")
    page = shown(guest, workshop)
    assert "Middle answer 2 · By effort 5 votes, 1 did not know · votes vary" in page.text
    assert chosen(page) == [2]
    assert re.findall(BARS, page_text(guest, workshop)) == [
        (share, "") for share in ("100.00", "100.00", "0.00", "0.00", "50.00")
    ]
    places = [page.text.index(statement) for statement in QUESTIONNAIRE.pulse[0].levels]
    assert places == sorted(places)
    sentence = "Middle answer 2, By effort. 5 votes; they vary. 1 did not know."
    assert [attributes.get("data-spoken") for tag, attributes in page.tags if attributes.get("class") == "slide"] == [
        sentence
    ]


def test_votes_far_apart_mark_no_level(guest: Guest, database: Database) -> None:
    """1, 1, 5, 5: the mean is 3, each vote two from it. No level is marked; the middle answer is a side note."""
    workshop = done(database, opened(database), "begin")
    voted(database, workshop, joined(database, workshop, 4), 1, 1, 5, 5)
    done(database, workshop, "reveal")
    page = shown(guest, workshop)
    assert "Votes are far apart: hear one voice from each end Middle answer 1 · By chance · 4 votes" in page.text
    assert chosen(page) == []


def test_an_agreed_level_stands_above_the_votes(guest: Guest, database: Database) -> None:
    """With its reason, above small bars of the previous round and how votes changed."""
    workshop = done(database, opened(database), "begin")
    people = joined(database, workshop, 4)
    voted(database, workshop, people, 1, 1, 5, 5)
    done(database, workshop, "reveal", "again")
    voted(database, workshop, people, 3, 3, 3, 4)
    done(database, workshop, "reveal")
    page = shown(guest, workshop)
    for words in (
        "Middle answer 3 · By design 4 votes · votes close together",
        "now before",
        "The middle answer rose by 2 levels, and the votes are closer together.",
    ):
        assert words in page.text, words
    assert re.findall(BARS, page_text(guest, workshop))[0] == ("0.00", "66.67")
    question = QUESTIONNAIRE.pulse[0]
    agree_on_level(database, workshop.assessment.id, question.id, 2, "Two <cases>", datetime.now(UTC))
    page = shown(guest, workshop)
    assert f"Agreed 2 · By effort {question.levels[1]} Why: Two <cases>" in page.text
    assert chosen(page) == [2]
    assert question.levels[0] not in page.text
    [spoken] = [
        attributes.get("data-spoken") or "" for tag, attributes in page.tags if attributes.get("class") == "slide"
    ]
    spoken_html = "Agreed: 2 · By effort. Two &lt;cases&gt; Middle answer 3, By design. 4 votes"
    assert spoken.startswith(spoken_html)


def test_a_long_reason_is_cut_at_a_word(guest: Guest, database: Database) -> None:
    """A reason of 2,000 characters is cut to at most 300, with …; the result has all of it."""
    workshop = done(database, opened(database), "begin")
    voted(database, workshop, joined(database, workshop, 1), 2)
    done(database, workshop, "reveal")
    agree_on_level(
        database, workshop.assessment.id, str(workshop.state.question), 2, "seven  " * 285, datetime.now(UTC)
    )
    [reason] = re.findall(r"<b>Why:</b> (.*?)</p>", page_text(guest, workshop))
    assert (len(reason) <= 300, reason[-6:]) == (True, "seven…")


@pytest.mark.parametrize(
    ("count", "has_level", "has_bars"),
    [(0, False, False), (4, False, False), (5, True, False), (9, True, False), (10, True, True)],
)
def test_in_anonymous_mode_it_shows_what_may_be_shown(
    guest: Guest, database: Database, count: int, has_level: bool, has_bars: bool
) -> None:
    """Below five people the reason why nothing is shown, from five the level and the agreement, from ten the bars."""
    workshop = done(database, opened(database, privacy="anonymous"), "begin")
    voted(database, workshop, joined(database, workshop, count), *[2] * count)
    done(database, workshop, "reveal")
    page = shown(guest, workshop)
    assert ("Fewer than 5 people rated it: too few to show without revealing who said what." in page.text) != has_level
    assert ("Middle answer 2 · By effort" in page.text, chosen(page)) == (has_level, [2] if has_level else [])
    assert ("votes close together" in page.text) == has_level
    assert ('class="bar"' in page_text(guest, workshop)) == has_bars
    for statement in QUESTIONNAIRE.pulse[0].levels:
        assert statement in page.text


def test_leaders_and_everyone_else_stand_apart_where_both_may_be_seen(guest: Guest, database: Database) -> None:
    """Six leaders at 4, six others at 2: both levels; with one leader fewer, neither."""
    workshop = done(database, opened(database, asks_role=True), "begin")
    people = joined(database, workshop, 12, leaders_and_others(6, 6))
    voted(database, workshop, people, *[4] * 6, *[2] * 6)
    done(database, workshop, "reveal")
    page, levels = shown(guest, workshop), QUESTIONNAIRE.pulse[0].levels
    assert "12 votes · votes vary · leaders 4, everyone else 2" in page.text
    assert f"{levels[3]} Leaders" in page.text
    assert f"{levels[1]} Everyone else" in page.text
    done(database, workshop, "next")
    voted(database, workshop, people[1:], *[4] * 5, *[2] * 6)
    done(database, workshop, "reveal")
    assert "Leaders" not in shown(guest, workshop).text


def test_what_most_say_does_not_apply(guest: Guest, database: Database) -> None:
    """“Does not apply” in place of a level; likewise if everyone answers “don't know”."""
    workshop = done(database, opened(database, scope="full"), "begin", "reveal")
    done(database, workshop, "go", question="P7")
    people = joined(database, workshop, 3)
    voted(database, workshop, people, *[Answer(not_applicable="A secret reason")] * 3)
    done(database, workshop, "reveal")
    page = shown(guest, workshop)
    assert "Most say it does not apply." in page.text
    assert "A secret reason" not in page.text
    done(database, workshop, "again")
    voted(database, workshop, people, *[Answer(dont_know=True)] * 3)
    done(database, workshop, "reveal")
    assert "Nobody gave a level." in shown(guest, workshop).text


def test_dots_and_steps(guest: Guest, database: Database) -> None:
    """During the dot vote the steps alone.

    After it the number of dots of each, chosen ones first, with owner and date once set.
    """
    workshop = done(database, opened(database, scope="full"), "begin")
    people = joined(database, workshop, 3)
    for place in range(3):
        if place:
            done(database, workshop, "next")
        voted(database, workshop, people, 1, 2, 2)
        done(database, workshop, "reveal")
    done(database, workshop, "dots")
    steps = dot_votes.step_candidates(database, workshop.assessment.id)
    dot_votes.save_dots(database, people[0].assessment.id, people[0].stored.id, {steps[1].key: 2})
    page = shown(guest, workshop)
    for step in steps:
        assert step.step.do in page.text
    assert "2 dots" not in page.text
    done(database, workshop, "steps")
    page = shown(guest, workshop)
    assert f"{steps[1].step.do} {steps[1].step.effort} · 2 dots" in page.text
    assert steps[0].step.do not in page.text
    plan_candidate(database, workshop.assessment, steps[1], "The front office", date(2026, 12, 1))
    page = shown(guest, workshop)
    assert f"{steps[1].step.do} ✓ The front office, by 1 December 2026 · 2 dots" in page.text
    assert "No stage Too little was rated for that." in page.text


def test_the_end_says_where_a_stage_is_a_near_thing(guest: Guest, database: Database) -> None:
    """Dimensions at 2, 3, 3, 2, 3 mean 2.6, a tenth above the start of stage 3: the headline says so, with the stage by
    the rule."""
    workshop = done(database, opened(database, scope="full", pace="self_paced"), "begin")
    [person] = joined(database, workshop, 1)
    for question in workshop.order:
        is_low = QUESTIONNAIRE.dimension_of[question].id in ("people", "csr")
        voted(database, workshop, [person], 2 if is_low else 3, question=question)
    done(database, workshop, "start_review", "end")
    page = shown(guest, workshop)
    assert "Between stage 2 and 3 of 5 By the rule it is stage 3, By design: the overall level is 2.6" in page.text


def test_the_end_shows_stage_radar_and_first_steps(guest: Guest, database: Database) -> None:
    """Every question at 3: stage 3, each dimension at 3.0, as picture and as text.

    Nobody gave a dot, and no answer holds a stage back, so the first steps are the two that the result proposes.
    """
    workshop = done(database, opened(database, scope="full", pace="self_paced"), "begin")
    [person] = joined(database, workshop, 1)
    for question in workshop.order:
        voted(database, workshop, [person], 3, question=question)
    done(database, workshop, "start_review", "end")
    page = shown(guest, workshop)
    assert "Stage 3 of 5: By design It is agreed, written down and owned" in page.text
    assert "Thank you: the workshop is over." in page.text
    for dimension in QUESTIONNAIRE.dimensions:
        assert f"{dimension.name} 3.0 · By design" in page.text
    steps = page.text.partition("Our first steps")[2]
    proposed = [step.gap.question for step in views.load_view(database, workshop.assessment.id).outcome().first_steps]
    assert len(proposed) == 2
    for candidate in dot_votes.step_candidates(database, workshop.assessment.id):
        assert (candidate.step.do in steps) == (candidate.question in proposed)
    assert "with the code" not in page.text


def test_the_end_of_a_pulse_is_its_index(guest: Guest, database: Database) -> None:
    """Nine questions at 3 of 5 and one at 4: 3.1, so 52.5 of 100, shown as 53; and no stage."""
    workshop = done(database, opened(database, pace="self_paced"), "begin")
    [person] = joined(database, workshop, 1)
    for place, question in enumerate(workshop.order):
        voted(database, workshop, [person], 4 if place == 9 else 3, question=question)
    assert "0 of 1 have finished" in shown(guest, workshop).text
    done(database, workshop, "start_review", "end")
    page = shown(guest, workshop)
    assert "Pulse: 53 of 100" in page.text
    assert "Stage" not in page.text
    assert f"{QUESTIONNAIRE.pulse[0].prompt} 3 · By design" in page.text


def test_one_dimension_needs_no_radar(guest: Guest, database: Database) -> None:
    """With one or two dimensions there are their levels as text and no picture."""
    workshop = done(database, opened(database, scope="full", pace="self_paced", dimensions=["csr"]), "begin")
    [person] = joined(database, workshop, 1)
    for question in workshop.order:
        voted(database, workshop, [person], 3, question=question)
    done(database, workshop, "start_review", "steps")
    page = shown(guest, workshop)
    assert "radar" not in guest.get(f"/join/screen/{workshop.screen}/part").text
    assert f"{QUESTIONNAIRE.dimension_of['R1'].name} 3.0" in page.text
    assert QUESTIONNAIRE.dimensions[0].name not in page.text


def test_nothing_private_is_ever_on_it(guest: Guest, database: Database) -> None:
    """In no phase of an open workshop: no voter's name, note, owner, or address of the owner's pages."""
    workshop = opened(database, scope="full")
    people = joined(database, workshop, 6)
    private_notes.save_private_note(database, workshop.assessment.id, "P1", "A private note")
    for act in ("begin", "reveal", "again", "reveal", "dots", "steps", "end"):
        if act == "reveal":
            voted(database, workshop, people, *[Answer(level=3, note="A private note", evidence="A private note")] * 6)
        done(database, workshop, act)
        for place in ("", "/part", "/live"):
            reply = guest.get(f"/join/screen/{workshop.screen}{place}")
            expect_rules(reply)
            for secret in ("Person 1", "A private note", workshop.assessment.id, "/workshop", "/result"):
                assert secret not in reply.text, (act, place, secret)
            assert "set-cookie" not in reply.headers


def test_its_token_leads_to_nothing_else(guest: Guest, database: Database) -> None:
    """It opens no phone's page, and no POST is accepted."""
    workshop = done(database, opened(database), "begin")
    for place in ("", "/part", "/live", "/P1"):
        assert guest.get(f"/join/{workshop.screen}{place}").status_code == 404
    for place in ("", "/part", "/live"):
        assert guest.browser.post(f"/join/screen/{workshop.screen}{place}", data={"a": "b"}).status_code == 405
        reply = guest.get(f"/join/screen/{workshop.screen[:-1]}{place}")
        assert reply.status_code == 404
        expect_rules(reply)


# The pictures


def test_the_radar_leaves_a_gap_where_there_is_no_level() -> None:
    """Three dimensions, one without a level: two dots, one line; markup in a name is text."""
    levels: list[tuple[str, Any]] = [
        ("<b>People", 2.64),
        ("Channels", None),
        ("A rather long name of a dimension", 5.0),
    ]
    picture = ElementTree.fromstring(str(screen_figures.radar_svg(levels, 5)))
    kinds = [part.get("class") for part in picture]
    assert (kinds.count("spot"), kinds.count("side")) == (2, 1)
    texts = ["|".join(part.itertext()) for part in picture if part.tag == "text"]
    assert texts == ["<b>People", "Channels", "A rather long|name of a|dimension"]


def test_a_level_stands_as_far_out_as_it_is_high() -> None:
    """On the first of four spokes, straight up: level 5 of 5 is 4.2 em from the centre, level 1 a fifth of that."""
    spots = [
        re.findall(
            r'class="spot" cx="[\d.]+em" cy="([\d.]+)em"', str(screen_figures.radar_svg([("A", first), *others], 5))
        )
        for others in [[("B", 3.0), ("C", 3.0), ("D", 3.0)]]
        for first in (5.0, 1.0)
    ]
    (high, centre, *_), (low, *_) = [[float(y) for y in ys] for ys in spots]
    assert (centre - high, centre - low) == pytest.approx((4.2, 0.84), abs=0.02)


# Blank, and followed on a participant's device


def test_the_screen_is_made_blank_and_shown_again(guest: Guest, database: Database) -> None:
    """Only its own script can do so; an invalid value, and a participant's link, are refused."""
    workshop = done(database, opened(database), "begin")
    address = f"/join/screen/{workshop.screen}/blank"
    for is_blank in (True, False):
        reply = guest.browser.post(address, json={"is_blank": is_blank}, headers={"Origin": HOST})
        assert (reply.status_code, reply.json()) == (200, {"is_blank": is_blank})
        assert workshop_view.load_workshop(database, workshop.assessment.id).state.screen_blank is is_blank
        assert ('class="is-blank"' in page_text(guest, workshop)) is is_blank
    for wrong in ({}, {"is_blank": "yes"}, [True]):
        assert guest.browser.post(address, json=wrong, headers={"Origin": HOST}).status_code == 422
    assert guest.browser.post(address, json={"is_blank": True}, headers={"Origin": "http://else"}).status_code == 403
    followed = f"/join/{workshop.assessment.invitation}/screen/blank"
    assert guest.browser.post(followed, json={"is_blank": True}, headers={"Origin": HOST}).status_code in (
        403,
        404,
        405,
    )
    assert not workshop_view.load_workshop(database, workshop.assessment.id).state.screen_blank


def test_participants_follow_the_screen_on_their_own_device(guest: Guest, database: Database) -> None:
    """By the invitation: the same page without the button that blanks it; a survey has none."""
    workshop = done(database, opened(database), "begin")
    address = f"/join/{workshop.assessment.invitation}/screen"
    page = guest.open(address)
    assert QUESTIONNAIRE.pulse[0].prompt in page.text
    assert guest.get(f"{address}/part").text == guest.get(f"/join/screen/{workshop.screen}/part").text
    assert guest.get(f"{address}/live", headers={"Accept": "application/json"}).json()["phase"] == "vote"
    names = [attributes.get("name") for tag, attributes in page.tags if tag == "button"]
    assert names == ["fullscreen", "large", "keys", "theme"]
    survey = begun_survey(database)
    for place in ("", "/part", "/live"):
        assert guest.get(f"{survey.address}/screen{place}").status_code == 404
