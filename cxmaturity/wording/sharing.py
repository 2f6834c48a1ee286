"""What is said of published results and of data for other programs."""

from datetime import date

from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.plurals import counted

NO_LINK = ("There is no page at this address.", "Ask whoever sent you the link to look it up once more.")
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
    """Return that so many links are open already."""
    return f"{counted('link', most)} to this result are open already.", "Withdraw one that is not needed any more."


def days(count: int) -> str:
    """Return for how long a link is published."""
    return "1 year" if count == 365 else counted("day", count)


def link_line(published: date, until: date) -> str:
    """Return when a link was published and until when it shows the result."""
    return f"Published {format_day(published)}, shown until {format_day(until)}."


def withdraw(until: date, number: int) -> str:
    """Return the name of the button that withdraws a link, told apart from the others by its number."""
    return f"Withdraw link {number} (until {format_day(until)})"


def frozen_notice(published: date, until: date) -> str:
    """Return what a published page says of itself."""
    return (
        f"This page shows the result as it was on {format_day(published)}. It does not change, and it is here until "
        f"{format_day(until)}."
    )


HOW_IT_COMES = "How it comes about"
