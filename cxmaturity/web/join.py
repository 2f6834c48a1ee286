"""The light pages of whoever is invited: in a survey, or at one's own pace in a workshop, one question at a time.

Where a workshop's phones part ways with that, `workshop.py` and `room.py` go on.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from starlette.responses import Response as Reply
from starlette.routing import BaseRoute, Mount, Route, Router

from cxmaturity.answers import Response, Role
from cxmaturity.errors import Refused
from cxmaturity.frames import said as in_words
from cxmaturity.questionnaire import Question
from cxmaturity.services import assessments, surveys
from cxmaturity.services.assessments import Work
from cxmaturity.services.naming import MAX_NAME
from cxmaturity.sheet import exchange, rendering
from cxmaturity.store.engine import Database
from cxmaturity.store.records import StoredAnswer
from cxmaturity.web import files, person, saying
from cxmaturity.web.answers import replied
from cxmaturity.web.light import Asked, Declined, Handler, Light, Nowhere, nothing_here
from cxmaturity.web.saying import Said
from cxmaturity.web.screen import Addresses
from cxmaturity.web.visit import REVIEW, Visit, progress, token_in
from cxmaturity.web.workshop import Workshops

_ROLES: dict[str, Role] = {role: role for role in get_args(Role)}

_CLOSED = ("This survey is closed.", "What was answered before counts. Ask whoever invited you for the result.")
_CAUTION = {
    "open": "What you write here stands beside your name.",
    "anonymous": "What you write here is shown word for word, without your name, where five people or more rated this "
    "question. Leave out what would tell who you are.",
}
_ENDED = ("This workshop has ended.", "Ask whoever invited you for the result.")
_MOVED_ON = ("This part of the workshop is over.", "What was marked as saved is saved. Go on with the room.")
_NOT_BEGUN = ("Nobody has begun in this browser.", "Open the survey's link and begin; to go on, use your private code.")


def join_routes(database: Callable[[], Database], addresses: Addresses = tuple) -> list[BaseRoute]:
    """Return the routes under /join, in the database that `database` returns or raises StoreTrouble for.

    `addresses` tells what leads to the app, from other machines first.
    """
    workshops = Workshops(database, addresses)
    of = _Join(database, workshops)
    pages = [
        Route("/files/{name}", Light(_file)),
        *workshops.routes(),
        Route("/{invitation}", Light(of.anyone(of.welcome), of.anyone(of.begin))),
        Route(f"/{{invitation}}/{REVIEW}", Light(of.one(of.review), of.one(of.hand_in))),
        Route("/{invitation}/{question}", Light(of.one(of.question), of.one(of.answer))),
    ]
    below = Mount("/join", Router(pages, redirect_slashes=False, default=Nowhere()))
    below.path_regex = re.compile(r"^/join/(?P<path>.*)\Z", re.DOTALL)  # a line break in a path leads nowhere else
    return [below, Route("/join", Light(workshops.entry.show, workshops.entry.enter, root="/join"))]


def _file(asked: Asked) -> Reply:
    found = files.file(asked.named["name"], asked.takes_gzip)
    return Reply(found[0], headers=found[1]) if found else nothing_here(asked)


class _Join:
    """What the pages of a survey do. A handler gets the survey's visit; of someone who began, also their own work."""

    def __init__(self, database: Callable[[], Database], workshops: Workshops) -> None:
        self._database = database
        self._rooms = workshops.rooms

    # Who may come in

    def anyone(self, handle: Callable[[Visit], Reply]) -> Handler:
        """Return the handler for whoever has the link of a survey that is open."""

        def handler(asked: Asked) -> Reply:
            visit = self._visit(asked)
            if visit.survey.assessment.is_open:
                return handle(visit)
            what, mend = _ENDED if visit.is_workshop else _CLOSED
            if asked.is_script:
                raise Declined(410, what, mend)
            if visit.is_workshop and visit.at:
                return self._rooms.page(visit, visit.at)
            return visit.page("closed.html", 410, title=what, said=mend, code=visit.at and visit.code)

        return handler

    def one(self, handle: Callable[[Visit, Work], Reply]) -> Handler:
        """Return the handler for someone who has begun; whoever has not is led to where one begins."""

        def handler(visit: Visit) -> Reply:
            if visit.at is not None:
                return self._moved_on(visit, visit.at) or handle(visit, visit.at)
            if visit.asked.is_script:
                raise Declined(403, *_NOT_BEGUN)
            if visit.asked.form is not None:
                person.check_form(visit.asked)
            return visit.to()

        return self.anyone(handler)

    def _moved_on(self, visit: Visit, at: Work) -> Reply | None:
        """Lead to the room where a workshop is not, or no longer, at everyone's own pace."""
        if not visit.is_workshop or self._rooms.phase(at.assessment.id) == "own":
            return None
        if visit.asked.is_script or visit.asked.form is not None:
            raise Declined(410, *_MOVED_ON)
        return visit.to()

    def _visit(self, asked: Asked) -> Visit:
        database, code = self._database(), person.code_of(asked)
        survey = surveys.invited(database, token_in(asked))
        at = surveys.taking_part(database, survey, code) if code else None
        is_known = code and at and survey.assessment.is_linked and not asked.is_script
        return Visit(asked, survey, code, at, surveys.last_levels(database, survey, str(code)) if is_known else {})

    # Where one begins, and comes back to

    def welcome(self, visit: Visit) -> Reply:
        """Show what this is about and how it treats what people say; later how far one is."""
        asked = visit.asked
        if asked.is_script:
            return self._standing(visit)
        if "code" in asked.query:
            return self._take(visit, asked.query["code"])
        if visit.at is None:
            return self._welcome(visit)
        if visit.is_workshop:
            return self._rooms.page(visit, visit.at)
        link = f"{'https' if asked.is_secure else 'http'}://{asked.host}{visit.address()}?code={visit.code}"
        shown = progress(visit, visit.at)
        return visit.page("begun.html", at=visit.at, link=link, code=visit.code, name=self._name(visit), **shown)

    def _standing(self, visit: Visit) -> Reply:
        at = visit.at
        if at is None:
            raise Declined(403, *_NOT_BEGUN)
        return replied(lambda: exchange.standing(at))

    def _take(self, visit: Visit, typed: str) -> Reply:
        code = surveys.tidy(typed)
        if code is None:
            raise Refused("That private code is not complete.", "Copy the whole link, or type the code on the page.")
        reply = visit.to()
        person.remember(reply, visit.asked, code)
        return reply

    def _name(self, visit: Visit) -> str:
        known = surveys.name_of(self._database(), visit.survey, visit.code) if visit.code else None
        return known or ""

    def _welcome(self, visit: Visit, status: int = 200, fault: str = "") -> Reply:
        form = visit.asked.form or {}
        known, row = self._name(visit), visit.survey.assessment
        count = len(assessments.asked(visit.survey.questionnaire, row))
        typed = {"name": form.get("name", known), "role": form.get("role", ""), "typed_code": form.get("code", "")}
        shown = {"count": count, "minutes": rendering.minutes(count), "longest": MAX_NAME, "known": known, **typed}
        return visit.page("welcome.html", status, fault=fault, **shown)

    def begin(self, visit: Visit) -> Reply:
        """Let a person take part, or find them again by their private code, or make room for another person."""
        asked, database = visit.asked, self._database()
        own, form = person.check_form(asked), asked.form or {}
        if form.get("do") == "other":
            reply = visit.to()
            person.remember(reply, asked, surveys.new_code())
            return reply
        typed = form.get("code", "").strip()
        code = surveys.tidy(typed) if typed else own
        if code is None:
            return self._welcome(visit, 422, "A private code has 16 letters and digits. Check it, or leave it empty.")
        known = surveys.name_of(database, visit.survey, code)
        at = surveys.taking_part(database, visit.survey, code)
        if typed and not (known or at or visit.survey.assessment.is_linked):
            fault = "Nobody has begun here with this private code. Check it, or leave it empty to begin anew."
            return self._welcome(visit, 422, fault)
        if at is None:
            name, role = form.get("name", "").strip() or known or "", _ROLES.get(form.get("role", ""))
            try:
                at = surveys.begin(database, visit.survey, code, name, role, datetime.now(UTC))
            except Refused as error:
                return self._welcome(visit, 422, f"{error.what} {error.mend}")
        reply = visit.to(None if visit.is_workshop else next(iter(at.open_questions), REVIEW))
        person.remember(reply, asked, code)
        return reply

    # One question

    def question(self, visit: Visit, at: Work) -> Reply:
        """Show one question with its answer."""
        question = _named(visit, at)
        given = at.response.answer(question.id)
        return _shown(visit, at, question, saying.as_stored(given, at.stored.revision))

    def answer(self, visit: Visit, at: Work) -> Reply:
        """Store an answer, sent by the script or by the form; the form's leads on, or shows what is wrong with it."""
        now, database = datetime.now(UTC), self._database()
        if visit.asked.is_script:
            person.check_script(visit.asked)
            name, content = visit.asked.named["question"], visit.asked.content
            return replied(lambda: exchange.save(database, at, name, content, now))
        person.check_form(visit.asked)
        form = visit.asked.form or {}
        question = _named(visit, at)
        typed = saying.as_typed(form, question)
        try:
            given = saying.answer_of(typed, question)
            if given != at.response.answer(question.id):
                kept = assessments.record(database, at, question.id, given, typed.seen, now)
                if not kept.is_given:
                    return _elsewhere(visit, at, question, typed, kept.stored)
        except Refused as error:
            if not surveys.invited(database, visit.asked.named["invitation"]).assessment.is_open:
                raise Declined(410, *(_ENDED if visit.is_workshop else _CLOSED)) from error
            return _shown(visit, at, question, replace(typed, fault=f"{error.what} {error.mend}".strip()), 422)
        before, after = _beside(at, question)
        return visit.to(before or question if form.get("go") == "back" else after or REVIEW)

    # The end

    def review(self, visit: Visit, at: Work) -> Reply:
        """Show what is still open, what one did not know, and all one said."""
        words = {q.id: in_words(at.questionnaire, at.response, q) for q in at.questions}
        place = {q.id: number for number, q in enumerate(at.questions, start=1)}
        shown = progress(visit, at) | {"words": words, "place": place, "unknown": at.response.unknown(at.questions)}
        return visit.page("review.html", at=at, **shown)

    def hand_in(self, visit: Visit, at: Work) -> Reply:
        """Note that the person is through, and thank them."""
        person.check_form(visit.asked)
        surveys.hand_in(self._database(), at, datetime.now(UTC))
        return visit.to()


def _named(visit: Visit, at: Work) -> Question:
    found = {q.id: q for q in at.questions}.get(visit.asked.named["question"])
    if found is None:
        raise Declined(404, "There is no such question in this survey.", "The link may have been cut short.")
    return found


def _beside(at: Work, question: Question) -> tuple[Question | None, Question | None]:
    place = at.questions.index(question)
    return at.questions[place - 1] if place else None, next(iter(at.questions[place + 1 :]), None)


def _shown(visit: Visit, at: Work, question: Question, said: Said, status: int = 200) -> Reply:
    before, after = _beside(at, question)
    return visit.page(
        "ask.html",
        status,
        card=rendering.card(at, question),
        shared=rendering.SHARED,
        said=replace(said, rule=at.questionnaire.rule, caution=_CAUTION[at.assessment.privacy]),
        is_first=before is None,
        is_last=after is None,
        **progress(visit, at, question),
    )


def _elsewhere(visit: Visit, at: Work, question: Question, typed: Said, stored: StoredAnswer) -> Reply:
    """Show what was typed, beside what another window stored meanwhile; saved once more, it takes its place."""
    there = in_words(at.questionnaire, Response({question.id: stored.answer}), question)
    fault = f"This was answered in another window meanwhile: {there}. Save again to put what you see here in its place."
    return _shown(visit, at, question, replace(typed, seen=stored.revision, fault=fault), 409)
