"""The presentation: the projected screen, which follows the console and shows what everyone may see."""

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
from cxmaturity.scoring.result import score_pulse
from cxmaturity.services import plans
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.network import is_local_address
from cxmaturity.services.workshops import decisions, facilitation, join_codes
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import PageRequest, render_page
from cxmaturity.web.participant.context import address_token
from cxmaturity.web.workshop import svg
from cxmaturity.web.workshop.reveal_view import RevealView, reveal_view
from cxmaturity.wording import workshops
from cxmaturity.wording.invitations import wifi_line
from cxmaturity.wording.language.numbers import format_index, format_level
from cxmaturity.wording.result import stages
from cxmaturity.workshops.dots import chosen_steps

_MIN_RADAR_AXES = 3
_LOCALHOST = "http://localhost"
_HOST = re.compile(
    r"([\w.-]{1,200}|\[[\da-f:.]{2,45}\])(:\d{1,5})?", re.ASCII | re.IGNORECASE
)  # what a square code holds
Addresses = Callable[[], Sequence[str]]


class PresentationPages:
    """The presentations of all workshops. `addresses` returns what leads to the app, from other machines first."""

    def __init__(self, database: Callable[[], Database], addresses: Addresses) -> None:
        self._database, self._addresses = database, addresses

    def show(self, request: PageRequest) -> Response:
        """Return the whole page."""
        workshop = self._workshop(request)
        data = {"now": datetime.now(UTC).isoformat()}
        return render_page(request, "screen.html", data=json.dumps(data), **self._context(request, workshop))

    def part(self, request: PageRequest) -> Response:
        """Return the part for the current phase alone, for the script of the page."""
        return render_page(request, "screen_part.html", **self._context(request, self._workshop(request)))

    def _workshop(self, request: PageRequest) -> WorkshopView:
        return facilitation.workshop_by_screen(self._database(), address_token(request, "token"))

    def _context(self, request: PageRequest, workshop: WorkshopView) -> dict[str, Any]:
        """Return what the template of the current phase shows."""
        phase = workshop.state.phase
        base = self._base_address(request)
        context = {
            "workshop": workshop,
            "phase": phase,
            "code": join_codes.format_code(workshop.code),
            "typed": f"{urlsplit(base).netloc}{request.root}",
            "is_open": workshop.assessment.is_open,
            "out_of_reach": is_local_address(urlsplit(base).hostname),
        }
        if phase == "lobby":
            link = f"{base}{request.root}/{quote(workshop.assessment.invitation or '', safe='')}"
            return context | {"square": svg.qr_code(link), "wifi": wifi_line(*workshop.wifi)}
        if phase in ("vote", "reveal"):
            return context | self._question(workshop)
        if phase == "dots":
            steps = decisions.step_candidates(self._database(), workshop.assessment.id, workshop.version)
            return context | {"steps": steps, "notice": workshops.dots_notice(workshop.assessment.privacy)}
        if phase in ("steps", "closed"):
            return context | self._end(workshop)
        return context

    def _base_address(self, request: PageRequest) -> str:
        """Return what leads to the app from other machines: as this browser came, unless it is on this very machine."""
        scheme = "https" if request.is_secure else "http"
        as_requested = f"{scheme}://{request.host}" if _HOST.fullmatch(request.host) else _LOCALHOST
        if not is_local_address(urlsplit(as_requested).hostname):
            return as_requested
        return next(iter(self._addresses()), as_requested)

    def _question(self, workshop: WorkshopView) -> dict[str, Any]:
        question = workshop.questionnaire.by_id[str(workshop.state.question)]
        variant = workshop.assessment.variant
        context = {
            "card": html.question_card(workshop.questionnaire, workshop.questions, variant, question),
            "round": workshop.state.round,
            "round_name": workshops.round_name(workshop.state.round),
            "place": workshop.order.index(question.id) + 1,
            "count": len(workshop.order),
        }
        return context | ({"saw": self._reveal(workshop, question)} if workshop.state.phase == "reveal" else {})

    def _reveal(self, workshop: WorkshopView, question: Question) -> RevealView:
        rounds = facilitation.round_results(self._database(), workshop.assessment.id, question.id)
        agreed = decisions.agreed_levels(self._database(), workshop.assessment.id).get(question.id)
        return reveal_view(workshop.questionnaire, question, workshop.assessment.variant, rounds, agreed)

    def _end(self, workshop: WorkshopView) -> dict[str, Any]:
        database, assessment = self._database(), workshop.assessment
        # After the end the agreed levels may still change without a new version of the workshop.
        version = workshop.version if workshop.state.phase == "steps" else None
        steps = chosen_steps(decisions.step_candidates(database, assessment.id, version))
        planned = plans.open_actions(database, assessment.team_id)
        marked = [(step, (step.question.id, step.level) in planned) for step in steps]
        return {"steps": marked, "end": workshop_outcome(decisions.result_so_far(database, assessment.id))}


@dataclass(frozen=True, slots=True)
class WorkshopOutcome:
    """The result of a workshop: a title and a sentence; `levels` as (name, level, stage) texts; the radar as SVG."""

    title: str
    meaning: str
    levels: Sequence[tuple[str, str, str]]
    picture: str


def workshop_outcome(view: AssessmentView) -> WorkshopOutcome:
    """Return the result of a workshop so far; `picture` is empty where fewer than three dimensions were asked."""
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
    outcome = view.outcome()
    result, stage = outcome.result, outcome.result.overall.stage
    asked = {model.dimension_of[q.id].id for q in view.questions}
    known = [(d.name, result.dimensions[d.id]) for d in model.dimensions if d.id in asked]
    meaning = model.stage(stage).meaning if stage else "Too little was rated for that."
    by_the_rule = [sentence] if stage and (sentence := stages.stage_by_the_rule(outcome)) else []
    picture = svg.radar_svg([(name, m.level) for name, m in known], scale_max) if len(known) >= _MIN_RADAR_AXES else ""
    levels = [
        (n, format_level(m.level), model.stage(m.stage).name + stages.held_back(m) if m.stage else "") for n, m in known
    ]
    return WorkshopOutcome(stages.stage_headline(outcome), " ".join([*by_the_rule, meaning]), levels, picture)
