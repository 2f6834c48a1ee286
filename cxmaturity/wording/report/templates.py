"""Errors of the organisation's template for the deck and logo for the report, each as (message, fix)."""

MAX_TEMPLATE_BYTES = 50_000_000
"""The largest accepted template in bytes; unpacked it may be four times as large."""

MAX_LOGO_BYTES = 2 << 20
"""The largest accepted logo in bytes."""

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


def unreadable_template(file: str, reason: str) -> tuple[str, str]:
    """Return the message that the stored template cannot be opened, with the system's reason."""
    return f"The template {file} cannot be opened: {reason}.", "Let this user read it, or take it away."


def cannot_be_kept(file: str, reason: str) -> tuple[str, str]:
    """Return the message that the organisation's file cannot be stored, with the system's reason."""
    return f"{file} cannot be written: {reason}.", "Let the user that runs the app write there, and try again."
