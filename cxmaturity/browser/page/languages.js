// What a questionnaire says in another language than the app's bears that language, so that screen readers read it aright.

const UNMARKED = '[class*="st-key-lang-"]:not([lang])'
const LANGUAGE = /st-key-lang-([\w-]+?)-of-/

export function markLanguages() {
  const mark = () => {
    for (const part of document.querySelectorAll(UNMARKED)) part.lang = part.className.match(LANGUAGE)?.[1] ?? ''
  }
  new MutationObserver(mark).observe(document.body, { subtree: true, childList: true })
  mark()
}
