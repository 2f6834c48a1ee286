"""The participants' pages: their texts before the first answer, a survey without a script, and who sees what."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.routing import Mount, Route

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.questionnaire.checks import ADDRESSES
from cxmaturity.services.assessments import closing
from cxmaturity.services.surveys import participation, progress, schedule
from cxmaturity.store import responses
from cxmaturity.store.database.engine import Database
from cxmaturity.web.participant.survey_pages import join_routes
from cxmaturity.web.workshop.routes import WorkshopRoutes
from tests.fixtures import GERMAN, QUESTIONNAIRE
from tests.store.fixtures import removed_for_good
from tests.web.participant import HOST, Guest, Page, opened, stored

FULL = [q.id for q in QUESTIONNAIRE.questions]
PULSE = [q.id for q in QUESTIONNAIRE.pulse]


def test_no_question_has_the_address_of_another_page(database: Database) -> None:
    """Below a survey's link, all addresses but those of questions are words that the check refuses as ids."""
    mounted, _ = join_routes(lambda: database, WorkshopRoutes(lambda: database, tuple))
    assert isinstance(mounted, Mount)
    below = [route.path.split("/")[2:] for route in mounted.routes if isinstance(route, Route)]
    words = {path[0] for path in below if path and path[0] and not path[0].startswith("{")}
    assert words == set(ADDRESSES)


# Before the first answer


def test_an_invitation_says_whose_what_and_how_long(database: Database, guest: Guest) -> None:
    """The team, the assessment, the number of questions and minutes; no question can be answered yet."""
    page = guest.open(opened(database, scope="pulse", team="Café <b>", label="Spring & summer").address)
    for words in ("Café <b> · Spring & summer", QUESTIONNAIRE.title, "10 questions, about 10 minutes."):
        assert words in page.text, words
    assert {name for name in page.fields if name.startswith("choice")} == set()
    assert "38 questions, about 35 minutes." in guest.open(opened(database).address).text


def test_the_privacy_is_shown_before_the_first_answer(database: Database, guest: Guest) -> None:
    """Open mode: the name stands beside answers.

    Anonymous: what is stored, and what is shown from how many people on.
    """
    page = guest.open(opened(database, "open").address)
    assert "Your name stands beside your answers" in page.text
    assert "name" in page.fields
    page = guest.open(opened(database).address)
    for words in (
        "Nobody sees which answers are yours",
        "No name, no address and nothing about your browser is stored.",
        "Of a question that fewer than five people rated, nothing is shown; only that it does not apply, if five or "
        "more answered and most of them said so.",
        "From five on, the middle answer of the whole group is shown",
        "from ten on, how many chose each level, did not know, or said that it does not apply.",
        "all of them, or all but one, gave the same answer, the counts show that answer.",
        "No result is shown before the survey is closed. Until then you can change your answers.",
    ):
        assert words in page.text, words
    assert "name" not in page.fields
    assert "Do you lead people?" not in page.text


def test_a_role_is_asked_with_its_reason(database: Database, guest: Guest) -> None:
    """With the note that small groups are never shown; it is required, and stored."""
    begun = opened(database, asks_role=True, expected=12)
    page = guest.open(begun.address)
    assert "Leaders often see things differently" in page.text
    assert "Groups of fewer than six are never shown." in page.text
    for role in ({}, {"role": "boss"}):
        reply = guest.send(begun.address, {"do": "begin", **role})
        assert (reply.status_code, "Choose one of the two." in reply.text) == (422, True)
    guest.begin(begun, role="leader")
    with database.reading() as connection:
        assert [p.role for p in responses.all_responses(connection, begun.survey.assessment.id)] == ["leader"]


def test_the_first_visit_gives_a_private_code(database: Database, guest: Guest) -> None:
    """In a cookie for this survey's pages only, hidden from scripts, that lasts as long as browsers allow.

    A later visit keeps it. Beginning replaces it with a new code that was never shown before.
    """
    begun = opened(database)
    cookie = guest.get(begun.address).headers["set-cookie"]
    parts = {part.strip() for part in cookie.split(";")}
    assert {"HttpOnly", "SameSite=lax", f"Path={begun.address}", f"Max-Age={400 * 24 * 3600}"} < parts
    assert "Secure" not in parts
    assert "set-cookie" not in guest.get(begun.address).headers
    before = guest.code
    assert guest.begin(begun).code != before
    safe = Guest(lambda: database, "https://testserver")
    assert "; Secure" in safe.get(begun.address).headers["set-cookie"]


@pytest.mark.parametrize("kept", ["", "AAAA", "x" * 5000, "AAAA-BBBB-CCCC-DDD1", "%00%ff", '"'])
def test_a_cookie_that_is_no_code_is_replaced(database: Database, kept: str) -> None:
    """Any other content of the cookie is no person."""
    headers = {"Cookie": f"cx-participant={kept}; cx-person={kept}"}
    assert "set-cookie" in Guest(lambda: database).get(opened(database).address, headers=headers).headers


def test_a_personal_link_fills_in_the_name(database: Database, guest: Guest) -> None:
    """It redirects to the address without the code, so that nobody copies it by mistake."""
    begun = opened(database, "open", names=["Ada Ørsted", "Bo"])
    reply = guest.get(f"{begun.address}?code={begun.codes['Ada Ørsted']}")
    assert (reply.status_code, reply.headers["location"]) == (303, begun.address)
    page = guest.open(begun.address)
    assert page.fields["name"] == "Ada Ørsted"
    assert "This link was made for Ada Ørsted." in page.text
    guest.begin(begun)
    assert participation.participant_name(database, begun.survey, begun.codes["Ada Ørsted"]) == "Ada Ørsted"
    status = progress.participation_status(database, begun.survey.assessment.id)
    assert (status.begun, status.waiting) == (1, ("Ada Ørsted", "Bo"))


@pytest.mark.parametrize("added", [".", "),", "%3E", "\N{RIGHT SINGLE QUOTATION MARK}", "/"])
def test_what_a_sentence_adds_to_a_link_is_left_out(database: Database, guest: Guest, added: str) -> None:
    """A mail program took it for a part of the link; a code that was in it stays."""
    begun = opened(database, "open", names=["Ada"])
    reply = guest.get(f"{begun.address}{added}?code={begun.codes['Ada']}")
    assert (reply.status_code, reply.headers["location"]) == (303, f"{begun.address}?code={begun.codes['Ada']}")


def test_a_link_cut_short_is_not_taken_for_another_person(database: Database, guest: Guest) -> None:
    """A partial code is refused with a sentence, and this browser keeps its code."""
    begun = opened(database, "open", names=["Ada"])
    guest.get(f"{begun.address}?code={begun.codes['Ada']}")
    guest.begin(begun)
    kept = guest.code
    reply = guest.get(f"{begun.address}?code={str(kept)[:-1]}")
    assert (reply.status_code, "not complete" in reply.text) == (422, True)
    assert guest.code == kept


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "\x00\x1f"])
def test_in_open_mode_nobody_begins_without_a_name(database: Database, guest: Guest, name: str) -> None:
    """The error stands beside the typed name, and nobody has begun."""
    begun = opened(database, "open")
    reply = guest.send(begun.address, {"do": "begin", "name": name})
    assert (reply.status_code, "a name of 1 to 80 characters" in reply.text) == (422, True)
    assert Page(reply).fields["name"] == name
    assert progress.participation_status(database, begun.survey.assessment.id).begun == 0


# Answering without a script


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_whole_survey_without_a_script(database: Database, guest: Guest, privacy: str) -> None:
    """From the invitation through every question to the end: each answer is stored, the last leads to the review."""
    begun = opened(database, privacy, scope="pulse")
    guest.begin(begun, name="Ada")
    for place, question in enumerate(PULSE):
        page = guest.open(f"{begun.address}/{question}")
        assert f"question {place + 1} of 10" in page.text
        assert f"{place} of 10 answered" in page.text
        assert QUESTIONNAIRE.dimension_of[question].name in page.text
        reply = guest.answer(begun, question, place % 5 + 1)
        after = PULSE[place + 1] if place < 9 else "review"
        assert (reply.status_code, reply.headers["location"]) == (303, f"{begun.address}/{after}")
        assert stored(database, begun, guest)[question] == Answer(level=place % 5 + 1)
    assert "Every question has an answer." in guest.open(f"{begun.address}/review").text
    reply = guest.send(f"{begun.address}/review", {})
    assert (reply.status_code, reply.headers["location"]) == (303, begun.address)
    page = guest.open(begun.address)
    assert "your answers are handed in" in page.text
    assert str(guest.code) in page.text
    assert "Until then you can still change your answers." in page.text
    assert progress.participation_status(database, begun.survey.assessment.id).finished == 1
    assert guest.answer(begun, "P1", 5).status_code == 303
    assert stored(database, begun, guest)["P1"] == Answer(level=5)


def test_texts_of_the_questionnaire_are_in_its_language(database: Database, guest: Guest) -> None:
    """Its subject, each question, and the review's ten are marked with it; our own words are not."""
    begun = opened(database, scope="pulse", questionnaire=GERMAN)

    def marked(place: str) -> list[str]:
        tags = guest.open(f"{begun.address}{place}").tags
        return [tag for tag, attributes in tags if attributes.get("lang") == "de"]

    assert marked("") == ["h2", "p"]
    guest.begin(begun)
    assert marked("/P1").count("span") >= 7  # why, evidence, five levels
    assert marked("/review") == ["a"] * 10  # all are open


def test_a_question_is_shown_with_all_that_helps(database: Database, guest: Guest) -> None:
    """Prompt, rule, why, evidence, every statement with its stage, whom to ask."""
    begun = opened(database)
    guest.begin(begun)
    for question in QUESTIONNAIRE.questions[:9]:
        text = guest.open(f"{begun.address}/{question.id}").text
        texts = (question.prompt, question.why, question.evidence, question.ask, QUESTIONNAIRE.rule, *question.levels)
        for words in (*texts, *(stage.name for stage in QUESTIONNAIRE.stages)):
            assert words in text, (question.id, words)
        assert ("Does not apply to us." in text) == question.may_not_apply


def test_every_part_of_an_answer_is_kept_and_comes_back(database: Database, guest: Guest) -> None:
    """Note, evidence and grade as typed, with line breaks and without blanks around them."""
    begun = opened(database, "open")
    guest.begin(begun, name="Ada")
    words = {"note": " One\r\n\r\n<b>two</b> ", "evidence_grade": "2", "evidence": "Rota & plan"}
    guest.answer(begun, "P1", 4, **words)
    wanted = Answer(4, note="One\n\n<b>two</b>", evidence_grade=EvidenceGrade.DOCUMENT, evidence="Rota & plan")
    assert stored(database, begun, guest)["P1"] == wanted
    page = guest.open(f"{begun.address}/P1")
    shown = {name: page.fields[name] for name in ("choice-P1", "note", "evidence_grade", "evidence")}
    assert shown == {"choice-P1": "4", "note": wanted.note, "evidence_grade": "2", "evidence": "Rota & plan"}
    assert " Saved " in page.text
    guest.answer(begun, "P7", "not_applicable", not_applicable="We hire nobody")
    guest.answer(begun, "P8", "dont_know")
    answers = stored(database, begun, guest)
    assert (answers["P7"], answers["P8"]) == (Answer(not_applicable="We hire nobody"), Answer(dont_know=True))
    assert guest.open(f"{begun.address}/P7").fields["not_applicable"] == "We hire nobody"


def test_back_stores_too(database: Database, guest: Guest) -> None:
    """“Back” stores the current choice; the first question has no “Back”."""
    begun = opened(database)
    guest.begin(begun)
    reply = guest.answer(begun, "P2", 3, go="back")
    assert reply.headers["location"] == f"{begun.address}/P1"
    assert stored(database, begun, guest)["P2"] == Answer(level=3)
    assert guest.answer(begun, "P1", go="back").headers["location"] == f"{begun.address}/P1"


def test_a_question_may_be_left_open(database: Database, guest: Guest) -> None:
    """Continuing without a choice stores nothing."""
    begun = opened(database)
    guest.begin(begun)
    assert guest.answer(begun, "P1").headers["location"] == f"{begun.address}/P2"
    assert stored(database, begun, guest) == {}


@pytest.mark.parametrize(
    ("question", "fields", "expected"),
    [
        ("P7", {"choice-P7": "not_applicable", "not_applicable": " "}, "Say in a few words why it does not apply."),
        ("P1", {"choice-P1": "not_applicable", "not_applicable": "No"}, "This question applies to everyone."),
        ("P1", {"choice-P1": "6"}, "There is no such choice."),
        ("P1", {"choice-P1": "²"}, "There is no such choice."),
        ("P1", {"choice-P1": "3", "evidence_grade": "9"}, "An answer does not rest on that."),
        ("P1", {"choice-P1": "3", "note": "x" * 2001}, "It is longer than 2000 characters."),
        ("P1", {"choice-P1": "3", "evidence": "ß" * 2001}, "It is longer than 2000 characters."),
        ("P7", {"choice-P7": "not_applicable", "not_applicable": "x" * 2001}, "It is longer than 2000 characters."),
    ],
)
def test_what_is_wrong_stands_beside_what_was_typed(
    database: Database, guest: Guest, question: str, fields: dict[str, str], expected: str
) -> None:
    """Nothing is stored, and the typed text stays in the form."""
    begun = opened(database)
    guest.begin(begun)
    reply = guest.answer(begun, question, **({"note": "Kept"} | fields))
    page = Page(reply)
    assert (reply.status_code, f"Not saved. {expected}" in page.text) == (422, True), page.text
    assert page.fields["note"] == fields.get("note", "Kept")
    assert stored(database, begun, guest) == {}


def test_a_missing_reason_gets_the_focus(database: Database, guest: Guest) -> None:
    """The field is marked invalid, linked with its error message, and has the focus."""
    begun = opened(database)
    guest.begin(begun)
    page = Page(guest.answer(begun, "P7", "not_applicable"))
    field = next(
        attributes for tag, attributes in page.tags if tag == "input" and attributes.get("name") == "not_applicable"
    )
    assert (field["aria-invalid"], field["aria-describedby"], "autofocus" in field) == ("true", "fault", True)
    assert "fault" in [attributes.get("id") for _, attributes in page.tags]
    assert page.fields["choice-P7"] == "not_applicable"


def test_an_old_window_does_not_undo_a_later_answer(database: Database, guest: Guest) -> None:
    """It shows the later answer, keeps what was typed, and can replace the answer after that.

    The note, which no other window changed, is stored at once.
    """
    begun = opened(database)
    guest.begin(begun)
    asleep = guest.open(f"{begun.address}/P1").fields
    guest.answer(begun, "P1", 5)
    mine = {**asleep, "choice-P1": "1", "note": "Mine"}
    reply = guest.browser.post(f"{begun.address}/P1", data=mine)
    page = Page(reply)
    assert (reply.status_code, "changed in another window to: 5 By nature." in page.text) == (409, True)
    assert (page.fields["choice-P1"], page.fields["note"]) == ("1", "Mine")
    assert stored(database, begun, guest)["P1"] == Answer(level=5, note="Mine")
    assert guest.browser.post(f"{begun.address}/P1", data=page.fields).status_code == 303
    assert stored(database, begun, guest)["P1"] == Answer(level=1, note="Mine")


def test_an_answer_is_cleared_without_a_script(database: Database, guest: Guest) -> None:
    """The button of the page without a script removes the choice and its reason, keeps the note and stays there."""
    begun = opened(database)
    guest.begin(begun)
    page = guest.open(f"{begun.address}/P7")
    page.fields |= {"choice-P7": "not_applicable", "not_applicable": "We hire nobody", "note": "Mine"}
    assert guest.browser.post(f"{begun.address}/P7", data=page.fields).status_code == 303
    page = guest.open(f"{begun.address}/P7")
    page.fields |= {"choice-P7": "not_applicable", "go": "clear"}
    reply = guest.browser.post(f"{begun.address}/P7", data=page.fields)
    assert (reply.status_code, reply.headers["location"]) == (303, f"{begun.address}/P7")
    assert stored(database, begun, guest)["P7"] == Answer(note="Mine")


def test_the_review_lists_what_is_open_and_whom_to_ask(database: Database, guest: Guest) -> None:
    """Each with its link; the page says that a missing answer does not count as low; finishing is possible."""
    begun = opened(database, scope="pulse")
    guest.begin(begun)
    for question in PULSE[:8]:
        guest.answer(begun, question, "dont_know" if question == "O1" else 2)
    page = guest.open(f"{begun.address}/review")
    assert [page.links.count(f"{begun.address}/{q}") for q in ("P1", "O1", *PULSE[8:])] == [1, 2, 2, 2]
    assert f"Ask: {QUESTIONNAIRE.by_id['O1'].ask}" in page.text
    assert "a missing answer never counts as a low one" in page.text
    assert "2 By effort" in page.text
    assert guest.send(f"{begun.address}/review", {"do": "all_the_same"}).status_code == 303


# Returning, another device, and another person


def test_the_link_continues_a_begun_survey(database: Database, guest: Guest) -> None:
    """The page shows the progress and leads to the first unanswered question."""
    begun = opened(database, "open")
    guest.begin(begun, name="Ada")
    for question in ("P1", "P2", "P4"):
        guest.answer(begun, question, 3)
    page = guest.open(begun.address)
    assert "Welcome back, Ada" in page.text
    assert "3 of 38 answered" in page.text
    assert f"{begun.address}/P3" in page.links
    assert str(guest.code) in page.text


@pytest.mark.parametrize("way", ["link", "typed"])
def test_the_private_code_continues_on_another_device(database: Database, guest: Guest, other: Guest, way: str) -> None:
    """By the link with the private code, or by typing it in any spelling, without a name."""
    begun = opened(database, "open")
    guest.begin(begun, name="Ada")
    guest.answer(begun, "P1", 4)
    if way == "link":
        link = next(link for link in guest.open(begun.address).links if "code=" in link)
        assert other.get(link.removeprefix(HOST)).headers["location"] == begun.address
    else:
        typed = str(guest.code).lower().replace("-", " ")
        reply = other.send(begun.address, {"do": "begin", "code": typed})
        assert reply.headers["location"] == f"{begun.address}/P2"
    assert other.code == guest.code
    assert other.open(f"{begun.address}/P1").fields["choice-P1"] == "4"
    other.answer(begun, "P2", 2)
    assert stored(database, begun, guest) == {"P1": Answer(level=4), "P2": Answer(level=2)}
    assert progress.participation_status(database, begun.survey.assessment.id).begun == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("AAAA", "A private code has 16 letters and digits."), ("AAAA-BBBB-CCCC-DDDD", "Nobody has taken part with")],
)
def test_a_mistyped_code_begins_nothing(database: Database, guest: Guest, typed: str, expected: str) -> None:
    """A wrong code starts no new response; the typed text stays to be corrected."""
    begun = opened(database)
    reply = guest.send(begun.address, {"do": "begin", "code": typed})
    assert (reply.status_code, expected in reply.text) == (422, True)
    assert Page(reply).fields["code"] == typed
    assert progress.participation_status(database, begun.survey.assessment.id).begun == 0


def test_a_private_code_links_two_surveys_of_a_team(database: Database, guest: Guest, other: Guest) -> None:
    """A linked survey says so, asks for the last code, and recognises the person by it."""
    then, now = (opened(database, label=label, is_linked=True) for label in ("Spring", "Autumn"))
    guest.begin(then)
    text = guest.open(then.address).text
    assert "Keep it for the next survey of this team" in text
    assert "A private code links your answers" in other.open(now.address).text
    other.begin(now, code=str(guest.code))
    assert other.code == guest.code
    assert participation.find_participation(database, now.survey, str(guest.code))


def test_two_people_on_one_device(database: Database, guest: Guest) -> None:
    """The second gets a new code and an empty questionnaire; the first returns by their code."""
    begun = opened(database)
    guest.begin(begun)
    guest.answer(begun, "P1", 5)
    first = guest.code
    assert guest.send(begun.address, {"do": "other"}).headers["location"] == begun.address
    assert guest.code != first
    assert str(first) not in guest.get(begun.address).text
    guest.begin(begun)
    assert "choice-P1" not in guest.open(f"{begun.address}/P1").fields
    guest.answer(begun, "P1", 1)
    guest.send(begun.address, {"do": "other"})
    guest.send(begun.address, {"do": "begin", "code": str(first)})
    assert guest.open(f"{begun.address}/P1").fields["choice-P1"] == "5"


def test_no_page_shows_anything_of_others(database: Database, guest: Guest, other: Guest) -> None:
    """No reply to one person contains another's name, note or choice."""
    begun = opened(database, "open", names=["Ada Secret"])
    guest.get(f"{begun.address}?code={begun.codes['Ada Secret']}")
    guest.begin(begun)
    for question in FULL[:3]:
        guest.answer(begun, question, 5, note="Private words", evidence="Private proof")
    other.begin(begun, name="Bo")
    places = ("", "/review", "/P1", "/P2")
    replies = [other.get(f"{begun.address}{place}") for place in places]
    replies += [other.get(begun.address, headers={"Accept": "application/json"})]
    for reply in replies:
        assert reply.status_code == 200
        assert not any(words in reply.text for words in ("Ada", "Private", str(guest.code)))
    assert replies[-1].json() == {"answers": {}, "revision": 0}
    assert "0 of 38 answered" in replies[0].text


def test_a_link_to_a_question_redirects_to_the_welcome_page(database: Database, guest: Guest) -> None:
    """A link to a question redirects to the welcome page with the privacy notice."""
    begun = opened(database)
    for place in ("P1", "review", "P99"):
        reply = guest.get(f"{begun.address}/{place}")
        assert (reply.status_code, reply.headers["location"]) == (303, begun.address)


# When it is over


def test_a_closed_survey_says_so_everywhere(database: Database, guest: Guest, other: Guest) -> None:
    """A polite page in place of questions; late answers are not stored; a linking code is to be kept."""
    begun = opened(database, is_linked=True)
    guest.begin(begun)
    guest.answer(begun, "P1", 4)
    silent = Guest(lambda: database).begin(begun)
    fields, token = guest.open(f"{begun.address}/P2").fields, guest.token(begun)
    closing.close_assessment(database, begun.survey.assessment.id, datetime.now(UTC) + timedelta(minutes=1))
    assert "your answers were counted" not in silent.get(begun.address).text
    replies = [guest.get(f"{begun.address}{place}") for place in ("", "/P1", "/review")]
    replies += [guest.browser.post(f"{begun.address}/P2", data={**fields, "choice-P2": "3"})]
    replies += [guest.browser.post(f"{begun.address}/review", data=fields)]
    for reply in replies:
        assert (reply.status_code, "This survey is closed." in reply.text) == (410, True)
        assert str(guest.code) in reply.text
    schedule.share_result(database, begun.survey.assessment.id, is_shared=True)
    reply = guest.browser.post(f"{begun.address}/P2", data={**fields, "choice-P2": "3"})
    assert (reply.status_code, "it is not stored" in reply.text, "No stage" in reply.text) == (410, True, True)
    reply = guest.save(begun, "P2", {"answer": {"level": 3}, "base_revision": 9, "token": token})
    assert (reply.status_code, reply.json()["message"]) == (410, "This survey is closed.")
    assert stored(database, begun, guest) == {"P1": Answer(level=4)}
    assert "your answers were counted" in guest.get(begun.address).text
    assert "Keep it for the next survey" not in other.get(begun.address).text


def test_a_survey_that_was_removed_is_gone(database: Database, guest: Guest) -> None:
    """Its addresses are 404."""
    begun = opened(database)
    guest.begin(begun)
    removed_for_good(database, begun.survey.assessment.id)
    for place in ("", "/P1", "/review"):
        reply = guest.get(f"{begun.address}{place}")
        assert (reply.status_code, "There is nothing to answer at this link." in reply.text) == (404, True)


def test_a_reopened_survey_takes_answers_again(database: Database, guest: Guest) -> None:
    """People continue where they were."""
    begun = opened(database)
    guest.begin(begun)
    now = datetime.now(UTC)
    closing.close_assessment(database, begun.survey.assessment.id, now)
    closing.reopen_assessment(database, begun.survey.assessment.id)
    assert guest.answer(begun, "P1", 2).status_code == 303
    assert stored(database, begun, guest) == {"P1": Answer(level=2)}


def test_handing_in_with_few_answers_asks_first(database: Database, guest: Guest) -> None:
    """With one of 38 answers finishing asks for confirmation; with more than half it does not."""
    begun = opened(database)
    guest.begin(begun)
    guest.answer(begun, "P1", 4)
    review = f"{begun.address}/review"
    page = Page(guest.send(review, {}))
    assert "Not handed in yet. Only 1 of 38 questions is answered. Do you want to hand in all the same?" in page.text
    assert f"{begun.address}/P2" in page.links
    assert progress.participation_status(database, begun.survey.assessment.id).finished == 0
    reply = guest.browser.post(review, data={**page.fields, "do": "all_the_same"})
    assert (reply.status_code, reply.headers["location"]) == (303, begun.address)
    assert progress.participation_status(database, begun.survey.assessment.id).finished == 1
    assert guest.send(review, {}).status_code == 303
