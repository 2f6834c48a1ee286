"""The pages of a survey's participants, one question each; self-paced workshops use them too.

The first page is in welcome_pages.py, the other phases of a workshop are in web/workshop/phone_pages.py.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.responses import Response as Reply
from starlette.routing import BaseRoute, Mount, Route, Router

from cxmaturity.answer_form import html, protocol
from cxmaturity.browser import assets
from cxmaturity.errors import Refused, TooLate
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import StoredAnswer
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import participation, schedule
from cxmaturity.services.workshops.people.phone_rosters import PAGE_SECONDS, ROSTERS
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import (
    Handler,
    HttpError,
    NotFoundEndpoint,
    PageEndpoint,
    PageRequest,
    json_reply,
    not_found,
    token_of_link,
)
from cxmaturity.web.participant import answer_fields, identity
from cxmaturity.web.participant.answer_fields import FormValues
from cxmaturity.web.participant.closed_pages import ClosedPages
from cxmaturity.web.participant.context import REVIEW, ParticipantContext, address_token, progress
from cxmaturity.web.participant.receipt_page import ReceiptPage
from cxmaturity.web.participant.welcome_pages import NOT_BEGUN, WelcomePages
from cxmaturity.web.workshop.routes import WorkshopRoutes
from cxmaturity.wording.errors import SAVED_IS_SAVED
from cxmaturity.wording.language.other_windows import form_conflict
from cxmaturity.wording.questionnaire.answers import describe_answer, few_answers_notice
from cxmaturity.wording.questionnaire.levels import key_sentence
from cxmaturity.wording.surveys.privacy import note_notice

_MOVED_ON = ("This part of the workshop is over.", f"{SAVED_IS_SAVED} Continue with the workshop.")


def join_routes(database: Callable[[], Database], workshops: WorkshopRoutes) -> list[BaseRoute]:
    """Return the routes under /join of surveys and workshops.

    `database` returns the database or raises DatabaseUnavailable.
    """
    survey, first = SurveyPages(database, workshops), WelcomePages(database, workshops.phone_pages)
    receipt = ReceiptPage(database, workshops.phone_pages)
    pages = [
        Route("/files/{name}", PageEndpoint(_serve_asset)),
        *workshops.routes(),
        Route("/team/{team}/{invitation}", PageEndpoint(first.remembered)),
        Route(
            "/{invitation}",
            PageEndpoint(survey.with_link_cleaned(survey.for_anyone(first.show)), survey.for_anyone(first.begin)),
        ),
        Route("/{invitation}/", PageEndpoint(survey.redirect_to_link)),
        Route("/{invitation}/receipt", PageEndpoint(survey.at_any_time(receipt.show))),
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
    below.path_regex = re.compile(r"^/join/(?P<path>.*)\Z", re.DOTALL)  # also matches paths with a line break
    return [below, Route("/join", PageEndpoint(workshops.join_code.show, workshops.join_code.enter, root="/join"))]


def _serve_asset(request: PageRequest) -> Reply:
    asset = assets.asset(request.path_params["name"], request.takes_gzip)
    return Reply(asset[0], headers=asset[1]) if asset else not_found(request)


class SurveyPages:
    """Handlers of a survey's pages. Each gets the context of its request; after the start, also the answers."""

    def __init__(self, database: Callable[[], Database], workshops: WorkshopRoutes) -> None:
        self._database = database
        self._phone_pages, self._participants = workshops.phone_pages, workshops.participants
        self._closed = ClosedPages(database, workshops.phone_pages)

    # Access

    def with_link_cleaned(self, handle: Handler) -> Handler:
        """Return a handler that redirects a link to whose end a mail or a sentence has added something."""
        return lambda request: handle(request) if address_token(request) else self.redirect_to_link(request)

    def redirect_to_link(self, request: PageRequest) -> Reply:
        """Redirect to the link without what was added to its end; raises NotFound when there is no such link."""
        invitation = token_of_link(request.path_params["invitation"])
        participation.survey_by_invitation(self._database(), invitation)
        query = f"?{urlencode(request.query)}" if request.query else ""
        return RedirectResponse(f"{request.root}/{invitation}{query}", 303)

    def for_anyone(self, handle: Callable[[ParticipantContext], Reply]) -> Handler:
        """Return a handler for everybody with the link of an open survey; `ClosedPages` handles closed ones."""
        return self.at_any_time(
            lambda context: handle(context) if context.survey.assessment.is_open else self._closed.reply(context)
        )

    def at_any_time(self, handle: Callable[[ParticipantContext], Reply]) -> Handler:
        """Return a handler for everybody with the link; it first closes a survey whose deadline has passed."""

        def handler(request: PageRequest) -> Reply:
            context, now = self._context(request), datetime.now(UTC)
            if context.survey.assessment.is_overdue(now):
                schedule.close_overdue(self._database(), now)
                context = self._context(request)
            return handle(context)

        return handler

    def for_participant(self, handle: Callable[[ParticipantContext, PersonView], Reply]) -> Handler:
        """Return a handler for people who have started; everybody else is redirected to the first page."""

        def handler(context: ParticipantContext) -> Reply:
            if context.view is not None:
                return self._redirect_to_workshop(context, context.view) or handle(context, context.view)
            if context.request.wants_json:
                raise HttpError(403, *NOT_BEGUN)
            if context.request.form is not None:
                identity.check_form(context.request)
            return context.redirect_to()

        return self.for_anyone(handler)

    def _redirect_to_workshop(self, context: ParticipantContext, view: PersonView) -> Reply | None:
        """Return a redirect to the workshop's page unless the workshop is self-paced at the moment."""
        if not context.is_workshop:
            return None
        is_opened = not context.request.wants_json and context.request.form is None
        if is_opened:
            ROSTERS.visit(view.assessment.id, view.stored.id, PAGE_SECONDS)
        if self._phone_pages.phase(view.assessment.id) == "self_paced":
            return None
        if not is_opened:
            raise HttpError(410, *_MOVED_ON)
        return context.redirect_to()

    def _context(self, request: PageRequest) -> ParticipantContext:
        database, code = self._database(), identity.cookie_code(request)
        survey = participation.survey_by_invitation(database, address_token(request))
        if code is None and request.form is None and request.content is None:
            old_code = identity.old_cookie_code(request)
            code = old_code if old_code and participation.is_known(database, survey, old_code) else None
        view = participation.find_participation(database, survey, code) if code else None
        if view and code and not self._participants.may_open(survey, code):
            code = view = None
        has_previous = code and view and survey.assessment.is_linked_by_code and not request.wants_json
        previous = participation.previous_levels(database, survey, str(code)) if has_previous else {}
        return ParticipantContext(request, survey, code, view, previous)

    # One question

    def question(self, context: ParticipantContext, view: PersonView) -> Reply:
        """Return the page of one question with its stored answer."""
        question = _requested_question(context, view)
        answer = view.response.answer(question.id)
        return _question_page(context, view, question, answer_fields.stored_values(answer, view.stored.revision))

    def answer(self, context: ParticipantContext, view: PersonView) -> Reply:
        """Store an answer sent as JSON or by a form; after a form, redirect to the next page or show the fault."""
        now, database = datetime.now(UTC), self._database()
        if context.request.wants_json:
            identity.check_script(context.request)
            row, name, content = view.assessment, context.request.path_params["question"], context.request.content
            return json_reply(lambda: protocol.save_posted_answer(database, row.id, name, content, now, view.stored.id))
        identity.check_form(context.request)
        form = context.request.form or {}
        question = _requested_question(context, view)
        typed = answer_fields.typed_values(form, question)
        is_cleared = form.get("go") == "clear"
        if is_cleared:
            typed = replace(typed, choice="", not_applicable="")
        try:
            answer = answer_fields.answer_from_values(typed, question)
            if answer != view.response.answer(question.id):
                result = answering.save_answer(database, view, question.id, answer, typed.base_revision, now)
                if not result.is_accepted:
                    return _conflict_page(context, view, question, typed, result.stored)
        except TooLate:
            raise
        except Refused as error:
            return _question_page(
                context, view, question, replace(typed, fault=f"{error.message} {error.fix}".strip()), 422
            )
        if is_cleared:
            return context.redirect_to(question)
        before, after = _neighbours(view, question)
        return context.redirect_to(before or question if form.get("go") == "back" else after or REVIEW)

    # The end

    def review(self, context: ParticipantContext, view: PersonView, caution: str = "") -> Reply:
        """Return the page with the open questions, those answered "don't know", and all answers.

        With a `caution` it asks whether to submit nevertheless.
        """
        words = {q.id: describe_answer(view.questionnaire, view.response.answer(q.id)) for q in view.questions}
        place = {q.id: number for number, q in enumerate(view.questions, start=1)}
        shown = progress(context, view) | {
            "words": words,
            "place": place,
            "unknown": view.response.unknown_questions(view.questions),
        }
        return context.page("review.html", view=view, caution=caution, **shown)

    def submit(self, context: ParticipantContext, view: PersonView) -> Reply:
        """Mark the person's answers as submitted and redirect to the page of thanks; with few answers, ask first."""
        identity.check_form(context.request)
        count = len(view.questions)
        caution = few_answers_notice(count - len(view.open_questions), count)
        if caution and not view.stored.finished_at and (context.request.form or {}).get("do") != "all_the_same":
            return self.review(context, view, caution)
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
        shared=html.shared_context(view.questionnaire),
        keys=key_sentence(view.questionnaire),
        values=replace(values, caution=note_notice(view.assessment)),
        is_first=before is None,
        is_last=after is None,
        **progress(context, view, question),
    )


def _conflict_page(
    context: ParticipantContext, view: PersonView, question: Question, typed: FormValues, stored: StoredAnswer
) -> Reply:
    """Return the form as typed, beside the answer that another window stored since; saving again replaces that one."""
    other = describe_answer(view.questionnaire, stored.answer)
    fault = form_conflict("This answer", other, "Save again")
    return _question_page(context, view, question, replace(typed, base_revision=stored.revision, fault=fault), 409)
