// Sets the language of what the page shows of a questionnaire in another language than the app, so that screen readers
// pronounce it. The page names the texts (ui/shared/frame/language.py); a text that stands alone gets the language on
// its element, one within a sentence or a label gets an element of its own. Charts draw a text in several lines.

const NAMED = '.cx-languages'
const LEFT_ALONE = 'script, style, textarea, select, code, [contenteditable], .cx-keys'

const whole = (text) => new RegExp(text.trim().split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+')).source

// Returns a pattern that matches the longest of the texts, as whole words, in a group.
function patternOf(texts) {
  const sources = [...texts].sort((one, other) => other.length - one.length).map(whole)
  return new RegExp(`(?<![\\p{L}\\p{N}])(${sources.join('|')})(?![\\p{L}\\p{N}])`, 'u')
}

// Returns a function that forgets the texts, for a page that quotes others or none.
export function markLanguages() {
  let named = ''
  let patterns = []  // [language, pattern]
  const parts = new WeakMap()  // by text of the page that was cut: the nodes put behind it
  const marked = new WeakSet()  // elements whose language was set here

  function mark(text) {
    const holder = text.parentElement
    if (!holder || !text.data.trim() || holder.closest(LEFT_ALONE)) return
    for (const [language, pattern] of patterns) {
      if (holder.closest('[lang]').getAttribute('lang') === language) continue
      const drawn = holder.closest('svg text')
      const words = drawn ? [...drawn.querySelectorAll('tspan')].map((line) => line.textContent).join(' ') || text.data : text.data
      const split = words.split(pattern)  // by turns words of the app and a text of the questionnaire
      if (split.length === 1) continue
      const isAlone = split.length === 3 && !split[0].trim() && !split[2].trim() && holder.childNodes.length === 1
      if (drawn || isAlone) {
        const bearer = drawn ?? holder
        bearer.setAttribute('lang', language)
        marked.add(bearer)
        return
      }
      const nodes = split.map((words, place) => place % 2
        ? Object.assign(document.createElement('span'), { lang: language, textContent: words })
        : document.createTextNode(words))
      text.data = split[0]
      text.after(...nodes.slice(1))
      parts.set(text, nodes.slice(1))
      return
    }
  }
  // The page has changed or removed a text, or what an element holds.
  function forget(text, holder) {
    for (const part of parts.get(text) ?? []) part.remove()
    parts.delete(text)
    if (marked.delete(holder)) holder.removeAttribute('lang')
  }
  function markAll(root) {
    if (root.nodeType === Node.TEXT_NODE) return mark(root)
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const texts = []
    while (walk.nextNode()) texts.push(walk.currentNode)
    texts.forEach(mark)
  }
  function takeNames() {  // there are none for a moment while the page is drawn again: those from before still count
    const texts = document.querySelector(NAMED)?.dataset.texts ?? named
    if (texts === named) return false
    named = texts
    patterns = Object.entries(JSON.parse(texts)).map(([language, each]) => [language, patternOf(each)])
    return true
  }
  const observer = new MutationObserver((changes) => {
    for (const { type, target, removedNodes, addedNodes } of changes) {
      const holder = type === 'characterData' ? target.parentElement : target
      const isChanged = type === 'characterData' || marked.has(holder)
      for (const text of [target, ...removedNodes]) if (text === target || !text.isConnected) forget(text, holder)
      if (patterns.length) for (const node of isChanged ? [target] : addedNodes) if (node.isConnected) markAll(node)
    }
    if (takeNames()) markAll(document.body)
    observer.takeRecords()  // of what was done here
  })
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  if (takeNames()) markAll(document.body)
  observer.takeRecords()
  return () => { named = ''; patterns = [] }
}
