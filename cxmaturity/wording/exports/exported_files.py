"""Texts about the files that leave the app."""

from collections.abc import Mapping

BUSY = ("Others are making files just now.", "Go back and try again in half a minute.")
UNKNOWN_FORMAT = ("There is no file of this kind.", "Go back to the result and choose one that stands there.")

DOWNLOAD, DOWNLOAD_HEADING = "Download", "Download and share"
WITH_PRIVATE_NOTES = "With my private notes of the workshop"
PRIVATE_NOTES_HELP = (
    "Deck, report, workbook, text and JSON then hold them. The portable file and published links never do."
)
COPY_AS_TEXT = "Copy the result, the steps and the plan as text (Markdown)"
CHARTS = "Charts as pictures (SVG, PNG)"
NO_CHARTS = "There is no chart to show yet."
FORMAT_NAMES: Mapping[str, str] = {
    "pptx": "Deck (PowerPoint)",
    "pdf": "Report (PDF)",
    "xlsx": "Workbook (Excel)",
    "cxm": "Portable file",
    "csv": "Answers (CSV)",
    "json": "Answers and result (JSON)",
    "md": "Text (Markdown)",
}
FORMAT_USES: Mapping[str, str] = {
    "pptx": "Slides for a board, to be edited; the charts hold their numbers.",
    "pdf": "For the record, with every reason and every question; the app can check that nothing was changed.",
    "xlsx": "Change an answer and see every number follow, by formulas.",
    "cxm": "Opens in another CX Maturity with the same result.",
    "csv": "One row a person, which Import reads again; of an anonymous group or a workshop one row for all.",
    "json": "For programs; the command line scores it again.",
    "md": "For a wiki or a chat.",
}


def picture_link(title: str, kind: str) -> str:
    """Return the name of the link to a chart as a picture."""
    return f"{title} as {kind.upper()}"
