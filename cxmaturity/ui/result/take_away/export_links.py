"""The downloads of a result: a link to the file of each format, which is made when it is requested."""

from html import escape
from urllib.parse import quote, urlencode

import streamlit as st

from cxmaturity.records import Assessment
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.exports.assessment_files import export_name
from cxmaturity.services.exports.formats import FORMATS, PICTURE_TYPES
from cxmaturity.services.workshops.private_notes import load_private_notes
from cxmaturity.ui.result.take_away.house_style import house_style
from cxmaturity.ui.result.take_away.publishing import publishing
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import server_address, session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.wording.exports import exported_files as words


def export_links(view: AssessmentView) -> None:
    """Show a link to the file of each format, the summary as text to copy, and the form that publishes a link."""
    with st.container(key="screen-only-take-away"):
        st.header(words.DOWNLOAD_HEADING, anchor=False)
        file_links(view.assessment, with_private_notes=_wants_private_notes(view.assessment))
        box = st.expander(words.COPY_AS_TEXT, key="copy-as-text", on_change="rerun", icon=":material/content_copy:")
        if box.open:
            with box, errors_shown_here():
                _summary(view.assessment)
        box = st.expander(words.CHARTS, key="charts", on_change="rerun", icon=":material/image:")
        if box.open:
            with box, errors_shown_here():
                _charts(view.assessment)
        house_style()
        if view.group is None or not view.group.disclosure.is_suppressed:
            publishing(view.assessment)


def _wants_private_notes(assessment: Assessment) -> bool:
    """Return whether the files shall contain the facilitator's notes; shows the question when a workshop has any."""
    if assessment.mode != "workshop":
        return False
    with errors_shown_here():
        has_notes = bool(load_private_notes(session.database(), assessment.id))
    key = keys.scoped("with-private-notes", assessment.id)
    return has_notes and st.checkbox(words.WITH_PRIVATE_NOTES, key=key, help=words.PRIVATE_NOTES_HELP)


def file_links(assessment: Assessment, *, with_private_notes: bool = False) -> None:
    """Show a link to the file of an assessment in each format."""
    items = "".join(
        f'<li><a href="{escape(_address(assessment, format, with_private_notes))}">'
        f"{escape(words.FORMAT_NAMES[format])}</a>"
        f" <small>{escape(words.FORMAT_USES[format])}</small></li>"
        for format in FORMATS
    )
    st.html(f'<ul class="cx-files">{items}</ul>')


def _address(assessment: Assessment, format: str, with_private_notes: bool) -> str:
    """Return the URL of an assessment's file in this format."""
    now = session.viewer_now()
    name = quote(export_name(assessment, format, now), safe="")
    zone = getattr(now.tzinfo, "key", "")  # empty for a mere offset: files then use the server's time zone
    asked = ({"zone": zone} if zone else {}) | ({"notes": "1"} if with_private_notes else {})
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{server_address.base_path()}/export/{quote(assessment.id, safe='')}/{name}{query}"


def _charts(assessment: Assessment) -> None:
    """Show links to each chart as a picture, once as SVG and once as PNG."""
    from cxmaturity.services.reports import report

    root = f"{server_address.base_path()}/export/{quote(assessment.id, safe='')}/charts"
    figures = list(report(session.database(), assessment.id, session.viewer_now()).figures)
    items = "".join(
        "<li>"
        + "".join(
            f'<a href="{root}/{quote(figure.key, safe="")}.{kind}">{escape(words.picture_link(figure.title, kind))}</a>'
            for kind in PICTURE_TYPES
        )
        + "</li>"
        for figure in figures
    )
    st.html(f'<ul class="cx-files">{items}</ul>' if figures else f"<p>{escape(words.NO_CHARTS)}</p>")


def _summary(assessment: Assessment) -> None:
    """Show the result, the steps and the plan as Markdown, with the button that copies it."""
    from cxmaturity.export.markdown import SUMMARY, markdown  # imported late: most visits make no report
    from cxmaturity.services.reports import report

    shown = report(session.database(), assessment.id, session.viewer_now())
    st.code(markdown(shown, SUMMARY), language=None, wrap_lines=True)
