"""The page for typing a workshop's join code. Codes are short, so guessing is limited by the numbers below.

The limits slow down networks that guess, but do not affect a browser that opened the page and types its first code: see
page_visits.py.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from cxmaturity.errors import NotFound
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import HttpError, PageRequest, render_page
from cxmaturity.web.participant.page_visits import PageVisits
from cxmaturity.web.security.rate_limits import RateLimiter
from cxmaturity.wording.errors import NO_FORM_SENT

MAX_WRONG_PER_CLIENT = 40
"""How many wrong codes one network may enter within SECONDS; everybody in a room may share one network."""
MAX_WRONG_OVERALL = 240
"""How many wrong codes all networks together may enter until those with a wrong code must wait.

Together with the first codes of opened pages, that is one in 730 of the 887 million codes per day.
"""
SECONDS = 60.0

_MAX_TYPED_LENGTH = 40  # characters of a typed code that are shown again
_TRY_LATER = "Open this page again and type the code that is on the screen now. Or scan the QR code there."


def wrong_code_limiter() -> RateLimiter:
    """Return a new limiter of wrong codes."""
    return RateLimiter(MAX_WRONG_PER_CLIENT, MAX_WRONG_OVERALL, SECONDS)


class JoinCodePage:
    """The page with the field for the code."""

    def __init__(self, database: Callable[[], Database], limiter: RateLimiter) -> None:
        self._database = database
        self._limiter, self._visits = limiter, PageVisits()

    def show(self, request: PageRequest) -> Response:
        """Return the page with the empty field."""
        visit = self._visits.open(request.client_address)
        return render_page(request, "join_code.html", typed="", is_wrong=False, visit=visit)

    def enter(self, request: PageRequest) -> Response:
        """Redirect to the open workshop of the typed code; the reply to every wrong code is the same.

        Only wrong codes count towards the limits, after they were looked up.
        """
        if request.form is None:
            raise HttpError(415, *NO_FORM_SENT)
        is_first_try = self._visits.use(request.form.get("visit", ""))
        if not is_first_try and not self._limiter.allows(request.client_address):
            message = "Too many codes were tried that do not fit."
            return render_page(request, "join_code.html", 429, typed="", is_wrong=True, message=message, fix=_TRY_LATER)
        typed = request.form.get("code", "")
        code = join_codes.normalise_join_code(typed) or ""
        try:
            workshop = workshop_view.workshop_by_code(self._database(), code, datetime.now(UTC))
        except NotFound as error:
            self._limiter.record(request.client_address)
            shown = {"typed": typed[:_MAX_TYPED_LENGTH], "is_wrong": True, "message": error.message, "fix": error.fix}
            return render_page(request, "join_code.html", 404, **shown)
        return RedirectResponse(f"{request.root}/{quote(workshop.assessment.invitation or '', safe='')}", 303)
