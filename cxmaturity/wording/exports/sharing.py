"""Texts about published results and about data for other programs."""

from datetime import date

from cxmaturity.wording.errors import NO_PAGE
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.plurals import counted

NO_LINK = (NO_PAGE[0], "Ask whoever sent you the link to look it up once more.")
LINK_ENDED = ("This result is not shown any more.", "Ask whoever sent you the link for a new one.")
NOTHING_TO_PUBLISH = ("There is no result yet that may be shown.", "Publish it once there is one.")
UNKNOWN_DURATION = ("A link is published for 7, 30, 90 or 365 days.", "Choose one of these.")

PUBLISH = "Publish a read-only link"
PUBLISH_HELP = (
    "Whoever has the link sees the result as it is now, with the steps and the plan, without signing in: never what "
    "people wrote, and nothing that changes later."
)
FOR_HOW_LONG = "For how long?"
PUBLISH_NOW = "Publish"
PUBLISHED = "The link is published. Copy it below."
WITHDRAWN = "The link is withdrawn: it shows nothing any more."
EARLIER_KEY = (
    "This link was published under an earlier key of yours, so its address cannot be shown again. It still works."
)


def too_many_links(most: int) -> tuple[str, str]:
    """Return the message that no more than `most` links can be open, and what to do."""
    return f"{counted('link', most)} to this result are open already.", "Withdraw one that is not needed any more."


def take_result_home(*, has_code: bool) -> str:
    """Return how participants find the result later; `has_code` tells whether a QR code is shown beside the text."""
    if has_code:
        return "Take the result home with every file: scan the code, or open the link on your phone."
    return "Take the result home with every file: the link is on your phone."


def days(count: int) -> str:
    """Return for how long a link is published."""
    return "1 year" if count == 365 else counted("day", count)


def link_line(published: date, until: date) -> str:
    """Return when a link was published and until when it shows the result."""
    return f"Published {format_day(published)}, shown until {format_day(until)}."


def withdraw(until: date, number: int) -> str:
    """Return the name of the button that withdraws a link; the number makes it unique."""
    return f"Withdraw link {number} (until {format_day(until)})"


def frozen_notice(published: date, until: date) -> str:
    """Return the notice of a published page: that it is a copy, of which day, and until when it is shown."""
    return (
        f"This page shows the result as it was on {format_day(published)}. It does not change, and it is here until "
        f"{format_day(until)}. Both days are those of UTC."
    )


FILES_OF_LINK = "As a file:"
GIVE_TO_PARTICIPANTS = "Give everyone the result"
GIVE_HELP = (
    "A link to the result with all that belongs to it: every vote as far as the screen showed it, what people wrote "
    "(in an open workshop with their names), the plan, and every file. It stands as a QR code on the screen and as "
    "a link on the phones, for 30 days or until you withdraw it. Your private notes are not in it."
)
GIVE_NOW = "Show it to everyone now"
GIVEN = "The screen and the phones show the link to the result."
FOR_PARTICIPANTS = "For those who took part, with every file."
YOUR_RESULT = "The result, with every file"
ONLY_ENDED_WORKSHOPS = (
    "All that belongs to a result is given only to those of a workshop that has ended.",
    "Publish the result alone.",
)

HOW_IT_COMES = "How it comes about"

NO_TEAM = ("This team was removed.", "Look at the teams that are here.")
NO_TOKEN = ("There is no such token any more.", "Look at the tokens that are here.")
NO_ACCESS = (
    "This address asks for a token.",
    "Send one as Authorization: Bearer …. The owner makes it on the page Teams, or with cxmaturity token create.",
)
TOO_MANY_REQUESTS = ("Too many requests came with this token.", "Wait a minute and ask less often.")
BAD_PAGE = ("limit is a whole number from 1 to 200, offset one from 0.", "Change the address.")
NOTHING_HERE = ("There is nothing at this address.", "Look at the addresses: /api/v1/openapi.json.")

DATA_LINKS = "Data for other programs"
DATA_LINKS_HELP = (
    "A token lets a spreadsheet, a BI tool or a script read teams, results and plans as the pages show them, and "
    "change nothing. It works until you withdraw it."
)
TABLES_AS_WORKBOOK = "Every team's results as tables (Excel)"
EVERYTHING_PORTABLE = "Everything as a portable file"
TOKEN_NAME = "What is it for?"
TOKEN_TEAM = "Which data?"
ALL_TEAMS = "All teams"
CREATE_TOKEN = "Make a token"
TOKEN_ONCE = "The token is shown this once. Copy it now; only its fingerprint is stored."
TABLE_LINKS = (
    "Addresses of tables for spreadsheets. The token stands in them, so whoever has such an address can read the data, "
    "and it may stand in the histories and logs of programs on the way: keep it like a password."
)
TOKEN_MADE = "The token is made. Copy it now."
TOKEN_WITHDRAWN = "The token is withdrawn: it works no more."


def too_many_tokens(most: int) -> tuple[str, str]:
    """Return the message that no more than `most` tokens can exist, and what to do."""
    return f"{counted('token', most)} are there already.", "Withdraw one that is not needed any more."


def token_line(name: str, team: str | None, made: date, used: date | None) -> str:
    """Return a token's name, the data it can read, and when it was made and last used."""
    last = f"last used {format_day(used)}" if used else "not used yet"
    return f"{name}: {team or ALL_TEAMS}, made {format_day(made)}, {last}."


def withdraw_token(name: str) -> str:
    """Return the name of the button that withdraws a token."""
    return f"Withdraw the token “{name}”"
