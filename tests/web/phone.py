"""A phone in a workshop, with and without scripts, for the tests of workshops."""

from collections.abc import Callable
from typing import Any

from httpx2 import Response

from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.web.participant import identity
from tests.web.participant import HOST, Guest, Page


class Phone(Guest):
    """A person in a workshop with their own browser."""

    def __init__(self, database: Callable[[], Database], workshop: WorkshopView) -> None:
        super().__init__(database)
        self.home = f"/join/{workshop.assessment.invitation}"

    def join(self, **fields: str) -> "Phone":
        """Join the workshop."""
        reply = self.send(self.home, {"do": "begin", **fields})
        assert (reply.status_code, reply.headers["location"]) == (303, self.home), reply.text
        return self

    def look(self) -> Page:
        """Return the page of the workshop."""
        return self.open(self.home)

    def form(self, choice: int | str, **fields: str) -> Response:
        """Vote with the form of the page."""
        shown = self.open(f"{self.home}?change=1").fields
        sent = {**shown, f"choice-{shown.get('question')}": str(choice), **fields}
        return self.browser.post(f"{self.home}/vote", data=sent)

    def script(self, question: object, round_: object, answer: object, **more: Any) -> Response:
        """Vote as the script of the page does."""
        content = {"question": question, "round": round_, "answer": answer, "token": self.proof, **more}
        return self.browser.post(f"{self.home}/vote", json=content, headers={"Origin": HOST})

    def part(self) -> Response:
        """Request the current part of the page, as the script does."""
        return self.browser.get(f"{self.home}/part")

    def state(self) -> dict[str, Any]:
        """Request the state of the workshop, as the script does when it polls."""
        reply = self.browser.get(f"{self.home}/live", headers={"Accept": "application/json"})
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    @property
    def code(self) -> str | None:
        """The private code in this phone's cookie of the workshop."""
        return self.code_for(self.home)

    @property
    def proof(self) -> str:
        """The form token of this phone's pages."""
        return identity.form_token(self.code or "")
