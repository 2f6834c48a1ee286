"""The few things about the look that the theme file cannot say: levels as cards, how pages print, calm when asked."""

import streamlit as st

from cxmaturity.charts.palette import ACCENT, STAGES

# Drawn here: an icon by name would be fetched from another host.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    + "".join(
        f'<rect x="{1 + 6 * i}" y="{25 - 5 * i}" width="5" height="{6 + 5 * i}" rx="1" fill="{colour}"/>'
        for i, colour in enumerate(STAGES)
    )
    + "</svg>"
)

_STYLE = """
<style>
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation: none !important; transition: none !important }
  [data-testid="stExpander"] details { height: auto !important } /* a script would let it grow slowly */
}
.stPlotlyChart :is(.xtick, .ytick, .angularaxistick, .radialaxis) text, .stPlotlyChart .legendtext,
:is(.st-key-trend, .st-key-slope) .textpoint text {
  fill: currentColor !important;
}
.cx-stages {
  display: flex; flex-wrap: wrap; gap: 0.25rem; list-style: none;
  margin: 0.25rem 0 0.5rem !important; padding: 0 !important;
}
.cx-stages li {
  flex: 1 1 7rem; margin: 0 !important; padding: 0.5rem 0.75rem; border-radius: 0.375rem;
  border: 1px solid color-mix(in srgb, currentColor 22%, transparent);
}
.cx-stages li[aria-current] { font-weight: 700; outline: 3px solid ACCENT; outline-offset: 1px }
/* Small texts in the accent colour would be too faint on the dark page, and a date's parts too small to hit. */
:is([data-variant="segmented_control"], [data-variant="pills"])[data-selected="true"] p {
  color: light-dark(#0B5C8A, #8CCBF0);
}
[role="spinbutton"] { display: inline-block; min-width: 24px; min-height: 24px; text-align: center }
@media (min-width: 48rem) { .st-key-rungs { min-height: 3.5rem } } /* it comes a moment after what is below */
[class*="st-key-numbers-"] [data-testid="stMarkdownContainer"] {
  display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); margin: 0;
}
[class*="st-key-numbers-"] p {
  padding: 0.75rem 1rem; border: 1px solid color-mix(in srgb, currentColor 22%, transparent); border-radius: 0.5rem;
  margin: 0; line-height: 1.4;
}
[class*="st-key-numbers-"] strong { font-size: 1.75rem; font-weight: 400; line-height: 1.5; white-space: nowrap }
.cx-table { overflow-x: auto; white-space: pre-line }
.cx-table table { border-collapse: collapse; min-width: 100%; font-size: 0.875rem }
.cx-table :is(th, td) {
  padding: 0.375rem 0.75rem 0.375rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 22%, transparent);
}
.cx-heat :is(th, td) { padding-left: 0.5rem; vertical-align: middle }
.cx-heat td[style], .cx-heat td:has(> a[aria-label]) { padding: 0; text-align: center }
.cx-heat td > a { display: block; min-width: 3rem; padding: 0.625rem 0.5rem; text-align: center }
.cx-heat td[colspan] > a { text-align: left }
.cx-heat td > a:focus-visible { outline: 3px solid currentColor; outline-offset: -4px }
.cx-heat td > a:not([style]) { color: inherit }
.cx-heat th[scope="row"] { min-width: 7.5rem; max-width: 14rem }
.cx-heat th small { font-weight: 400 }
@media (max-width: 40rem) { .cx-heat th[scope="row"] { max-width: 9rem } }
[class*="st-key-open-"] button, [class*="st-key-unknown-"] button { text-align: left }
@page { margin: 10mm } /* any more would cut the charts, which are as wide as on the screen */
@media print {
  header, [class*="st-key-screen-only"], [class*="st-key-why-"], [class*="st-key-table-"]:has(details:not([open])) {
    display: none !important }
  .cx-print-only { display: block !important }
  /* Paper is white, also for those who read in the dark; only the stages and the charts keep colours of their own. */
  :root, body, .stApp, .stMain { background: #FFF !important }
  .stApp *:not(.cx-stages *, .cx-heat td[style], .cx-heat td[style] *, svg *) {
    color: #0B1820 !important; background-color: transparent !important
  }
  .stPlotlyChart svg { color: #0B1820 }
  .cx-stages li, .cx-heat td { print-color-adjust: exact }
  .stApp, .stMain, .stAppViewContainer {
    position: static !important; overflow: visible !important; height: auto !important
  }
  .stPlotlyChart, .cx-table tr, [class*="st-key-card"], [class*="st-key-section-"], p { break-inside: avoid }
  h2, h3, h4 { break-after: avoid }
}
</style>
""".replace("ACCENT", ACCENT)


def apply_styles() -> None:
    """Put the shared style on the page."""
    st.html(_STYLE)
