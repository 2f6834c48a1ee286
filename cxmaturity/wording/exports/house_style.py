"""Texts about the organisation's template and logo."""

from collections.abc import Mapping

from cxmaturity.wording.report.templates import MAX_LOGO_BYTES, MAX_TEMPLATE_BYTES

HOUSE_STYLE = "Your own template and logo"
HOUSE_STYLE_HELP = (
    "Decks then take the layouts, fonts and colours of your template, and reports carry your logo on the first page: "
    "those of every team, from now on."
)
NAMES: Mapping[str, str] = {"template": "template", "logo": "logo"}
MAX_MB: Mapping[str, int] = {"template": MAX_TEMPLATE_BYTES // 1_000_000, "logo": MAX_LOGO_BYTES >> 20}
_CHOICES = {
    "template": "Template of the deck (.pptx or .potx, with a layout that has a title)",
    "logo": "Logo of the report (PNG or JPEG)",
}


def choose(kind: str) -> str:
    """Return the name of the field for a file."""
    return _CHOICES[kind]


def in_use(name: str) -> str:
    """Return the message that the organisation's file is in use."""
    return f"Your own {name} is in use."


def kept(name: str) -> str:
    """Return the message that a file was stored."""
    return f"Your {name} is in use from now on."


def remove(name: str) -> str:
    """Return the name of the button that removes a file."""
    return f"Remove your {name}"


def removed(name: str) -> str:
    """Return the message that a file was removed."""
    return f"Your {name} is removed. Ours is used again." if name == "template" else f"Your {name} is removed."
