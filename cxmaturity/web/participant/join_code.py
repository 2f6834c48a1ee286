"""Where one types a workshop's code. Codes are short, so nobody may try many: see the numbers below."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from cxmaturity.errors import NotFound
from cxmaturity.services.workshops import facilitation, setup
from cxmaturity.store.engine import Database
from cxmaturity.web.http import HttpError, PageRequest, render_page
from cxmaturity.web.rate_limits import RateLimiter

MAX_WRONG_PER_VISITOR = 40
"""How many wrong codes may come from one address within SECONDS: a whole room may come from one."""
MAX_WRONG_OVERALL = 240
"""How many from all together. Of 887 million codes that is one in 2,500 tried in a day."""
SECONDS = 60.0

_LONGEST = 40  # characters of what is typed that are shown again


def wrong_code_limiter() -> RateLimiter:
    """Return the limit on wrong codes, with nothing tried yet."""
    return RateLimiter(MAX_WRONG_PER_VISITOR, MAX_WRONG_OVERALL, SECONDS)


class JoinCodePage:
    """The page with the field for the code."""

    def __init__(self, database: Callable[[], Database], wrong: RateLimiter) -> None:
        self._database = database
        self._wrong = wrong

    def show(self, request: PageRequest) -> Response:
        """Show the field."""
        return render_page(request, "join_code.html", typed="", is_wrong=False)

    def enter(self, request: PageRequest) -> Response:
        """Lead whoever typed the code of an open workshop to it; everyone else is told the same."""
        if request.form is None or request.is_same_origin is False:
            raise HttpError(415, "The page sent something that is no form.", "Open the page again.")
        if not self._wrong.acquire(request.client_address):
            message = "Too many codes were tried that do not fit."
            return render_page(request, "join_code.html", 429, typed="", is_wrong=True, message=message, fix=_TRY_LATER)
        typed = request.form.get("code", "")
        try:
            found = facilitation.workshop_by_code(
                self._database(), setup.normalise_join_code(typed) or "", datetime.now(UTC)
            )
        except NotFound as error:
            shown = {"typed": typed[:_LONGEST], "is_wrong": True, "message": error.message, "fix": error.fix}
            return render_page(request, "join_code.html", 404, **shown)
        self._wrong.release(request.client_address)
        return RedirectResponse(f"{request.root}/{quote(found.assessment.invitation or '', safe='')}", 303)


_TRY_LATER = "Wait a minute, then type the code that is on the screen now. Or scan the square code there."
