"""Texts to send or print: invitation and reminder of a survey, and the card with the way to join a workshop."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from cxmaturity.records import Assessment
from cxmaturity.wording.language.dates import format_day, format_weekday
from cxmaturity.wording.surveys.participation import greeting, open_until
from cxmaturity.wording.surveys.privacy import treatment

WHICH_ADDRESS = (
    "This computer is in several networks. Choose the address in the network that phones are in too: that of the Wi-Fi."
)
ADDRESS_CHOSEN = "Links and codes begin with the address you chose."
KEEP_RUNNING = "People can answer while this app runs and this computer is in the network: leave both on until the end."


def not_reachable(command: str) -> str:
    """Return the warning that links open on this machine only; `command` starts the app for the network."""
    return (
        "Started this way, the app can be reached from this machine only. Before you invite people, stop it and start "
        f"it with: {command}. Then the link opens on every phone and computer in your network."
    )


def links_renewed(people: int) -> str:
    """Return what making new personal links came to, for this many people who have not begun."""
    return "The new personal links are shown." if people else "Everybody who was invited has begun by now."


def _title(assessment: Assessment) -> str:
    return f"{assessment.team_name} · {assessment.label}"


def invitation_subject(assessment: Assessment) -> str:
    """Return the subject of the message that invites to a survey."""
    return f"Please take part: {_title(assessment)}"


def invitation_text(assessment: Assessment, link: str, length: str, name: str = "") -> str:
    """Return the message that invites to a survey; `length` is the text of `reading_time.answering_time`."""
    until = open_until(assessment.deadline)
    lines = [
        f"{greeting(name) if name else 'Hello'},",
        "",
        f"please take part in “{_title(assessment)}”: {length}. {treatment(assessment.privacy)}.",
        "",
        link,
        "",
        "Each answer is saved as you give it; you can stop and come back by the same link.",
        *([until] if until else []),
        "",
        "Thank you.",
    ]
    return "\n".join(lines)


def reminder_subject(assessment: Assessment) -> str:
    """Return the subject of the message that reminds of a survey."""
    return f"A reminder: {_title(assessment)}"


def reminder_text(assessment: Assessment, link: str, length: str, name: str = "") -> str:
    """Return the message that reminds of a survey; in an anonymous one it goes to all, as nobody knows who answered."""
    until = open_until(assessment.deadline)
    open_still, long = f"“{_title(assessment)}” is still open", f"It is {length}"
    if assessment.privacy == "anonymous":
        about = (
            f"{open_still}. This goes to everybody, because nobody knows who has answered. If you have, thank you. If "
            f"not, it is {length}:"
        )
    elif name:
        about = f"{open_still}, and your answers are missing. {long}:"
    else:
        about = f"{open_still}, and your answers are missing. {long}. If you have a link of your own, use that one:"
    hello = f"{greeting(name) if name else 'Hello'},"
    lines = [hello, "", about, "", link, "", *([until, ""] if until else []), "Thank you."]
    return "\n".join(lines)


def reminder_for(waiting: Sequence[str] | None) -> str:
    """Return to whom a reminder goes; `waiting` is None when it is unknown who has answered."""
    if waiting is None:
        return "For everybody you invited: who has answered is not known."
    return f"For those who have not answered: {', '.join(waiting)}." if waiting else "Everyone has answered."


def mail_address(subject: str, text: str) -> str:
    """Return the mailto: URL of a message without a recipient."""
    return f"mailto:?subject={quote(subject)}&body={quote(text)}"


def qr_meaning(link: str) -> str:
    """Return the text alternative of a link's QR code."""
    return f"QR code that opens {link}"


DEADLINE_HELP = "At the end of that day the survey closes by itself. Everyone who is invited is told."
RHYTHM_LABELS: dict[int | None, str] = {
    None: "Never",
    1: "Every month",
    3: "Every three months",
    6: "Every six months",
    12: "Every year",
}
RHYTHM_HELP = "Once this round is closed, Home says when the next one is due. You begin it with one click."
SHARE_LABEL = "Show the result to those who took part"
SHARE_HELP = (
    "Once it is closed, they find it at the link they answered by: what the group may see, nothing of one person."
)


NO_DEADLINE = "It stays open until you close it."
SHARED = "Those who took part can see the result once the survey is closed."
NOT_SHARED = "The result is not shown to those who took part."


def repeats(months: int | None) -> str:
    """Return how often a survey is repeated."""
    return "It is not repeated." if months is None else f"It is repeated: {RHYTHM_LABELS[months].lower()}."


def closes_by_itself(day: date) -> str:
    """Return when a survey closes by itself."""
    return f"It closes by itself at the end of {format_weekday(day)}."


def next_round_due(due: date, today: date) -> str:
    """Return when the next round of a survey is due."""
    if due < today:
        return f"The next round was due on {format_day(due)}."
    return "The next round is due today." if due == today else f"The next round is due on {format_day(due)}."


def next_round_begun(assessment: Assessment) -> str:
    """Return the message that the next round has started, with the same people and links."""
    return f"The next round is open. The links of {assessment.label} lead to it."


SAME_AGAIN = "The same people, links and choices. Links that you have sent already lead to the new round."


def join_card_title(assessment: Assessment) -> str:
    """Return the heading of the card by which people join a workshop."""
    return _title(assessment)


def join_card_texts(address: str, has_wifi: bool) -> tuple[str, str]:
    """Return the texts above the QR code and above the join code of a card; `address` is where to type the code."""
    first = "2. Scan this with your phone" if has_wifi else "Scan this with your phone"
    return first, f"or open {address.partition('://')[2] or address} and enter the code"


def wifi_line(name: str, password: str) -> str:
    """Return the Wi-Fi's name and password as a line, empty without a name."""
    if not name:
        return ""
    return f"Wi-Fi: {name} · Password: {password}" if password else f"Wi-Fi: {name}"


WIFI_HELP = (
    "Shown on the screen in the lobby and on the join card, so that phones get into the network. Leave it empty if all "
    "are in."
)
WIFI_SAVED = "The Wi-Fi is saved for the lobby and the card."
JOIN_CARD_FILE = "join card"
"""What the file with the join card is, at the end of its name."""
