// Preloads the large code of the charts, and requests the rest of a page with charts only after the browser has shown
// its beginning.

const AGAIN = 3000  // milliseconds after which the rest of a page is requested again

export function preloadCharts(files, fetchPriority) {
  for (const href of files)
    if (!document.querySelector(`link[href="${href}"]`))
      document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href, fetchPriority }))
}

// Calls `ask` once the browser has shown a page that holds its charts back: `show_first` in
// ui/shared/frame/page_frame.py.
export function askForRest(files, ask) {
  let asked = -AGAIN
  const look = () => {
    if (!document.querySelector('.cx-skeleton') || performance.now() - asked < AGAIN) return
    asked = performance.now()
    preloadCharts(files, 'high')
    setTimeout(() => requestAnimationFrame(ask))  // after the next paint
    setTimeout(look, AGAIN)
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true })
  look()
}
