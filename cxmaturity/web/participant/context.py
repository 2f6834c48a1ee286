"""The context of a participant's request: which survey, which person, and what their pages need."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from cxmaturity.answer_form import protocol
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import codes
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.web.http import PageRequest, render_page
from cxmaturity.web.participant import identity
from cxmaturity.wording.surveys.privacy import anonymity_limit
from cxmaturity.wording.workshop.workshop_phone import SELF_PACED_TIMES

REVIEW = "review"
_TOKEN = re.compile(r"[\w-]{1,40}", re.ASCII)


def address_token(request: PageRequest, name: str = "invitation") -> str:
    """Return the token of an invitation or a screen in the path, empty if it cannot be one."""
    token = request.path_params[name]
    return token if _TOKEN.fullmatch(token) else ""


@dataclass(frozen=True, slots=True)
class ParticipantContext:
    """A request to a survey's pages, with the survey and the person.

    `code` is the private code in the browser's cookie and `view` the person's own answers; both are None at first.
    `previous` are the levels of the person's previous survey by question id, where answers are linked over time.
    """

    request: PageRequest
    survey: Survey
    code: str | None
    view: PersonView | None
    previous: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_workshop(self) -> bool:
        """Whether the request is to a workshop."""
        return self.survey.assessment.mode == "workshop"

    @property
    def personal_link(self) -> str:
        """The link that leads back to the person's answers; empty in anonymous mode, in which codes are typed."""
        if self.survey.assessment.privacy == "anonymous":
            return ""
        scheme = "https" if self.request.is_secure else "http"
        return f"{scheme}://{self.request.host}{self.address()}?code={self.code}"

    @property
    def storage_key(self) -> str:
        """The key that separates this person's answers from others' in the storage of a shared browser."""
        return f"{self.survey.assessment.id}:{identity.storage_key(self.code or '')}"

    def page(self, template: str, status: int = 200, **shown: Any) -> Response:
        """Return the page rendered from the template, with the form token of this browser.

        A browser without a code gets one, for this form only: a person who starts gets another code.
        """
        code = self.code or codes.new_code()
        row = self.survey.assessment
        common = {
            "survey": row,
            "questionnaire": self.survey.questionnaire,
            "token": identity.form_token(code),
            "link": self.personal_link,
            "limit": anonymity_limit(row.privacy),
        }
        reply = render_page(self.request, template, status, **common, **shown)
        if code != identity.cookie_code(self.request):
            identity.set_code_cookie(reply, self.request, code)
        return reply

    def redirect_to(self, place: Question | str | None = None) -> RedirectResponse:
        """Return a redirect to a question, to the review, or by default to the survey's first page."""
        return RedirectResponse(self.address(place), 303)

    def address(self, place: Question | str | None = None) -> str:
        """Return the path of a question, of the review, or by default of the survey's first page."""
        name = place.id if isinstance(place, Question) else place
        return f"{self.request.home}/{quote(name, safe='')}" if name else self.request.home


def progress(context: ParticipantContext, view: PersonView, current: Question | None = None) -> dict[str, Any]:
    """Return how many questions are answered, and the JSON that answer_form.js needs on the page of `current`."""
    stored = protocol.answers_json(view)
    answers = {
        name: answer if current and name == current.id else _without_texts(answer)
        for name, answer in stored["answers"].items()
    }
    code = context.code or ""
    data = {
        "storage_key": context.storage_key,
        "save": context.request.home,
        "token": identity.form_token(code),
        "ids": [q.id for q in view.questions],
        "question": current.id if current else None,
        "view": "question",
        "previous_levels": {current.id: context.previous[current.id]}
        if current and current.id in context.previous
        else {},
        "answers": answers,
        "revision": stored["revision"],
    }
    answered = len(view.questions) - len(view.open_questions)
    shown = {"answered": answered, "count": len(view.questions), "data": json.dumps(data, ensure_ascii=False)}
    if context.is_workshop:  # self_paced.js counts down by the server's clock
        clock = {"now": datetime.now(UTC).isoformat(), "texts": SELF_PACED_TIMES}
        shown["clock"] = json.dumps(clock, ensure_ascii=False)
    return shown


def _without_texts(answer: dict[str, Any]) -> dict[str, Any]:
    """Return only the choice of another question's answer; its note and evidence would make every page heavier."""
    return {name: answer[name] for name in ("level", "not_applicable", "dont_know") if name in answer}
