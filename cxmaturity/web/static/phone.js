
// A phone in a workshop. A vote waits in the browser's storage until the server has it; sending it twice is harmless.
const root = document.querySelector('[data-room]')
if (root && AbortSignal.timeout && CSS.supports('selector(:has(*))')) {  // else the forms do it all
  const data = JSON.parse(root.dataset.room)
  const find = (name, within = root) => within.querySelector(name)
  const part = () => find('.cx-part')
  const kept = {}  // what waits, where the browser keeps nothing
  const flights = new Map()
  let state = { phase: data.phase }
  let wanted = 0  // the number of the state that is to be shown
  let fetching = false
  let isOn = null
  let patience = 500
  let retry = null

  // --- what waits to be sent: by its name, "question:round" or "dots"

  const shelf = (name) => `cx-room:${data.shelf}:${name}`
  function waiting(name) {
    try { return localStorage.getItem(shelf(name)) } catch { return kept[name] ?? null }
  }
  function keep(name, text) {
    if (text === null) delete kept[name]
    else kept[name] = text
    try { text === null ? localStorage.removeItem(shelf(name)) : localStorage.setItem(shelf(name), text) } catch { /* */ }
  }
  function names() {
    const start = shelf('')
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length))
    } catch { return Object.keys(kept) }
  }

  function give(name, content) {
    keep(name, JSON.stringify(content))
    send(name)
  }
  function send(name) {
    if (!flights.has(name)) flights.set(name, deliver(name).finally(() => flights.delete(name)))
  }
  async function deliver(name) {
    for (let text; (text = waiting(name)) !== null;) {
      say(name, 'saving', 'Sending…')
      const fault = await post(name, text)
      if (waiting(name) !== text && fault?.status !== 0) continue  // chosen anew meanwhile
      if (!fault) {
        keep(name, null)
        patience = 500
        late('')
        say(name, 'saved', ...thanks(name))
      } else if (fault.status === 409) return say(name, 'waiting', 'Paused: it is sent when the workshop goes on.')
      else if (fault.status >= 400 && fault.status < 500) {
        keep(name, null)
        refused(name, fault.status, `${fault.message} ${fault.fix}`)
      } else {
        say(name, 'unsent', 'Not sent yet. It waits in this phone and is sent by itself.')
        clearTimeout(retry)
        retry = setTimeout(sendAll, patience)
        return (patience = Math.min(patience * 2, 5000))
      }
    }
  }
  function sendAll() {
    clearTimeout(retry)
    names().forEach(send)
  }
  async function post(name, text) {
    const content = JSON.parse(text)
    const [question, round] = name.split(':')
    const body = name === 'dots' ? { dots: content } : { question, round: Number(round), answer: content }
    try {
      const reply = await fetch(`${data.home}/${name === 'dots' ? 'dots' : 'vote'}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...body, token: data.token }),
        keepalive: true,  // a page being left still sends it
        signal: AbortSignal.timeout(15_000),
      })
      return reply.ok ? null : { status: reply.status, ...(await reply.json()) }
    } catch {
      return { status: 0 }
    }
  }

  const thanks = (name) => name === 'dots'
    ? ['Your dots are in.', ' You can change them until the workshop continues.']
    : ['Your vote is in.', ' You can change it until the result is shown.']

  function refused(name, status, words) {  // it came too late, or does not fit
    if (status === 410) late(`Your last vote was not counted. ${words}`)
    else say(name, 'refused', 'Not counted.', ` ${words}`)
    refresh(name === 'dots' || status === 410)
  }
  const late = (words) => { find('.cx-late').textContent = words }

  // --- what is shown

  const question = () => find('.cx-question')
  function current() {
    if (find('.cx-dots')) return 'dots'
    return question() && find('form', question()) ? `${question().dataset.question}:${question().dataset.round}` : null
  }
  function say(name, is, first, rest = '') {
    if (name !== current()) return
    const status = find('.cx-status')
    if (status.dataset.state === is && status.textContent === first + rest) return  // else it is read out again
    status.dataset.state = is
    status.replaceChildren(Object.assign(document.createElement('b'), { textContent: first }), rest)
  }
  function linked(now) {
    if (now === isOn) return
    isOn = now
    const line = find('.cx-link')
    line.dataset.state = now ? 'on' : 'off'
    line.textContent = now ? 'Connected' : 'No connection. Trying again…'
    if (now) { sendAll(); if (wanted) refresh() }
  }

  const typed = () => find('[name=not_applicable]')
  const isTyping = () => typed() && document.activeElement === typed() && typed().value.trim() !== ''
  const isBusy = () => isTyping() || waiting(current() ?? '') !== null || read()?.not_applicable === ''

  async function refresh(isQuiet = false) {  // shows the part that fits now
    if (fetching) return
    fetching = true
    try {
      const reply = await fetch(`${data.home}/part`, { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
      if (reply.status === 403 || reply.status === 404) return location.assign(data.home)
      if (!reply.ok) throw new Error(reply.status)
      const made = document.createElement('template')
      made.innerHTML = await reply.text()
      const fresh = made.content.querySelector('.cx-part')
      const isBehind = Number(fresh.dataset.number) < wanted
      if (!isBehind) wanted = 0
      const isSame = fresh.dataset.key === part().dataset.key
      if (fresh.dataset.go && state.phase === 'self_paced') location.assign(fresh.dataset.go)
      else if (!isSame || isQuiet) show(fresh, isSame)
      if (isBehind) setTimeout(refresh, 500)
    } catch {
      setTimeout(() => wanted && refresh(), 1000)
    } finally {
      fetching = false
    }
  }

  function show(fresh, isSame) {
    if (isSame && isBusy()) return
    if (!isTyping()) return replace(fresh, isSame)
    const on = () => { if (fresh) { late(''); replace(fresh, false); fresh = null } }  // not under the typing hand
    const go = Object.assign(document.createElement('button'), { textContent: 'Continue', onclick: on })
    typed().onblur = () => setTimeout(on, 300)
    find('.cx-late').replaceChildren('The room has moved on. ', go)
  }
  function replace(fresh, isSame) {
    part().replaceWith(fresh)
    for (const extra of root.querySelectorAll('.cx-part ~ *')) extra.hidden = state.phase !== 'lobby'
    ready()
    if (isSame) return
    const heading = find('h2')
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })  // so that it is read out, and Tab leads into the part
    scrollTo({ top: 0 })
    find('.cx-said').textContent = spoken[state.phase] ?? ''
  }
  const spoken = {
    vote: 'A question to vote on.', reveal: 'The votes are shown.', dots: 'Choose first steps.',
    steps: 'The first steps are shown.', closed: 'The workshop is over.',
  }

  function ready() {  // makes a part that was just drawn come alive
    const name = current()
    const send = find('.cx-send')
    if (send) send.hidden = true
    const text = name && waiting(name)
    if (text) {
      if (name === 'dots') draw(JSON.parse(text))
      else write(JSON.parse(text))
      say(name, 'saving', 'Sending…')
    }
    const form = name && find('form', part())
    if (form) form.onsubmit = (event) => event.preventDefault()
    if (name && name !== 'dots') chosen()
  }

  // --- a vote

  function read() {
    const value = find('[type=radio]:checked')?.value
    if (!value) return null
    if (value === 'dont_know') return { dont_know: true }
    if (value === 'not_applicable') return { not_applicable: typed().value.trim() }
    return { level: Number(value) }
  }
  function write(answer) {
    const value = answer.level ?? (answer.dont_know ? 'dont_know' : 'not_applicable')
    for (const radio of part().querySelectorAll('[type=radio]')) radio.checked = radio.value === String(value)
    if (answer.not_applicable) typed().value = answer.not_applicable
  }
  function vote() {
    clearTimeout(part().typing)
    const answer = read()
    const name = current()
    if (!answer || !name) return
    if (answer.not_applicable === '') return say(name, 'waiting', 'Not sent yet: say in a few words why it does not apply.')
    give(name, answer)
  }
  function chosen() {  // what was chosen before this script was there
    const isNew = [...part().querySelectorAll('[type=radio]')].some((radio) => radio.checked !== radio.defaultChecked)
    if (isNew && waiting(current()) === null) vote()
  }
  root.onchange = (event) => {
    if (!event.target.closest('.cx-question form')) return
    vote()
    if (event.target.value === 'not_applicable') typed().focus()
  }
  root.oninput = (event) => {
    if (event.target.name !== 'not_applicable') return
    clearTimeout(part().typing)
    part().typing = setTimeout(vote, 700)
  }

  // --- dots

  function draw(given) {
    const most = Number(find('.cx-dots').dataset.most)
    const left = most - Object.values(given).reduce((sum, count) => sum + count, 0)
    find('.cx-left b').textContent = `${left} of ${most}`
    for (const step of root.querySelectorAll('[data-step]')) {
      const own = given[step.dataset.step] ?? 0
      step.dataset.own = own
      find('output', step).textContent = own
      find('[name=take]', step).disabled = own === 0
      find('[name=give]', step).disabled = left <= 0
    }
  }
  root.onclick = (event) => {
    const button = event.target.closest('.cx-give button')
    if (!button) return
    event.preventDefault()
    const steps = [...root.querySelectorAll('[data-step]')]
    const given = Object.fromEntries(steps.map((step) => [step.dataset.step, Number(step.dataset.own)]))
    given[button.value] += button.name === 'give' ? 1 : -1
    const dots = Object.fromEntries(Object.entries(given).filter(([, count]) => count > 0))
    draw(dots)
    if (button.disabled) find(`[name=${button.name === 'give' ? 'take' : 'give'}]`, button.parentElement).focus()
    give('dots', dots)
  }

  // --- what happens

  function hear(news) {
    state = news
    const joined = find('.cx-joined')
    if (joined) joined.textContent = news.joined
    if (news.number !== Number(part().dataset.number)) {
      wanted = news.number
      part().dataset.number = news.number
      refresh()
      sendAll()  // what was not taken while it was paused
    }
  }

  addEventListener('storage', ({ key, newValue }) => {  // another tab has chosen, or its vote is in
    if (current() && key === shelf(current()) && newValue === null) refresh(true)
  })
  addEventListener('online', sendAll)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') { sendAll(); refresh(true) }
    else if (part().typing) vote()
  })
  ready()
  sendAll()
  if (question() && !find('form', question())) refresh(true)  // without a script one sees in short what was chosen
  listen(`${data.home}/live`, hear, linked)
} else if (root && !root.querySelector('.cx-question form')) setTimeout(() => location.reload(), 5000)
