// Streamlit adds an entry to the window's history for another page's parameters, and one more for its path. The first is
// the page that was left, with the parameters of the other: Back led from Over time to the plan of a team that nobody had
// opened, and had to be used twice to get further. Here one act of a person adds one entry; what follows changes it.

export function addOneEntryAnAct() {
  let mayAdd = false  // not before an act: the page itself completes its address
  for (const act of ['pointerdown', 'click', 'keydown']) addEventListener(act, () => { mayAdd = true }, true)
  addEventListener('popstate', () => { mayAdd = false })
  const add = history.pushState.bind(history)
  history.pushState = (...entry) => {
    if (mayAdd) add(...entry)
    else history.replaceState(...entry)
    mayAdd = false
  }
}
