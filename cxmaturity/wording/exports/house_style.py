"""Texts about the organisation's template for decks and logo for reports; errors are (message, fix)."""

from collections.abc import Mapping

MAX_TEMPLATE_BYTES = 50_000_000
"""The largest accepted template in bytes; unpacked it may be four times as large."""

MAX_LOGO_BYTES = 2 << 20
"""The largest accepted logo in bytes."""

HOUSE_STYLE = "Your own template and logo"
HOUSE_STYLE_HELP = (
    "Decks then take the layouts, fonts and colours of your template, and reports carry your logo on the first page: "
    "those of every team, from now on."
)
MAX_MB: Mapping[str, int] = {"template": MAX_TEMPLATE_BYTES // 1_000_000, "logo": MAX_LOGO_BYTES >> 20}
_CHOICES = {
    "template": "Template of the deck (.pptx or .potx, with a layout that has a title)",
    "logo": "Logo of the report (PNG or JPEG)",
}

UNUSABLE_LOGO = (
    "The logo is no picture that can be used.",
    f"Choose a PNG or JPEG file of at most {MAX_LOGO_BYTES >> 20} MB.",
)

NO_PRESENTATION = (
    "The template cannot be read as a PowerPoint file.",
    "Choose one that ends in .pptx or .potx, saved without a password.",
)
NO_TITLE_LAYOUT = (
    "The template has no layout with a title.",
    "Open it in PowerPoint, choose View, Slide Master, and add a layout with Title ticked.",
)
TOO_LARGE_TEMPLATE = (
    f"The template is larger than {MAX_TEMPLATE_BYTES // 1_000_000} MB.",
    "Take its pictures and films out, and try again.",
)
MACROS = ("The template holds macros.", "Save it as .pptx or .potx, without macros.")


def choose(kind: str) -> str:
    """Return the name of the field for a file."""
    return _CHOICES[kind]


def in_use(kind: str) -> str:
    """Return the message that the organisation's file is in use."""
    return f"Your own {kind} is in use."


def kept(kind: str) -> str:
    """Return the message that a file was stored."""
    return f"Your {kind} is in use from now on."


def remove(kind: str) -> str:
    """Return the name of the button that removes a file."""
    return f"Remove your {kind}"


def removed(kind: str) -> str:
    """Return the message that a file was removed."""
    return f"Your {kind} is removed. Ours is used again." if kind == "template" else f"Your {kind} is removed."


def unreadable_template(file: str, reason: str) -> tuple[str, str]:
    """Return the message that the stored template cannot be opened, with the system's reason."""
    return f"The template {file} cannot be opened: {reason}.", "Let this user read it, or take it away."


def cannot_be_kept(file: str, reason: str) -> tuple[str, str]:
    """Return the message that the organisation's file cannot be stored, with the system's reason."""
    return f"{file} cannot be written: {reason}.", "Let the user that runs the app write there, and try again."
