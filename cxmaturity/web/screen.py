"""The projected screen: it follows the console, shows what the whole room may see, and leads to nothing else."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.responses import Response

from cxmaturity.questionnaire import Question
from cxmaturity.scoring.result import pulse
from cxmaturity.services import deciding, plans, room_wording, workshops
from cxmaturity.services.assessments import Work
from cxmaturity.services.machine import is_itself
from cxmaturity.services.workshops import Room
from cxmaturity.sheet import rendering
from cxmaturity.store.engine import Database
from cxmaturity.store.records import StoredResponse
from cxmaturity.web import drawing
from cxmaturity.web.light import Asked, page
from cxmaturity.web.room import chosen
from cxmaturity.web.seeing import seen
from cxmaturity.web.visit import token_in

_FEWEST_SPOKES = 3
_HERE = "http://localhost"
_HOST = re.compile(
    r"([\w.-]{1,200}|\[[\da-f:.]{2,45}\])(:\d{1,5})?", re.ASCII | re.IGNORECASE
)  # what a square code holds
Addresses = Callable[[], Sequence[str]]


class Screen:
    """What the screens of workshops show. `addresses` tells what leads to the app, from other machines first."""

    def __init__(self, database: Callable[[], Database], addresses: Addresses) -> None:
        self._database, self._addresses = database, addresses

    def show(self, asked: Asked) -> Response:
        """Show the whole page."""
        room = self._room(asked)
        data = {"now": datetime.now(UTC).isoformat(), "number": room.number}
        return page(asked, "screen.html", data=json.dumps(data), **self._shown(asked, room))

    def part(self, asked: Asked) -> Response:
        """Return what stands on it now, for its script."""
        return page(asked, "screen_part.html", **self._shown(asked, self._room(asked)))

    def _room(self, asked: Asked) -> Room:
        return workshops.by_screen(self._database(), token_in(asked, "token"))

    def _shown(self, asked: Asked, of: Room) -> dict[str, Any]:
        state, code = of.state, workshops.shown_code(of.code)
        base = self._base(asked)
        link = f"{base}{asked.root}/{quote(of.assessment.invitation or '', safe='')}"
        given = {
            "of": of,
            "phase": state.phase,
            "code": code,
            "typed": f"{urlsplit(base).netloc}{asked.root}",
            "is_open": of.assessment.is_open,
            "out_of_reach": is_itself(urlsplit(base).hostname),
        }
        if state.phase == "lobby":
            return given | {"square": drawing.square(link)}
        if state.phase in ("vote", "reveal"):
            return given | self._question(of)
        if state.phase == "dots":
            return given | {"steps": deciding.candidates(self._database(), of.assessment.id)}
        if state.phase in ("steps", "closed"):
            return given | self._end(of)
        return given

    def _base(self, asked: Asked) -> str:
        """Return what leads to the app from other machines: as this browser came, unless it is on this very machine."""
        own = f"{'https' if asked.is_secure else 'http'}://{asked.host}" if _HOST.fullmatch(asked.host) else _HERE
        return next(iter(self._addresses()), own) if is_itself(urlsplit(own).hostname) else own

    def _question(self, of: Room) -> dict[str, Any]:
        question = of.questionnaire.by_id[str(of.state.question)]
        at = Work(of.assessment, of.questionnaire, StoredResponse("", of.assessment.id, 0, {}), {})
        place = {"place": of.order.index(question.id) + 1, "count": len(of.order)}
        name = room_wording.round_name(of.state.round)
        shown = {"card": rendering.card(at, question), "round": of.state.round, "round_name": name, **place}
        return shown | ({"saw": self._saw(of, question)} if of.state.phase == "reveal" else {})

    def _saw(self, of: Room, question: Question) -> Any:
        revealed = workshops.revealed(self._database(), of.assessment.id, question.id)
        agreed = deciding.agreed(self._database(), of.assessment.id).get(question.id)
        return seen(of.questionnaire, question, of.assessment.variant, revealed, agreed)

    def _end(self, of: Room) -> dict[str, Any]:
        database, row = self._database(), of.assessment
        steps = chosen(deciding.candidates(database, row.id))
        taken = plans.taken(database, row.team_id)
        marked = [(step, (step.question.id, step.level) in taken) for step in steps]
        return {"steps": marked, "end": result_of(deciding.result_so_far(database, row.id))}


@dataclass(frozen=True, slots=True)
class End:
    """What a workshop came to: the `title` and a sentence about it; a dimension's levels as text and as a picture."""

    title: str
    meaning: str
    levels: Sequence[tuple[str, str, str]]
    picture: str


def result_of(at: Work) -> End:
    """Return what a workshop came to so far."""
    top, model = at.questionnaire.top, at.questionnaire
    if at.assessment.scope == "pulse":
        short = pulse(model, at.response)
        title = "Pulse" if short.index is None else f"Pulse: {short.index:.0f} of 100"
        rows = [
            (
                q.prompt_in(at.assessment.variant),
                "–" if level is None else f"{level}",
                model.stage(level).name if level else "",
            )
            for q in at.questions
            for level in [at.response.level_of(q.id)]
        ]
        return End(title, "The levels of the questions you voted on.", rows, "")
    result = at.outcome().result
    stage = result.overall.stage
    asked = {model.dimension_of[q.id].id for q in at.questions}
    known = [(d.name, result.dimensions[d.id]) for d in model.dimensions if d.id in asked]
    title = model.stage(stage).name if stage else "No overall stage yet"
    meaning = model.stage(stage).meaning if stage else "Too little was rated for that."
    picture = drawing.radar([(name, m.level) for name, m in known], top) if len(known) >= _FEWEST_SPOKES else ""
    levels = [
        (n, "–" if m.level is None else f"{m.level:.1f}", model.stage(m.stage).name if m.stage else "")
        for n, m in known
    ]
    return End(f"Stage {stage}: {title}" if stage else title, meaning, levels, picture)
