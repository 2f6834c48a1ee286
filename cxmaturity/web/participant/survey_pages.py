"""Pages of a survey's participants, one question at a time; a self-paced workshop uses the same.

The other phases of a workshop are in web/workshop/phone_pages.py.
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
from cxmaturity.browser import assets
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import StoredAnswer, asked_questions
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import codes, participation
from cxmaturity.store.engine import Database
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.web.answer_endpoints import json_reply
from cxmaturity.web.http import Handler, HttpError, NotFoundEndpoint, PageEndpoint, PageRequest, not_found
from cxmaturity.web.participant import answer_fields, identity
from cxmaturity.web.participant.answer_fields import FormValues
from cxmaturity.web.participant.context import REVIEW, ParticipantContext, address_token, progress
from cxmaturity.web.workshop.routes import WorkshopRoutes
from cxmaturity.wording.answers import describe_answer
from cxmaturity.wording.reading_time import answering_time

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


def join_routes(database: Callable[[], Database], workshops: WorkshopRoutes) -> list[BaseRoute]:
    """Return the routes under /join of surveys and workshops.

    `database` returns the database or raises DatabaseUnavailable.
    """
    survey = SurveyPages(database, workshops)
    pages = [
        Route("/files/{name}", PageEndpoint(_serve_asset)),
        *workshops.routes(),
        Route("/{invitation}", PageEndpoint(survey.for_anyone(survey.welcome), survey.for_anyone(survey.begin))),
        Route(
            f"/{{invitation}}/{REVIEW}",
            PageEndpoint(survey.for_participant(survey.review), survey.for_participant(survey.submit)),
        ),
        Route(
            "/{invitation}/{question}",
            PageEndpoint(survey.for_participant(survey.question), survey.for_participant(survey.answer)),
        ),
    ]
    below = Mount("/join", Router(pages, redirect_slashes=False, default=NotFoundEndpoint()))
    below.path_regex = re.compile(r"^/join/(?P<path>.*)\Z", re.DOTALL)  # a line break in a path leads nowhere else
    return [below, Route("/join", PageEndpoint(workshops.join_code.show, workshops.join_code.enter, root="/join"))]


def _serve_asset(request: PageRequest) -> Reply:
    asset = assets.asset(request.path_params["name"], request.takes_gzip)
    return Reply(asset[0], headers=asset[1]) if asset else not_found(request)


class SurveyPages:
    """Handlers of a survey's pages. Each gets the context of its request; after the beginning, also the answers."""

    def __init__(self, database: Callable[[], Database], workshops: WorkshopRoutes) -> None:
        self._database = database
        self._phone_pages = workshops.phone_pages

    # Access

    def for_anyone(self, handle: Callable[[ParticipantContext], Reply]) -> Handler:
        """Return a handler for everybody with the link of an open survey; a closed one replies 410."""

        def handler(request: PageRequest) -> Reply:
            context = self._context(request)
            if context.survey.assessment.is_open:
                return handle(context)
            message, fix = _ENDED if context.is_workshop else _CLOSED
            if request.wants_json:
                raise HttpError(410, message, fix)
            if context.is_workshop and context.view:
                return self._phone_pages.page(context, context.view.stored.id)
            return context.page("closed.html", 410, title=message, message=fix, code=context.view and context.code)

        return handler

    def for_participant(self, handle: Callable[[ParticipantContext, PersonView], Reply]) -> Handler:
        """Return a handler for people who have begun; everybody else is redirected to the beginning."""

        def handler(context: ParticipantContext) -> Reply:
            if context.view is not None:
                return self._redirect_to_room(context, context.view) or handle(context, context.view)
            if context.request.wants_json:
                raise HttpError(403, *_NOT_BEGUN)
            if context.request.form is not None:
                identity.check_form(context.request)
            return context.redirect_to()

        return self.for_anyone(handler)

    def _redirect_to_room(self, context: ParticipantContext, view: PersonView) -> Reply | None:
        """Return a redirect to the workshop's page when the workshop is in no self-paced phase."""
        if not context.is_workshop or self._phone_pages.phase(view.assessment.id) == "self_paced":
            return None
        if context.request.wants_json or context.request.form is not None:
            raise HttpError(410, *_MOVED_ON)
        return context.redirect_to()

    def _context(self, request: PageRequest) -> ParticipantContext:
        database, code = self._database(), identity.cookie_code(request)
        survey = participation.survey_by_invitation(database, address_token(request))
        view = participation.find_participation(database, survey, code) if code else None
        has_previous = code and view and survey.assessment.is_linked and not request.wants_json
        previous = participation.previous_levels(database, survey, str(code)) if has_previous else {}
        return ParticipantContext(request, survey, code, view, previous)

    # The beginning, and the way back

    def welcome(self, context: ParticipantContext) -> Reply:
        """Return the page that explains the survey and its privacy; once a person has begun, their progress.

        A script gets the stored answers as JSON; a link with a private code sets the cookie of that code.
        """
        request = context.request
        if request.wants_json:
            return self._answers(context)
        if "code" in request.query:
            return self._sign_in(context, request.query["code"])
        if context.view is None:
            return self._welcome_page(context)
        if context.is_workshop:
            return self._phone_pages.page(context, context.view.stored.id)
        link = f"{'https' if request.is_secure else 'http'}://{request.host}{context.address()}?code={context.code}"
        shown = progress(context, context.view)
        return context.page(
            "progress.html", at=context.view, link=link, code=context.code, name=self._name(context), **shown
        )

    def _answers(self, context: ParticipantContext) -> Reply:
        view = context.view
        if view is None:
            raise HttpError(403, *_NOT_BEGUN)
        return json_reply(lambda: protocol.answers_json(view))

    def _sign_in(self, context: ParticipantContext, typed: str) -> Reply:
        code = codes.normalise_code(typed)
        if code is None:
            raise Refused("That private code is not complete.", "Copy the whole link, or type the code on the page.")
        reply = context.redirect_to()
        identity.set_code_cookie(reply, context.request, code)
        return reply

    def _name(self, context: ParticipantContext) -> str:
        name = participation.participant_name(self._database(), context.survey, context.code) if context.code else None
        return name or ""

    def _welcome_page(self, context: ParticipantContext, status: int = 200, fault: str = "") -> Reply:
        form = context.request.form or {}
        known, row = self._name(context), context.survey.assessment
        questions = asked_questions(context.survey.questionnaire, row)
        typed = {"name": form.get("name", known), "role": form.get("role", ""), "typed_code": form.get("code", "")}
        shown = {
            "count": len(questions),
            "answering_time": answering_time(questions, row.variant),
            "longest": MAX_NAME_LENGTH,
            "known": known,
            **typed,
        }
        return context.page("welcome.html", status, fault=fault, **shown)

    def begin(self, context: ParticipantContext) -> Reply:
        """Start or resume a person's participation by their private code, or sign this browser out ("other")."""
        request, database = context.request, self._database()
        cookie_code, form = identity.check_form(request), request.form or {}
        if form.get("do") == "other":
            reply = context.redirect_to()
            identity.set_code_cookie(reply, request, codes.new_code())
            return reply
        typed = form.get("code", "").strip()
        code = codes.normalise_code(typed) if typed else cookie_code
        if code is None:
            return self._welcome_page(
                context, 422, "A private code has 16 letters and digits. Check it, or leave it empty."
            )
        known = participation.participant_name(database, context.survey, code)
        view = participation.find_participation(database, context.survey, code)
        if typed and not (known or view or context.survey.assessment.is_linked):
            fault = "Nobody has begun here with this private code. Check it, or leave it empty to begin anew."
            return self._welcome_page(context, 422, fault)
        if view is None:
            name, role = form.get("name", "").strip() or known or "", _ROLES.get(form.get("role", ""))
            try:
                view = participation.begin_participation(database, context.survey, code, name, role, datetime.now(UTC))
            except Refused as error:
                return self._welcome_page(context, 422, f"{error.message} {error.fix}")
        reply = context.redirect_to(None if context.is_workshop else next(iter(view.open_questions), REVIEW))
        identity.set_code_cookie(reply, request, code)
        return reply

    # One question

    def question(self, context: ParticipantContext, view: PersonView) -> Reply:
        """Return the page of one question with its stored answer."""
        question = _requested_question(context, view)
        answer = view.response.answer(question.id)
        return _question_page(context, view, question, answer_fields.stored_values(answer, view.stored.revision))

    def answer(self, context: ParticipantContext, view: PersonView) -> Reply:
        """Store an answer sent as JSON or by the form; after a form, redirect on or show what is wrong."""
        now, database = datetime.now(UTC), self._database()
        if context.request.wants_json:
            identity.check_script(context.request)
            name, content = context.request.path_params["question"], context.request.content
            return json_reply(lambda: protocol.save_posted_answer(database, view, name, content, now))
        identity.check_form(context.request)
        form = context.request.form or {}
        question = _requested_question(context, view)
        typed = answer_fields.typed_values(form, question)
        try:
            answer = answer_fields.answer_from_values(typed, question)
            if answer != view.response.answer(question.id):
                result = answering.save_answer(database, view, question.id, answer, typed.base_revision, now)
                if not result.is_accepted:
                    return _conflict_page(context, view, question, typed, result.stored)
        except Refused as error:
            if not participation.survey_by_invitation(
                database, context.request.path_params["invitation"]
            ).assessment.is_open:
                raise HttpError(410, *(_ENDED if context.is_workshop else _CLOSED)) from error
            return _question_page(
                context, view, question, replace(typed, fault=f"{error.message} {error.fix}".strip()), 422
            )
        before, after = _neighbours(view, question)
        return context.redirect_to(before or question if form.get("go") == "back" else after or REVIEW)

    # The end

    def review(self, context: ParticipantContext, view: PersonView) -> Reply:
        """Return the page with the open questions, the ones answered "don't know", and all answers."""
        words = {q.id: describe_answer(view.questionnaire, view.response.answer(q.id)) for q in view.questions}
        place = {q.id: number for number, q in enumerate(view.questions, start=1)}
        shown = progress(context, view) | {
            "words": words,
            "place": place,
            "unknown": view.response.unknown_questions(view.questions),
        }
        return context.page("review.html", at=view, **shown)

    def submit(self, context: ParticipantContext, view: PersonView) -> Reply:
        """Mark the person's answers as submitted and redirect to the page that thanks them."""
        identity.check_form(context.request)
        participation.mark_submitted(self._database(), view, datetime.now(UTC))
        return context.redirect_to()


def _requested_question(context: ParticipantContext, view: PersonView) -> Question:
    question = {q.id: q for q in view.questions}.get(context.request.path_params["question"])
    if question is None:
        raise HttpError(404, "There is no such question in this survey.", "The link may have been cut short.")
    return question


def _neighbours(view: PersonView, question: Question) -> tuple[Question | None, Question | None]:
    place = view.questions.index(question)
    return view.questions[place - 1] if place else None, next(iter(view.questions[place + 1 :]), None)


def _question_page(
    context: ParticipantContext, view: PersonView, question: Question, values: FormValues, status: int = 200
) -> Reply:
    before, after = _neighbours(view, question)
    return context.page(
        "question_page.html",
        status,
        card=html.question_card(view.questionnaire, view.questions, view.assessment.variant, question),
        shared=html.SHARED_CONTEXT,
        values=replace(values, rule=view.questionnaire.rule, caution=_WRITING_CAUTION[view.assessment.privacy]),
        is_first=before is None,
        is_last=after is None,
        **progress(context, view, question),
    )


def _conflict_page(
    context: ParticipantContext, view: PersonView, question: Question, typed: FormValues, stored: StoredAnswer
) -> Reply:
    """Return the form as typed, with the answer another window stored meanwhile; saving again replaces that one."""
    other = describe_answer(view.questionnaire, stored.answer)
    fault = f"This was answered in another window meanwhile: {other}. Save again to put what you see here in its place."
    return _question_page(context, view, question, replace(typed, base_revision=stored.revision, fault=fault), 409)
