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

    def show(self, asked: PageRequest) -> Response:
        """Show the whole page."""
        room = self._room(asked)
        data = {"now": datetime.now(UTC).isoformat(), "number": room.number}
        return render_page(asked, "screen.html", data=json.dumps(data), **self._shown(asked, room))

    def part(self, asked: PageRequest) -> Response:
        """Return what stands on it now, for its script."""
        return render_page(asked, "screen_part.html", **self._shown(asked, self._room(asked)))

    def _room(self, asked: PageRequest) -> WorkshopView:
        return facilitation.workshop_by_screen(self._database(), address_token(asked, "token"))

    def _shown(self, asked: PageRequest, of: WorkshopView) -> dict[str, Any]:
        state, code = of.state, setup.format_code(of.code)
        base = self._base(asked)
        link = f"{base}{asked.root}/{quote(of.assessment.invitation or '', safe='')}"
        given = {
            "of": of,
            "phase": state.phase,
            "code": code,
            "typed": f"{urlsplit(base).netloc}{asked.root}",
            "is_open": of.assessment.is_open,
            "out_of_reach": is_local_address(urlsplit(base).hostname),
        }
        if state.phase == "lobby":
            return given | {"square": svg.qr_code(link)}
        if state.phase in ("vote", "reveal"):
            return given | self._question(of)
        if state.phase == "dots":
            return given | {"steps": decisions.step_candidates(self._database(), of.assessment.id)}
        if state.phase in ("steps", "closed"):
            return given | self._end(of)
        return given

    def _base(self, asked: PageRequest) -> str:
        """Return what leads to the app from other machines: as this browser came, unless it is on this very machine."""
        own = f"{'https' if asked.is_secure else 'http'}://{asked.host}" if _HOST.fullmatch(asked.host) else _LOCALHOST
        return next(iter(self._addresses()), own) if is_local_address(urlsplit(own).hostname) else own

    def _question(self, of: WorkshopView) -> dict[str, Any]:
        question = of.questionnaire.by_id[str(of.state.question)]
        at = AssessmentView(of.assessment, of.questionnaire, StoredResponse("", of.assessment.id, 0, {}), {})
        place = {"place": of.order.index(question.id) + 1, "count": len(of.order)}
        name = workshops.round_name(of.state.round)
        shown = {"card": html.question_card(at, question), "round": of.state.round, "round_name": name, **place}
        return shown | ({"saw": self._saw(of, question)} if of.state.phase == "reveal" else {})

    def _saw(self, of: WorkshopView, question: Question) -> Any:
        revealed = facilitation.round_results(self._database(), of.assessment.id, question.id)
        agreed = decisions.agreed_levels(self._database(), of.assessment.id).get(question.id)
        return reveal_view(of.questionnaire, question, of.assessment.variant, revealed, agreed)

    def _end(self, of: WorkshopView) -> dict[str, Any]:
        database, row = self._database(), of.assessment
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


def workshop_outcome(at: AssessmentView) -> WorkshopOutcome:
    """Return what a workshop came to so far."""
    scale_max, model = at.questionnaire.scale_max, at.questionnaire
    if at.assessment.scope == "pulse":
        short = score_pulse(model, at.response)
        title = "Pulse" if short.index is None else f"Pulse: {format_index(short.index)} of 100"
        rows = [
            (
                q.prompt_in(at.assessment.variant),
                "–" if level is None else f"{level}",
                model.stage(level).name if level else "",
            )
            for q in at.questions
            for level in [at.response.level_of(q.id)]
        ]
        return WorkshopOutcome(title, "The levels of the questions you voted on.", rows, "")
    result = at.outcome().result
    stage = result.overall.stage
    asked = {model.dimension_of[q.id].id for q in at.questions}
    known = [(d.name, result.dimensions[d.id]) for d in model.dimensions if d.id in asked]
    title = model.stage(stage).name if stage else "No overall stage yet"
    meaning = model.stage(stage).meaning if stage else "Too little was rated for that."
    picture = svg.radar_svg([(name, m.level) for name, m in known], scale_max) if len(known) >= _MIN_RADAR_AXES else ""
    levels = [(n, format_level(m.level), model.stage(m.stage).name if m.stage else "") for n, m in known]
    return WorkshopOutcome(f"Stage {stage}: {title}" if stage else title, meaning, levels, picture)
