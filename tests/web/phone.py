"""What the tests of workshops share: a phone in the room, with and without a script."""

from collections.abc import Callable
from typing import Any

from httpx2 import Response

from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.web.participant import identity
from tests.web.participant import HOST, Guest, Page


class Phone(Guest):
    """Somebody in a workshop, with a browser of their own."""

    def __init__(self, database: Callable[[], Database], of: WorkshopView) -> None:
        super().__init__(database)
        self.home = f"/join/{of.assessment.invitation}"

    def join(self, **fields: str) -> "Phone":
        """Come into the room."""
        reply = self.send(self.home, {"do": "begin", **fields})
        assert (reply.status_code, reply.headers["location"]) == (303, self.home), reply.text
        return self

    def look(self) -> Page:
        """Look at the page where the workshop stands."""
        return self.open(self.home)

    def form(self, choice: int | str, **fields: str) -> Response:
        """Vote by the form of the page."""
        shown = self.open(f"{self.home}?change=1").fields
        sent = {**shown, f"choice-{shown.get('question')}": str(choice), **fields}
        return self.browser.post(f"{self.home}/vote", data=sent)

    def script(self, question: object, round_: object, answer: object, **more: Any) -> Response:
        """Vote as the script of the page does."""
        content = {"question": question, "round": round_, "answer": answer, "token": self.proof, **more}
        return self.browser.post(f"{self.home}/vote", json=content, headers={"Origin": HOST})

    def part(self) -> Response:
        """Ask for the part that fits now, as the script does."""
        return self.browser.get(f"{self.home}/part")

    def state(self) -> dict[str, Any]:
        """Ask where the workshop stands, as the script does where events do not come through."""
        reply = self.browser.get(f"{self.home}/live", headers={"Accept": "application/json"})
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    @property
    def code(self) -> str | None:
        """The private code this phone keeps for the workshop."""
        return self.code_for(self.home)

    @property
    def proof(self) -> str:
        """The token that the pages of this phone carry."""
        return identity.form_token(self.code or "")
