"""The page of a closed round: its participants see the group's result, if the owner shares it.

In a survey that repeats, its address leads to the next round once that is open.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.responses import Response as Reply

from cxmaturity.scoring.result import score_pulse
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.surveys import codes, participation, schedule
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import HttpError
from cxmaturity.web.participant import identity
from cxmaturity.web.participant.context import ParticipantContext
from cxmaturity.web.workshop.phone_pages import PhonePages
from cxmaturity.wording.errors import SURVEY_CLOSED, WORKSHOP_ENDED
from cxmaturity.wording.questionnaire.answers import describe_answer
from cxmaturity.wording.result import groups, stages, ties
from cxmaturity.wording.result.pulse import pulse_headline
from cxmaturity.wording.surveys import participation as wording


class ClosedPages:
    """Handles every request to a closed round."""

    def __init__(self, database: Callable[[], Database], phone_pages: PhonePages) -> None:
        self._database, self._phone_pages = database, phone_pages

    def reply(self, context: ParticipantContext) -> Reply:
        """Return the closed round's page, or a redirect to the open next round.

        What a participant's form sends is not stored: the page says so. Scripts, and forms of a workshop, get HttpError
        410.
        """
        request, row = context.request, context.survey.assessment
        message, fix = WORKSHOP_ENDED if context.is_workshop else SURVEY_CLOSED
        is_sent = context.view is not None and request.form is not None and "code" not in request.form
        if request.wants_json or (context.is_workshop and is_sent):
            raise HttpError(410, message, fix)
        if context.is_workshop and context.view:
            return self._phone_pages.page(context, context.view.stored.id)
        typed = self._typed_code(context)
        later = None if context.is_workshop else schedule.open_round_after(self._database(), row)
        if later and context.view is None and request.form is None:
            query = f"?code={quote(typed)}" if typed else ""
            return RedirectResponse(f"{request.root}/{quote(later.invitation or '', safe='')}{query}", 303)
        fault = wording.SENT_TOO_LATE if is_sent else ""
        if typed and context.view is None:
            code = codes.normalise_code(typed)
            if code and participation.is_known(self._database(), context.survey, code):
                reply = context.redirect_to()
                identity.set_code_cookie(reply, request, code)
                return reply
            fault = wording.UNKNOWN_CODE_AFTER_CLOSING
        result = self._result(context)
        return context.page(
            "closed.html",
            200 if result and not is_sent else 410,
            title=message,
            message=wording.COUNTED_AND_SHARED if result else fix,
            view=context.view,
            code=context.code,
            result=result,
            fault=fault,
            later=f"{request.root}/{quote(later.invitation or '', safe='')}" if later else "",
        )

    def _typed_code(self, context: ParticipantContext) -> str:
        """Return the private code that was typed or, in open mode, is in a personal link; empty without one."""
        request = context.request
        typed = (request.form or {}).get("code", "").strip()
        if typed:
            identity.check_form(request)
        if request.form is not None:
            return typed
        return request.query.get("code", "") if context.survey.assessment.privacy == "open" else ""

    def _result(self, context: ParticipantContext) -> dict[str, Any] | None:
        """Return the group's result for people who took part; None where the owner does not share it."""
        if context.view is None or not context.survey.assessment.is_shared:
            return None
        return shared_result(views.load_view(self._database(), context.survey.assessment.id))


def shared_result(view: AssessmentView) -> dict[str, Any]:
    """Return the group's result for the page: only what the disclosure in the frozen result allows."""
    questionnaire, variant = view.questionnaire, view.assessment.variant
    outcome, group = view.outcome(), view.group
    is_pulse = view.assessment.scope == "pulse"
    pulse = pulse_headline(score_pulse(questionnaire, view.response).index) if is_pulse else ""
    shown = ties.dimension_levels(outcome.questionnaire, outcome.result)
    dimensions = [
        (
            d.name,
            shown[d.id],
            stages.dimension_stage(outcome, d.id, strict=False),
        )
        for d in questionnaire.dimensions
        if not is_pulse and (view.assessment.dimensions is None or d.id in view.assessment.dimensions)
    ]
    hidden = ""
    if group:
        hidden = (
            groups.suppressed_result(group)
            if group.disclosure.is_suppressed
            else groups.suppressed_questions(group) or ""
        )
    unanswered = groups.unanswered_word(view.assessment, group)
    return {
        "headline": pulse or stages.stage_headline(outcome),
        "who": groups.who_answered(group) if group else "",
        "hidden": hidden,
        "dimensions": dimensions,
        "questions": [
            (
                q.prompt_in(variant),
                describe_answer(questionnaire, view.response.answer(q.id), unanswered)
                + (f" · {groups.AGREED_LEVEL}" if group and q.id in group.agreed else ""),
            )
            for q in view.questions
        ],
    }
