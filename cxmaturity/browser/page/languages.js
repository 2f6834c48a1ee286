// Sets the language of texts of a questionnaire that is in another language than the app, so that screen readers
// pronounce them.
// In a block of names, such as a chart's, only drawn words and the labels of what opens bear it.

const BLOCK = '[class*="st-key-lang-"]'
const NAMES = '[class*="-of-names-"]'
const UNMARKED = `${BLOCK}:not(${NAMES}, [lang]), ${BLOCK}${NAMES} :is(svg, summary):not([lang])`
const LANGUAGE = /st-key-lang-([\w-]+?)-of-/

export function markLanguages() {
  const mark = () => {
    for (const part of document.querySelectorAll(UNMARKED)) {
      part.setAttribute('lang', part.closest(BLOCK).className.match(LANGUAGE)[1])
    }
  }
  new MutationObserver(mark).observe(document.body, { subtree: true, childList: true })
  mark()
}
