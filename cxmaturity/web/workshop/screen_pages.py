"""The projected screen of a workshop: it follows the console and shows only what everybody may see."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from threading import Condition
from typing import Any
from urllib.parse import quote, urlsplit

from cachetools import LRUCache, cached
from starlette.responses import JSONResponse, Response

from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answer_form import html
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Question
from cxmaturity.services import plans
from cxmaturity.services.assessments.agreed_levels import load_agreed_levels
from cxmaturity.services.network import is_local_address
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.voting import polls, reveals, vote_reasons
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import NO_STORE, PageRequest, render_page
from cxmaturity.web.participant.context import address_token
from cxmaturity.web.participant.participant_cache import workshop_by_invitation
from cxmaturity.web.workshop import screen_figures
from cxmaturity.web.workshop.outcome_view import WorkshopOutcome, workshop_outcome
from cxmaturity.web.workshop.poll_view import poll_view
from cxmaturity.web.workshop.result_link import result_path
from cxmaturity.web.workshop.reveal_view import RevealView, reveal_view
from cxmaturity.wording.errors import UNREADABLE_REQUEST
from cxmaturity.wording.exports import sharing
from cxmaturity.wording.questionnaire.levels import level_name, level_number
from cxmaturity.wording.surveys.invitations import wifi_line
from cxmaturity.wording.workshop import votes
from cxmaturity.wording.workshop import workshop_screen as wording
from cxmaturity.wording.workshop.participant_texts import WHY
from cxmaturity.wording.workshop.workshop_console import phase_title
from cxmaturity.workshops.dots import StepCandidate, chosen_steps

_MAX_OUTCOMES_CACHED = 100
_TEXTS = {
    "welcome": wording.WELCOME,
    "not_reachable": wording.NOT_REACHABLE,
    "blank": wording.BLANK,
    "controls": wording.CONTROLS,
    "fullscreen": wording.FULLSCREEN,
    "blank_control": wording.BLANK_CONTROL,
    "large": wording.LARGE_TEXT,
    "theme": wording.THEME,
    "keys": wording.KEYS,
    "why": WHY,
}
_LOCALHOST = "http://localhost"
_HOST = re.compile(
    r"([\w.-]{1,200}|\[[\da-f:.]{2,45}\])(:\d{1,5})?", re.ASCII | re.IGNORECASE
)  # a host that fits in a QR code
Addresses = Callable[[], Sequence[str]]


class ScreenPages:
    """The projected screens of all workshops. `addresses` returns the app's addresses, best for others first."""

    def __init__(self, database: Callable[[], Database], addresses: Addresses) -> None:
        self._database, self._addresses = database, addresses
        # While the steps are shown, screens ask repeatedly, but only the plan changes.
        outcomes: LRUCache[Any, tuple[Sequence[StepCandidate], WorkshopOutcome]] = LRUCache(_MAX_OUTCOMES_CACHED)
        self._outcome = cached(outcomes, key=lambda *parts: parts, condition=Condition())(self._read_outcome)

    def show(self, request: PageRequest) -> Response:
        """Return the whole page."""
        workshop = self._workshop(request)
        data = {"now": datetime.now(UTC).isoformat(), "texts": wording.SCRIPT_TEXTS}
        context = self._context(request, workshop) | {"may_blank": "token" in request.path_params}
        return render_page(request, "screen/page.html", data=json.dumps(data), **context)

    def part(self, request: PageRequest) -> Response:
        """Return only the part for the current phase, for the script of the page."""
        return render_page(request, "screen/part.html", **self._context(request, self._workshop(request)))

    def blank(self, request: PageRequest) -> Response:
        """Blank the screen, or show it again, on request of its script; raises Refused."""
        is_blank = request.content.get("is_blank") if isinstance(request.content, dict) else None
        if not isinstance(is_blank, bool):
            raise Refused(UNREADABLE_REQUEST, "Reload the page.")
        assessment_id = self._workshop(request).assessment.id
        facilitation.set_switch(self._database(), assessment_id, "screen_blank", is_blank)
        return JSONResponse({"is_blank": is_blank}, headers=NO_STORE)

    def _workshop(self, request: PageRequest) -> WorkshopView:
        """Return the workshop of the screen's address, or of the invitation with which a participant follows it."""
        if "token" in request.path_params:
            return workshop_view.workshop_by_screen(self._database(), address_token(request, "token"))
        invited = workshop_by_invitation(self._database(), address_token(request))
        return workshop_view.load_workshop(self._database(), invited.assessment.id)

    def _context(self, request: PageRequest, workshop: WorkshopView) -> dict[str, Any]:
        """Return the values for the template of the current phase."""
        phase, assessment = workshop.state.phase, workshop.assessment
        base = self._base_address(request)
        link = f"{base}{request.root}/{quote(assessment.invitation or '', safe='')}"
        context = {
            "workshop": workshop,
            "phase": phase,
            "title": f"{phase_title(workshop.state)} · {assessment.team_name} · {assessment.label}",
            "texts": _TEXTS,
            "code": join_codes.format_code(workshop.code),
            "typed": f"{urlsplit(base).netloc}{request.root}",
            "square": screen_figures.qr_code(link),
            "wifi": wifi_line(*workshop.wifi),
            "is_open": assessment.is_open,
            "is_reachable": not is_local_address(urlsplit(base).hostname),
            "take_home_text": "",
        }
        if phase == "closed" and (path := result_path(self._database(), request, assessment.id)):
            code = screen_figures.qr_code(f"{base}{path}") if context["is_reachable"] else ""
            context |= {"take_home": code, "take_home_text": sharing.take_result_home(has_code=bool(code))}
        parts = self._parts(workshop)
        sentence = parts["saw"].spoken if "saw" in parts else parts["card"].prompt if "card" in parts else ""
        if "poll" in parts:
            sentence = parts["poll"].result or parts["poll"].prompt
        return context | parts | {"spoken": wording.spoken(workshop.state, sentence)}

    def _parts(self, workshop: WorkshopView) -> dict[str, Any]:
        """Return the values for the template of the current phase, except join code and counts."""
        phase = workshop.state.phase
        if phase in ("vote", "reveal"):
            return self._question(workshop)
        if phase == "dots":
            steps = dot_votes.step_candidates(self._database(), workshop.assessment.id, workshop.version)
            return {"steps": steps, "notice": votes.dots_notice(workshop.assessment.privacy)}
        if phase in ("warm_up", "warm_up_result"):
            results = polls.poll_results(self._database(), [workshop.assessment.id], "warm_up")
            return {"poll": poll_view(workshop.state, "warm_up", result=results.get(workshop.assessment.id))}
        if phase == "worth":
            return {"poll": poll_view(workshop.state, "worth")}
        return self._end(workshop) if phase in ("steps", "closed") else {}

    def _base_address(self, request: PageRequest) -> str:
        """Return the app's address for other machines: this browser's, unless it runs on this machine."""
        scheme = "https" if request.is_secure else "http"
        as_requested = f"{scheme}://{request.host}" if _HOST.fullmatch(request.host) else _LOCALHOST
        if not is_local_address(urlsplit(as_requested).hostname):
            return as_requested
        return next(iter(self._addresses()), as_requested)

    def _question(self, workshop: WorkshopView) -> dict[str, Any]:
        model, variant = workshop.questionnaire, workshop.assessment.variant
        question = model.by_id[str(workshop.state.question)]
        context = {
            "card": html.question_card(model, workshop.questions, variant, question),
            "levels": [
                (level_number(model, level), level_name(model, level), words)
                for level, words in enumerate(question.levels_in(variant), start=1)
            ],
            "vote_number": workshop.state.vote_number,
            "round_name": votes.round_name(workshop.state.vote_number),
            "place": workshop.order.index(question.id) + 1,
            "count": len(workshop.order),
        }
        return context | ({"saw": self._reveal(workshop, question)} if workshop.state.phase == "reveal" else {})

    def _reveal(self, workshop: WorkshopView, question: Question) -> RevealView:
        rounds = reveals.round_results(self._database(), workshop.assessment.id, question.id)
        agreed = load_agreed_levels(self._database(), workshop.assessment.id).get(question.id)
        lines = vote_reasons.reasons_on_screen(self._database(), workshop.assessment, workshop.state)
        return reveal_view(workshop.questionnaire, question, workshop.assessment.variant, rounds, agreed, lines)

    def _end(self, workshop: WorkshopView) -> dict[str, Any]:
        """Return the result and the first steps, chosen or in the plan, with owner and due date."""
        database, assessment = self._database(), workshop.assessment
        agreed = load_agreed_levels(database, assessment.id)
        candidates, outcome = self._outcome(assessment.id, workshop.version, tuple(sorted(agreed.items())))
        planned = plans.by_step(plans.open_actions(database, assessment.team_id))
        chosen = {step.key for step in chosen_steps(candidates)}
        steps = [
            (step.step.do, wording.step_status(step.step.effort, step.dots, action))
            for step in candidates
            for action in [planned.get(dot_votes.plan_key(step))]
            if action or step.key in chosen
        ]
        return {"steps": steps, "end": outcome}

    def _read_outcome(
        self, assessment_id: str, _version: int, _agreed: tuple[tuple[str, AgreedLevel], ...]
    ) -> tuple[Sequence[StepCandidate], WorkshopOutcome]:
        view = workshop_view.result_so_far(self._database(), assessment_id)
        return dot_votes.step_candidates(self._database(), assessment_id), workshop_outcome(view)
