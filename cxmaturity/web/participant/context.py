"""One request to the pages of a survey or a workshop: which survey, who asks, and what their page is made of."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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

REVIEW = "review"
_TOKEN = re.compile(r"[\w-]{1,40}", re.ASCII)


def address_token(request: PageRequest, name: str = "invitation") -> str:
    """Return the token of an invitation or a screen in the address, empty where it can be none."""
    found = request.path_params[name]
    return found if _TOKEN.fullmatch(found) else ""


@dataclass(frozen=True, slots=True)
class ParticipantContext:
    """A request to a survey. `code` is the private code of the browser; `at` the person's own work once they began.

    `last` are the levels they gave last time, by question id, where answers are linked over time.
    """

    request: PageRequest
    survey: Survey
    code: str | None
    view: PersonView | None
    previous: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_workshop(self) -> bool:
        """Whether it is one that a room answers together."""
        return self.survey.assessment.mode == "workshop"

    def page(self, template: str, status: int = 200, **shown: Any) -> Response:
        """Return the page of that template, made for this person; a browser without a code is given one."""
        code = self.code or codes.new_code()
        row = self.survey.assessment
        given = {"survey": row, "questionnaire": self.survey.questionnaire, "token": identity.form_token(code)}
        reply = render_page(self.request, template, status, **given, **shown)
        if self.code is None:
            identity.set_code_cookie(reply, self.request, code)
        return reply

    def redirect_to(self, place: Question | str | None = None) -> RedirectResponse:
        """Send the browser on: to a question, to the review, or to where the survey begins."""
        return RedirectResponse(self.address(place), 303)

    def address(self, place: Question | str | None = None) -> str:
        """Return the address of a question, of the review, or of where the survey begins."""
        named = place.id if isinstance(place, Question) else place
        return f"{self.request.home}/{quote(named, safe='')}" if named else self.request.home


def progress(visit: ParticipantContext, view: PersonView, here: Question | None = None) -> dict[str, Any]:
    """Return what the progress page shows, and what answer_form.js needs to go on from there."""
    own = protocol.answers_json(view)
    answers = {name: said if here and name == here.id else _chosen(said) for name, said in own["answers"].items()}
    code = visit.code or ""
    data = {
        "storage_key": f"{view.assessment.id}:{identity.storage_key(code)}",
        "save": visit.request.home,
        "token": identity.form_token(code),
        "ids": [q.id for q in view.questions],
        "question": here.id if here else None,
        "view": "question",
        "previous_levels": {here.id: visit.previous[here.id]} if here and here.id in visit.previous else {},
        "answers": answers,
        "revision": own["revision"],
    }
    answered = len(view.questions) - len(view.open_questions)
    return {"answered": answered, "count": len(view.questions), "data": json.dumps(data, ensure_ascii=False)}


def _chosen(said: dict[str, Any]) -> dict[str, Any]:
    """Return of another question's answer only whether it is one: its texts would weigh on every page."""
    return {name: said[name] for name in ("level", "not_applicable", "dont_know") if name in said}
