"""One request to the pages of a survey or a workshop: which survey, who asks, and what their page is made of."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from cxmaturity.questionnaire import Question
from cxmaturity.services import surveys
from cxmaturity.services.assessments import Work
from cxmaturity.services.surveys import Survey
from cxmaturity.sheet import exchange
from cxmaturity.web import person
from cxmaturity.web.light import Asked, page

REVIEW = "review"
_TOKEN = re.compile(r"[\w-]{1,40}", re.ASCII)


def token_in(asked: Asked, name: str = "invitation") -> str:
    """Return the token of an invitation or a screen in the address, empty where it can be none."""
    found = asked.named[name]
    return found if _TOKEN.fullmatch(found) else ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to a survey. `code` is the private code of the browser; `at` the person's own work once they began.

    `last` are the levels they gave last time, by question id, where answers are linked over time.
    """

    asked: Asked
    survey: Survey
    code: str | None
    at: Work | None
    last: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_workshop(self) -> bool:
        """Whether it is one that a room answers together."""
        return self.survey.assessment.mode == "workshop"

    def page(self, template: str, status: int = 200, **shown: Any) -> Response:
        """Return the page of that template, made for this person; a browser without a code is given one."""
        code = self.code or surveys.new_code()
        row = self.survey.assessment
        given = {"survey": row, "questionnaire": self.survey.questionnaire, "token": person.token(code)}
        reply = page(self.asked, template, status, **given, **shown)
        if self.code is None:
            person.remember(reply, self.asked, code)
        return reply

    def to(self, place: Question | str | None = None) -> RedirectResponse:
        """Send the browser on: to a question, to the review, or to where the survey begins."""
        return RedirectResponse(self.address(place), 303)

    def address(self, place: Question | str | None = None) -> str:
        """Return the address of a question, of the review, or of where the survey begins."""
        named = place.id if isinstance(place, Question) else place
        return f"{self.asked.home}/{quote(named, safe='')}" if named else self.asked.home


def progress(visit: Visit, at: Work, here: Question | None = None) -> dict[str, Any]:
    """Return what progress.html shows, and what sheet.js needs to go on from there."""
    own = exchange.standing(at)
    answers = {name: said if here and name == here.id else _chosen(said) for name, said in own["answers"].items()}
    code = visit.code or ""
    data = {
        "shelf": f"{at.assessment.id}:{person.shelf(code)}",
        "save": visit.asked.home,
        "token": person.token(code),
        "ids": [q.id for q in at.questions],
        "place": here.id if here else None,
        "view": "question",
        "last": {here.id: visit.last[here.id]} if here and here.id in visit.last else {},
        "answers": answers,
        "revision": own["revision"],
    }
    given = len(at.questions) - len(at.open_questions)
    return {"given": given, "count": len(at.questions), "data": json.dumps(data, ensure_ascii=False)}


def _chosen(said: dict[str, Any]) -> dict[str, Any]:
    """Return of another question's answer only whether it is one: its texts would weigh on every page."""
    return {name: said[name] for name in ("level", "not_applicable", "dont_know") if name in said}
