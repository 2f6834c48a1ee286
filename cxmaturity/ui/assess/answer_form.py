"""The answer sheet on a Streamlit page. Answers go past Streamlit, straight to where they are stored."""

from functools import cache
from pathlib import Path

import streamlit as st

from cxmaturity.answer_form import html, protocol
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared import server_address

# Streamlit calls the default function at every run of the page; the sheet lives as long as its questions are the same.
_BRIDGE = """
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.cx-sheet')
  if (root.cxLive) root.cxLive.update(data)
  else {
    root.innerHTML = data.html
    root.cxLive = open(root, data, () => setTriggerValue('review', true))
    const warm = () => data.files.forEach((href) => {  // the charts' code, so that the result does not wait for it
      const found = { rel: 'modulepreload', href, fetchPriority: 'low' }
      document.head.append(Object.assign(document.createElement('link'), found))
    })
    ;(window.requestIdleCallback ?? setTimeout)(warm)
  }
  return () => {
    root.cxLive?.close()
    root.cxLive = null
  }
}
"""

_component = st.components.v2.component(
    "cx_sheet",
    html='<div class="cx-sheet"></div>',
    css=html.STYLE,
    js=html.SCRIPT + _BRIDGE,
    isolate_styles=False,
)


def answer_form(at: AssessmentView, last: AssessmentView | None, place: str, view: str) -> bool:
    """Show the questions from `place` on, in the view 'question' or 'dimension'; True when the person is through."""
    shown = _component(
        key=f"sheet-{at.assessment.id}",
        data={
            "shelf": at.assessment.id,
            "save": f"{server_address.base_path()}/answers/{at.assessment.id}",
            "html": html.answer_form_html(at),
            "place": place,
            "view": view,
            "last": html.previous_levels(last),
            "files": _chart_files(),
            **protocol.answers_json(at),
        },
        on_review_change=lambda: None,
    )
    return bool(shown.review)


@cache
def _chart_files() -> list[str]:
    """Return the addresses of the files Streamlit loads for a plotly chart; none when their names have changed."""
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    return [f"/static/js/{file.name}" for file in sorted(folder.glob("*[Pp]lotly*.js"))]
