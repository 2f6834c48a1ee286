"""Messages of errors that several modules raise, each as (message, fix), and fixes that they share."""

from cxmaturity.wording.language.numbers import grouped

_SEE_HOME = "Go to Home to see those that are here."
ASSESSMENT_REMOVED = ("This assessment was removed.", _SEE_HOME)
ASSESSMENT_DELETED = ("This assessment was removed for good.", _SEE_HOME)
SURVEY_REMOVED = ("This survey was removed.", _SEE_HOME)
TEAM_REMOVED = ("This team was removed.", _SEE_HOME)


def team_archived(name: str) -> str:
    """Return the message that a team was archived, so that nothing is started for it."""
    return f"The team {name} was archived."


def _nothing_at_link(kind: str, place: str) -> tuple[str, str]:
    return f"There is no {kind} at this link.", f"It may have been removed. All {kind}s are on {place}."


NO_ASSESSMENT = (
    "There is no assessment at this link.",
    "It may have been removed, or the link was cut short when it was copied. All assessments are on Home.",
)
NO_TEAM = _nothing_at_link("team", "the Teams page")
NO_SURVEY = _nothing_at_link("survey", "Home")
NO_WORKSHOP = _nothing_at_link("workshop", "Home")
NOTHING_TO_ANSWER = (
    "There is nothing to answer at this link.",
    "It may have been removed, or the link was cut short when it was copied. Ask whoever invited you for the link.",
)
NO_WORKSHOP_TO_JOIN = (NO_WORKSHOP[0], "Ask whoever invited you for the link.")
NO_PAGE = ("There is no page at this address.", "If you were invited, open your link again.")
NO_PAGE_FOR_OWNER = (NO_PAGE[0], "The link may have been cut short when it was copied. Home leads everywhere.")
GO_HOME = "Go to Home"
SIGNED_OUT = (
    "You are signed out.",
    "Open the link with your key in a second window of this browser: what waits here is then sent by itself.",
)
PHONE_REMOVED = ("This phone was removed from the workshop.", "Open its link once more.")

NOTHING_CHOSEN = ("Nothing is chosen yet.", "Choose one of the answers.")
NOTHING_TO_DO = "There is nothing in it to do yet."
SAVE_AGAIN = "Save again"
NOT_REACHED = (
    "The app was started anew, and a change made here has not reached it.",
    "Save it again, or reload the page to see what is stored.",
)
LOOK_AT_LIST = "Look at the list as it is now."
SURVEY_OPEN_AGAIN = ("This survey is open again.", "Close it first, then agree on levels.")
SURVEY_CLOSED = (
    "This survey is closed.",
    "What was answered before counts. Ask whoever invited you for the result.",
)
WORKSHOP_ENDED = "This workshop has ended.", "Ask whoever invited you for the result."
REOPEN_TO_CHANGE = "Reopen it on the result page to change answers."
CLOSED_IN_FUTURE = "A past round cannot have ended in the future.", "Choose another date."
CLOSED_TOO_EARLY = "A past round cannot have ended before the year 2000.", "Choose another date."
ONLY_GROUP_EXPORTED = "Only the group's answers can be exported."
OWN_WORKBOOK = (
    "This is the workbook of an assessment that CX Maturity exported.",
    "Import the portable file (.cxm) of the assessment.",
)
SPLIT_FILE = "Split it into several assessments."

UNREADABLE_REQUEST = "The page sent something that cannot be read."
NO_ANSWER_SENT = ("The page sent something that is no answer.", "Reload the page.")
NO_FORM_SENT = ("The page sent something that is no form.", "Open the page again.")
UNEXPECTED = "Something went wrong here."
SAVED_IS_SAVED = "What was marked as saved is saved."


DATABASE_FIX_FOR_PARTICIPANTS = f"{SAVED_IS_SAVED} Try again in a moment; if it stays so, tell whoever invited you."
"""What a participant may do when the database fails; the owner's pages say how to mend it."""


def unexpected_fix(reference: str) -> str:
    """Return what to do after an unexpected error, which the app's log has under this reference."""
    return f"{SAVED_IS_SAVED} Try again. If it stays so, the app's log says more under {reference}."


def unexpected_fix_for_participants(reference: str) -> str:
    """Return what a participant may do after an unexpected error, which the app's log has under this reference."""
    return f"{SAVED_IS_SAVED} Try again; if it stays so, tell whoever invited you this reference: {reference}."


def method_refused(method: str, allowed: str) -> tuple[str, str]:
    """Return that an address does not have this method, and which it has."""
    return f"{method} is not possible here.", f"Use one of these: {allowed}."


def faults_listed(shown: int, faults: int) -> str:
    """Return how many of the faults are listed, when the page does not list all."""
    return f"The first {shown} of {grouped(faults)} faults are listed here. Fix these first, then reload the page."
