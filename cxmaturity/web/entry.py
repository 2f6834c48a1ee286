"""Where one types a workshop's code. Codes are short, so nobody may try many: see the numbers below."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from cxmaturity.errors import NotFound
from cxmaturity.services import workshops
from cxmaturity.store.engine import Database
from cxmaturity.web.light import Asked, Declined, page
from cxmaturity.web.limits import Limit

WRONG_EACH = 40
"""How many wrong codes may come from one address within SECONDS: a whole room may come from one."""
WRONG_OVERALL = 240
"""How many from all together. Of 887 million codes that is one in 2,500 tried in a day."""
SECONDS = 60.0

_LONGEST = 40  # characters of what is typed that are shown again


def limit() -> Limit:
    """Return the limit on wrong codes, with nothing tried yet."""
    return Limit(WRONG_EACH, WRONG_OVERALL, SECONDS)


class Entry:
    """The page with the field for the code."""

    def __init__(self, database: Callable[[], Database], wrong: Limit) -> None:
        self._database = database
        self._wrong = wrong

    def show(self, asked: Asked) -> Response:
        """Show the field."""
        return page(asked, "entry.html", typed="", is_wrong=False)

    def enter(self, asked: Asked) -> Response:
        """Lead whoever typed the code of an open workshop to it; everyone else is told the same."""
        if asked.form is None or asked.is_ours is False:
            raise Declined(415, "The page sent something that is no form.", "Open the page again.")
        if not self._wrong.take(asked.visitor):
            what = "Too many codes were tried that do not fit."
            return page(asked, "entry.html", 429, typed="", is_wrong=True, what=what, mend=_LATER)
        typed = asked.form.get("code", "")
        try:
            found = workshops.by_code(self._database(), workshops.tidy_code(typed) or "", datetime.now(UTC))
        except NotFound as error:
            shown = {"typed": typed[:_LONGEST], "is_wrong": True, "what": error.what, "mend": error.mend}
            return page(asked, "entry.html", 404, **shown)
        self._wrong.give_back(asked.visitor)
        return RedirectResponse(f"{asked.root}/{quote(found.assessment.invitation or '', safe='')}", 303)


_LATER = "Wait a minute, then type the code that is on the screen now. Or scan the square code there."
