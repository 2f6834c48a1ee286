// Labels of widgets carry backslashes, which keep typed text from being read as Markdown. Where it draws the label the
// framework takes them out, but screen readers are given it as it is: here they are taken out for them too.

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
