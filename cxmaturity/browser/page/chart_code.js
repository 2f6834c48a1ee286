// The code of the charts, which is long: fetched before it is needed, and asked for only once what comes before is shown.

const AGAIN = 3000  // milliseconds after which the rest of a page is asked for again, where none came

export function preloadCharts(files, fetchPriority) {
  for (const href of files)
    if (!document.querySelector(`link[href="${href}"]`))
      document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href, fetchPriority }))
}

// Calls `ask` once the browser shows a page that waits with its charts: `show_first` of ui/shared/frame/page_frame.py.
export function askForRest(files, ask) {
  let asked = -AGAIN
  const look = () => {
    if (!document.querySelector('.cx-skeleton') || performance.now() - asked < AGAIN) return
    asked = performance.now()
    preloadCharts(files, 'high')
    setTimeout(() => requestAnimationFrame(ask))  // after the browser has painted it
    setTimeout(look, AGAIN)
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true })
  look()
}
