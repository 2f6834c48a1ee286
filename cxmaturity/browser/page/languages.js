// Sets the language of texts of a questionnaire that is in another language than the app, so that screen readers
// pronounce them.

const UNMARKED = '[class*="st-key-lang-"]:not([lang])'
const LANGUAGE = /st-key-lang-([\w-]+?)-of-/

export function markLanguages() {
  const mark = () => {
    for (const part of document.querySelectorAll(UNMARKED)) part.lang = part.className.match(LANGUAGE)?.[1] ?? ''
  }
  new MutationObserver(mark).observe(document.body, { subtree: true, childList: true })
  mark()
}
