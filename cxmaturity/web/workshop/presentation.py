"""The projected screen: it follows the console, shows what the whole room may see, and leads to nothing else."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.responses import Response

from cxmaturity.answer_form import html
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import StoredResponse
from cxmaturity.scoring.result import score_pulse
from cxmaturity.services import plans
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.network import is_local_address
from cxmaturity.services.workshops import decisions, facilitation, setup
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.store.engine import Database
from cxmaturity.web.http import PageRequest, render_page
from cxmaturity.web.participant.context import address_token
from cxmaturity.web.workshop import svg
from cxmaturity.web.workshop.phone_pages import chosen_steps
from cxmaturity.web.workshop.reveal_view import reveal_view
from cxmaturity.wording import workshops
from cxmaturity.wording.numbers import format_index, format_level

_MIN_RADAR_AXES = 3
_LOCALHOST = "http://localhost"
_HOST = re.compile(
    r"([\w.-]{1,200}|\[[\da-f:.]{2,45}\])(:\d{1,5})?", re.ASCII | re.IGNORECASE
)  # what a square code holds
Addresses = Callable[[], Sequence[str]]


class PresentationPages:
    """What the screens of workshops show. `addresses` tells what leads to the app, from other machines first."""

    def __init__(self, database: Callable[[], Database], addresses: Addresses) -> None:
        self._database, self._addresses = database, addresses

    def show(self, request: PageRequest) -> Response:
        """Show the whole page."""
        room = self._room(request)
        data = {"now": datetime.now(UTC).isoformat(), "number": room.number}
        return render_page(request, "screen.html", data=json.dumps(data), **self._shown(request, room))

    def part(self, request: PageRequest) -> Response:
        """Return what stands on it now, for its script."""
        return render_page(request, "screen_part.html", **self._shown(request, self._room(request)))

    def _room(self, request: PageRequest) -> WorkshopView:
        return facilitation.workshop_by_screen(self._database(), address_token(request, "token"))

    def _shown(self, request: PageRequest, workshop: WorkshopView) -> dict[str, Any]:
        state, code = workshop.state, setup.format_code(workshop.code)
        base = self._base(request)
        link = f"{base}{request.root}/{quote(workshop.assessment.invitation or '', safe='')}"
        given = {
            "of": workshop,
            "phase": state.phase,
            "code": code,
            "typed": f"{urlsplit(base).netloc}{request.root}",
            "is_open": workshop.assessment.is_open,
            "out_of_reach": is_local_address(urlsplit(base).hostname),
        }
        if state.phase == "lobby":
            return given | {"square": svg.qr_code(link)}
        if state.phase in ("vote", "reveal"):
            return given | self._question(workshop)
        if state.phase == "dots":
            return given | {"steps": decisions.step_candidates(self._database(), workshop.assessment.id)}
        if state.phase in ("steps", "closed"):
            return given | self._end(workshop)
        return given

    def _base(self, request: PageRequest) -> str:
        """Return what leads to the app from other machines: as this browser came, unless it is on this very machine."""
        own = (
            f"{'https' if request.is_secure else 'http'}://{request.host}"
            if _HOST.fullmatch(request.host)
            else _LOCALHOST
        )
        return next(iter(self._addresses()), own) if is_local_address(urlsplit(own).hostname) else own

    def _question(self, workshop: WorkshopView) -> dict[str, Any]:
        question = workshop.questionnaire.by_id[str(workshop.state.question)]
        at = AssessmentView(
            workshop.assessment, workshop.questionnaire, StoredResponse("", workshop.assessment.id, 0, {}), {}
        )
        place = {"place": workshop.order.index(question.id) + 1, "count": len(workshop.order)}
        name = workshops.round_name(workshop.state.round)
        shown = {"card": html.question_card(at, question), "round": workshop.state.round, "round_name": name, **place}
        return shown | ({"saw": self._saw(workshop, question)} if workshop.state.phase == "reveal" else {})

    def _saw(self, workshop: WorkshopView, question: Question) -> Any:
        revealed = facilitation.round_results(self._database(), workshop.assessment.id, question.id)
        agreed = decisions.agreed_levels(self._database(), workshop.assessment.id).get(question.id)
        return reveal_view(workshop.questionnaire, question, workshop.assessment.variant, revealed, agreed)

    def _end(self, workshop: WorkshopView) -> dict[str, Any]:
        database, row = self._database(), workshop.assessment
        steps = chosen_steps(decisions.step_candidates(database, row.id))
        taken = plans.open_action_keys(database, row.team_id)
        marked = [(step, (step.question.id, step.level) in taken) for step in steps]
        return {"steps": marked, "end": workshop_outcome(decisions.result_so_far(database, row.id))}


@dataclass(frozen=True, slots=True)
class WorkshopOutcome:
    """What a workshop came to: the `title` and a sentence about it; a dimension's levels as text and as a picture."""

    title: str
    meaning: str
    levels: Sequence[tuple[str, str, str]]
    picture: str


def workshop_outcome(view: AssessmentView) -> WorkshopOutcome:
    """Return what a workshop came to so far."""
    scale_max, model = view.questionnaire.scale_max, view.questionnaire
    if view.assessment.scope == "pulse":
        short = score_pulse(model, view.response)
        title = "Pulse" if short.index is None else f"Pulse: {format_index(short.index)} of 100"
        rows = [
            (
                q.prompt_in(view.assessment.variant),
                "–" if level is None else f"{level}",
                model.stage(level).name if level else "",
            )
            for q in view.questions
            for level in [view.response.level_of(q.id)]
        ]
        return WorkshopOutcome(title, "The levels of the questions you voted on.", rows, "")
    result = view.outcome().result
    stage = result.overall.stage
    asked = {model.dimension_of[q.id].id for q in view.questions}
    known = [(d.name, result.dimensions[d.id]) for d in model.dimensions if d.id in asked]
    title = model.stage(stage).name if stage else "No overall stage yet"
    meaning = model.stage(stage).meaning if stage else "Too little was rated for that."
    picture = svg.radar_svg([(name, m.level) for name, m in known], scale_max) if len(known) >= _MIN_RADAR_AXES else ""
    levels = [(n, format_level(m.level), model.stage(m.stage).name if m.stage else "") for n, m in known]
    return WorkshopOutcome(f"Stage {stage}: {title}" if stage else title, meaning, levels, picture)
