"""Pages of whoever is invited to a survey, or answers a workshop self-paced: one question at a time.

Where a workshop's phones part ways with that, `workshop.py` and `room.py` go on.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from starlette.responses import Response as Reply
from starlette.routing import BaseRoute, Mount, Route, Router

from cxmaturity.answer_form import html, protocol
from cxmaturity.answers import Role
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import StoredAnswer, asked_questions
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.surveys import codes, participation
from cxmaturity.store.engine import Database
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.web import assets
from cxmaturity.web.answer_endpoints import json_reply
from cxmaturity.web.http import Handler, HttpError, NotFoundEndpoint, PageEndpoint, PageRequest, not_found
from cxmaturity.web.participant import answer_fields, identity
from cxmaturity.web.participant.answer_fields import FormValues
from cxmaturity.web.participant.context import REVIEW, ParticipantContext, address_token, progress
from cxmaturity.web.workshop.presentation import Addresses
from cxmaturity.web.workshop.routes import WorkshopRoutes
from cxmaturity.wording.answers import describe_answer

_ROLES: dict[str, Role] = {role: role for role in get_args(Role)}

_CLOSED = ("This survey is closed.", "What was answered before counts. Ask whoever invited you for the result.")
_WRITING_CAUTION = {
    "open": "What you write here stands beside your name.",
    "anonymous": "What you write here is shown word for word, without your name, where five people or more rated this "
    "question. Leave out what would tell who you are.",
}
_ENDED = ("This workshop has ended.", "Ask whoever invited you for the result.")
_MOVED_ON = ("This part of the workshop is over.", "What was marked as saved is saved. Continue with the workshop.")
_NOT_BEGUN = (
    "Nobody has begun in this browser.",
    "Open the survey's link and begin; to continue, use your private code.",
)


def join_routes(database: Callable[[], Database], addresses: Addresses = tuple) -> list[BaseRoute]:
    """Return the routes under /join, in the database that `database` returns or raises DatabaseUnavailable for.

    `addresses` tells what leads to the app, from other machines first.
    """
    workshops = WorkshopRoutes(database, addresses)
    of = SurveyPages(database, workshops)
    pages = [
        Route("/files/{name}", PageEndpoint(_serve_asset)),
        *workshops.routes(),
        Route("/{invitation}", PageEndpoint(of.anyone(of.welcome), of.anyone(of.begin))),
        Route(f"/{{invitation}}/{REVIEW}", PageEndpoint(of.one(of.review), of.one(of.hand_in))),
        Route("/{invitation}/{question}", PageEndpoint(of.one(of.question), of.one(of.answer))),
    ]
    below = Mount("/join", Router(pages, redirect_slashes=False, default=NotFoundEndpoint()))
    below.path_regex = re.compile(r"^/join/(?P<path>.*)\Z", re.DOTALL)  # a line break in a path leads nowhere else
    return [below, Route("/join", PageEndpoint(workshops.entry.show, workshops.entry.enter, root="/join"))]


def _serve_asset(request: PageRequest) -> Reply:
    found = assets.asset(request.path_params["name"], request.takes_gzip)
    return Reply(found[0], headers=found[1]) if found else not_found(request)


class SurveyPages:
    """What the pages of a survey do. A handler gets the survey's visit; of someone who began, also their own work."""

    def __init__(self, database: Callable[[], Database], workshops: WorkshopRoutes) -> None:
        self._database = database
        self._rooms = workshops.rooms

    # Who may come in

    def anyone(self, handle: Callable[[ParticipantContext], Reply]) -> Handler:
        """Return the handler for whoever has the link of a survey that is open."""

        def handler(request: PageRequest) -> Reply:
            visit = self._visit(request)
            if visit.survey.assessment.is_open:
                return handle(visit)
            what, fix = _ENDED if visit.is_workshop else _CLOSED
            if request.wants_json:
                raise HttpError(410, what, fix)
            if visit.is_workshop and visit.view:
                return self._rooms.page(visit, visit.view)
            return visit.page("closed.html", 410, title=what, said=fix, code=visit.view and visit.code)

        return handler

    def one(self, handle: Callable[[ParticipantContext, AssessmentView], Reply]) -> Handler:
        """Return the handler for someone who has begun; whoever has not is led to where one begins."""

        def handler(visit: ParticipantContext) -> Reply:
            if visit.view is not None:
                return self._moved_on(visit, visit.view) or handle(visit, visit.view)
            if visit.request.wants_json:
                raise HttpError(403, *_NOT_BEGUN)
            if visit.request.form is not None:
                identity.check_form(visit.request)
            return visit.redirect_to()

        return self.anyone(handler)

    def _moved_on(self, visit: ParticipantContext, view: AssessmentView) -> Reply | None:
        """Lead to the room where a workshop is not, or no longer, at everyone's own pace."""
        if not visit.is_workshop or self._rooms.phase(view.assessment.id) == "self_paced":
            return None
        if visit.request.wants_json or visit.request.form is not None:
            raise HttpError(410, *_MOVED_ON)
        return visit.redirect_to()

    def _visit(self, request: PageRequest) -> ParticipantContext:
        database, code = self._database(), identity.cookie_code(request)
        survey = participation.survey_by_invitation(database, address_token(request))
        at = participation.find_participation(database, survey, code) if code else None
        is_known = code and at and survey.assessment.is_linked and not request.wants_json
        return ParticipantContext(
            request, survey, code, at, participation.previous_levels(database, survey, str(code)) if is_known else {}
        )

    # Where one begins, and comes back to

    def welcome(self, visit: ParticipantContext) -> Reply:
        """Show what this is about and how it treats what people say; later how far one is."""
        asked = visit.request
        if asked.wants_json:
            return self._standing(visit)
        if "code" in asked.query:
            return self._take(visit, asked.query["code"])
        if visit.view is None:
            return self._welcome(visit)
        if visit.is_workshop:
            return self._rooms.page(visit, visit.view)
        link = f"{'https' if asked.is_secure else 'http'}://{asked.host}{visit.address()}?code={visit.code}"
        shown = progress(visit, visit.view)
        return visit.page("progress.html", at=visit.view, link=link, code=visit.code, name=self._name(visit), **shown)

    def _standing(self, visit: ParticipantContext) -> Reply:
        at = visit.view
        if at is None:
            raise HttpError(403, *_NOT_BEGUN)
        return json_reply(lambda: protocol.answers_json(at))

    def _take(self, visit: ParticipantContext, typed: str) -> Reply:
        code = codes.normalise_code(typed)
        if code is None:
            raise Refused("That private code is not complete.", "Copy the whole link, or type the code on the page.")
        reply = visit.redirect_to()
        identity.set_code_cookie(reply, visit.request, code)
        return reply

    def _name(self, visit: ParticipantContext) -> str:
        known = participation.participant_name(self._database(), visit.survey, visit.code) if visit.code else None
        return known or ""

    def _welcome(self, visit: ParticipantContext, status: int = 200, fault: str = "") -> Reply:
        form = visit.request.form or {}
        known, row = self._name(visit), visit.survey.assessment
        count = len(asked_questions(visit.survey.questionnaire, row))
        typed = {"name": form.get("name", known), "role": form.get("role", ""), "typed_code": form.get("code", "")}
        shown = {
            "count": count,
            "minutes": html.estimated_minutes(count),
            "longest": MAX_NAME_LENGTH,
            "known": known,
            **typed,
        }
        return visit.page("welcome.html", status, fault=fault, **shown)

    def begin(self, visit: ParticipantContext) -> Reply:
        """Let a person take part, or find them again by their private code, or make room for another person."""
        asked, database = visit.request, self._database()
        own, form = identity.check_form(asked), asked.form or {}
        if form.get("do") == "other":
            reply = visit.redirect_to()
            identity.set_code_cookie(reply, asked, codes.new_code())
            return reply
        typed = form.get("code", "").strip()
        code = codes.normalise_code(typed) if typed else own
        if code is None:
            return self._welcome(visit, 422, "A private code has 16 letters and digits. Check it, or leave it empty.")
        known = participation.participant_name(database, visit.survey, code)
        at = participation.find_participation(database, visit.survey, code)
        if typed and not (known or at or visit.survey.assessment.is_linked):
            fault = "Nobody has begun here with this private code. Check it, or leave it empty to begin anew."
            return self._welcome(visit, 422, fault)
        if at is None:
            name, role = form.get("name", "").strip() or known or "", _ROLES.get(form.get("role", ""))
            try:
                at = participation.begin_participation(database, visit.survey, code, name, role, datetime.now(UTC))
            except Refused as error:
                return self._welcome(visit, 422, f"{error.message} {error.fix}")
        reply = visit.redirect_to(None if visit.is_workshop else next(iter(at.open_questions), REVIEW))
        identity.set_code_cookie(reply, asked, code)
        return reply

    # One question

    def question(self, visit: ParticipantContext, view: AssessmentView) -> Reply:
        """Show one question with its answer."""
        question = _requested_question(visit, view)
        given = view.response.answer(question.id)
        return _question_page(visit, view, question, answer_fields.stored_values(given, view.stored.revision))

    def answer(self, visit: ParticipantContext, view: AssessmentView) -> Reply:
        """Store an answer, sent by the script or by the form; the form's leads on, or shows what is wrong with it."""
        now, database = datetime.now(UTC), self._database()
        if visit.request.wants_json:
            identity.check_script(visit.request)
            name, content = visit.request.path_params["question"], visit.request.content
            return json_reply(lambda: protocol.save_posted_answer(database, view, name, content, now))
        identity.check_form(visit.request)
        form = visit.request.form or {}
        question = _requested_question(visit, view)
        typed = answer_fields.typed_values(form, question)
        try:
            given = answer_fields.answer_from_values(typed, question)
            if given != view.response.answer(question.id):
                kept = answering.save_answer(database, view, question.id, given, typed.base_revision, now)
                if not kept.is_accepted:
                    return _conflict_page(visit, view, question, typed, kept.stored)
        except Refused as error:
            if not participation.survey_by_invitation(
                database, visit.request.path_params["invitation"]
            ).assessment.is_open:
                raise HttpError(410, *(_ENDED if visit.is_workshop else _CLOSED)) from error
            return _question_page(
                visit, view, question, replace(typed, fault=f"{error.message} {error.fix}".strip()), 422
            )
        before, after = _neighbours(view, question)
        return visit.redirect_to(before or question if form.get("go") == "back" else after or REVIEW)

    # The end

    def review(self, visit: ParticipantContext, view: AssessmentView) -> Reply:
        """Show what is still open, what one did not know, and all one said."""
        words = {q.id: describe_answer(view.questionnaire, view.response.answer(q.id)) for q in view.questions}
        place = {q.id: number for number, q in enumerate(view.questions, start=1)}
        shown = progress(visit, view) | {
            "words": words,
            "place": place,
            "unknown": view.response.unknown_questions(view.questions),
        }
        return visit.page("review.html", at=view, **shown)

    def hand_in(self, visit: ParticipantContext, view: AssessmentView) -> Reply:
        """Note that the person is through, and thank them."""
        identity.check_form(visit.request)
        participation.mark_submitted(self._database(), view, datetime.now(UTC))
        return visit.redirect_to()


def _requested_question(visit: ParticipantContext, view: AssessmentView) -> Question:
    found = {q.id: q for q in view.questions}.get(visit.request.path_params["question"])
    if found is None:
        raise HttpError(404, "There is no such question in this survey.", "The link may have been cut short.")
    return found


def _neighbours(view: AssessmentView, question: Question) -> tuple[Question | None, Question | None]:
    place = view.questions.index(question)
    return view.questions[place - 1] if place else None, next(iter(view.questions[place + 1 :]), None)


def _question_page(
    visit: ParticipantContext, view: AssessmentView, question: Question, values: FormValues, status: int = 200
) -> Reply:
    before, after = _neighbours(view, question)
    return visit.page(
        "question_page.html",
        status,
        card=html.question_card(view, question),
        shared=html.SHARED_CONTEXT,
        said=replace(values, rule=view.questionnaire.rule, caution=_WRITING_CAUTION[view.assessment.privacy]),
        is_first=before is None,
        is_last=after is None,
        **progress(visit, view, question),
    )


def _conflict_page(
    visit: ParticipantContext, view: AssessmentView, question: Question, typed: FormValues, stored: StoredAnswer
) -> Reply:
    """Show what was typed, beside what another window stored meanwhile; saved once more, it takes its place."""
    there = describe_answer(view.questionnaire, stored.answer)
    fault = f"This was answered in another window meanwhile: {there}. Save again to put what you see here in its place."
    return _question_page(visit, view, question, replace(typed, base_revision=stored.revision, fault=fault), 409)
