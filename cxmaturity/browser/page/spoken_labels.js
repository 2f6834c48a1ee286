// Labels of widgets contain backslashes, which keep typed text from being read as Markdown. Streamlit removes them from
// the visible label, but not from the accessible name; this script removes them there too.

const ESCAPED = /\\([!-/:-@[-`{-~])/g

export function cleanSpokenLabels() {
  const clean = () => {
    for (const part of document.querySelectorAll('[aria-label*="\\\\"]')) {
      const spoken = part.ariaLabel.replace(ESCAPED, '$1')
      if (spoken !== part.ariaLabel) part.ariaLabel = spoken
    }
  }
  new MutationObserver(clean).observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-label'] })
  clean()
}
