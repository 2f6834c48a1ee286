// A phone in a workshop: shows the part of the page for the workshop's state, and sends votes and dots through the
// outbox, in which they wait until the server confirms them.

import { changeBetween, combineChanges, madeNow, toSave } from '../answering/answer_changes.js'
import { isAnswered, readAnswer, writeAnswer } from '../answering/answer_codec.js'
import { createServerClock, minutesAndSeconds } from './countdown.js'
import { followWorkshop } from './event_stream.js'
import { createOutbox } from '../answering/outbox.js'
import { createTimeVoice } from './time_voice.js'

const root = document.querySelector('[data-workshop]')
if (root && AbortSignal.timeout && CSS.supports('selector(:has(*))')) {  // older browsers use the plain forms
  const data = JSON.parse(root.dataset.workshop)
  const find = (name, within = root) => within.querySelector(name)
  const part = () => find('.cx-part')
  const outbox = createOutbox({  // changes (answer_changes.js): votes by question and round, dots by step
    prefix: `cx-votes:${data.storage_key}:`, transmit: post, onResult: takeResult, onSend: showSending,
    combine: (one, newer) => newer.dots ? newer : combineChanges(one, newer),
  })
  let state = { phase: data.phase }
  let wanted = 0  // the version of the state to show
  let isFetching = false
  let confirmed = 0  // how often the server has stored something from here
  let isConnected = null
  let late = null  // the name of the choice that came too late: what is said of it stays until the part after it is over
  let overruled = null  // {name, mine}: the choice of this page, replaced by that of another window

  // --- Sending

  async function post(name, content) {
    const [question, round] = name.split(':')
    const { dots } = content
    const body = dots ? { dots, ...toSave({ made: content.made }) } : { question, round: Number(round), ...toSave(content) }
    try {
      const reply = await fetch(`${data.home}/${name === 'dots' ? 'dots' : 'vote'}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...body, token: data.token }),
        keepalive: true,  // is sent even while the page is being left
        signal: AbortSignal.timeout(15_000),
      })
      if (reply.ok) return { state: 'stored', reply: await reply.json() }
      const { status } = reply
      const { message, fix } = await reply.json()
      return { state: status === 409 ? 'paused' : status < 500 ? 'refused' : 'unavailable', status, text: `${message} ${fix}` }
    } catch {
      return { state: 'unavailable' }
    }
  }

  function takeResult(name, content, result) {
    const { is_in, revision } = result.reply ?? {}
    if (is_in) {
      confirmed += 1
      for (const { made } of outbox.queue(name)) made.choice.base_revision = revision  // now based on what is stored
      if (name === current()) base().value = revision
    }
    const isNewest = result.state === 'stored' ? !outbox.queue(name).length : outbox.queue(name)[0] === content
    if (!isNewest) return  // the newer one, sent next, determines the status
    if (result.state === 'stored') {
      showAlert('')
      if (is_in) showStatus(name, 'saved', ...confirmation(name))
      else showNewer(name, content.dots ?? content.answer, result.reply)
    } else if (result.state === 'paused') showStatus(name, 'waiting', 'Paused: it is sent when the workshop goes on.')
    else if (result.state === 'unavailable') showStatus(name, 'unsent', 'Not sent yet. It waits in this phone and is sent by itself.')
    else {
      outbox.replace(name, [])
      const isLate = result.status === 410
      if (isLate) {
        late = name
        showAlert(`Your last choice was not counted. ${result.text}`)
      } else showStatus(name, 'refused', 'Not counted.', ` ${result.text}`)
      refresh(name === 'dots' || isLate)
    }
  }

  const confirmation = (name) => {
    const [what, until] = data.texts.is_stored[name === 'dots' ? 'dots' : name.startsWith('_poll') ? 'poll' : 'vote']
    return [what, ` ${until}`]
  }

  // --- What is shown

  const question = () => find('.cx-question')
  function current() {  // the outbox name of the current choice
    if (find('.cx-dots')) return 'dots'
    return question() && find('form', question()) ? `${question().dataset.question}:${question().dataset.round}` : null
  }
  const base = () => find('[name=base_revision]')  // the revision on which a choice here is based
  const draw = (name, chosen) => name === 'dots' ? drawDots(chosen) : writeAnswer(part(), chosen)
  const read = (name) => name === 'dots' ? readDots() : readAnswer(part())
  function showNewer(name, mine, stored) {  // shows the choice of another window in place of this one
    if (name !== current()) return
    clearTimeout(part().typing)
    overruled = { name, mine }
    draw(name, stored.dots ?? stored.answer)
    base().value = stored.revision
    showOverruled()
  }
  function showOverruled() {
    const { name, mine } = overruled
    const onclick = () => {
      draw(name, mine)
      send(name)
      find('[type=radio]:checked, .cx-dot-buttons button:enabled').focus()  // the focused button is gone
    }
    const stored = [':checked + span b', ':checked + span', '.cx-dots-left'].map((place) => find(place)).find(Boolean)
    showStatus(name, 'elsewhere', data.texts.changed_elsewhere.split(' {stored}')[0], ` ${stored?.textContent ?? ''} `)  // the choice may be out of sight
    const button = Object.assign(document.createElement('button'), { type: 'button', name: 'put_back', textContent: data.texts.put_back, onclick })
    find('.cx-status').append(button)
  }
  // Another phone or window of the same person has stored something, and this one has nothing to send.
  function takeOwn({ name, revision, ...stored }) {
    if (name !== current() || outbox.queue(name).length || revision <= Number(base().value)) return
    const mine = read(name)
    showNewer(name, mine, { revision, ...stored })
    if (name === 'dots' ? Object.keys(mine).length : isAnswered(mine)) return
    overruled = null  // nothing of this page was replaced
    showStatus(name, 'saved', ...confirmation(name))
  }
  const showAlert = (...content) => find('.cx-alert').replaceChildren(...content)
  function showStatus(name, statusState, first, rest = '') {
    if (name !== current()) return
    const status = find('.cx-status')
    if (status.dataset.state === statusState && status.textContent === first + rest) return  // else it is read out again
    status.dataset.state = statusState
    status.replaceChildren(Object.assign(document.createElement('b'), { textContent: first }), rest)
  }
  function showSending(name) {  // repeated while it waits, but announced once
    if (find('.cx-status')?.dataset.state !== 'unsent') showStatus(name, 'saving', 'Sending…')
  }
  function showConnection(isNow) {
    if (isNow === isConnected) return
    const isBack = isConnected === false
    isConnected = isNow
    const line = find('.cx-connection')
    line.dataset.state = isNow ? 'on' : 'off'
    line.textContent = isNow ? 'Connected' : 'No connection. Trying again…'
    if (!isNow) return
    outbox.sendAll()
    if (isBack || wanted) refresh(isBack)  // a restored backup may lack this vote
  }

  const reason = () => find('[name=not_applicable]')
  const typing = () => find('.cx-part input[type=text]:focus')
  const isTyping = () => typing()?.value.trim()
  const isBusy = () => isTyping() || outbox.queue(current()).length || readAnswer(part()).not_applicable === ''

  async function refresh(isForced = false) {  // shows the part for the current state
    if (isFetching) return
    isFetching = true
    const before = confirmed
    try {
      const reply = await fetch(`${data.home}/part`, { cache: 'no-store', signal: AbortSignal.timeout(10_000) })
      if (reply.status === 403 || reply.status === 404) return leave()
      if (!reply.ok) throw new Error(reply.status)
      const template = document.createElement('template')
      template.innerHTML = await reply.text()
      const fresh = template.content.querySelector('.cx-part')
      const isBehind = Number(fresh.dataset.version) < wanted
      if (!isBehind) wanted = 0
      const isSame = fresh.dataset.key === part().dataset.key
      if (fresh.dataset.redirect && state.phase === 'self_paced') location.assign(fresh.dataset.redirect)
      else if (!isSame || isForced) {
        if (confirmed === before) show(fresh, isSame)
        else if (!isBehind) setTimeout(refresh, 0, isForced)  // it may lack what was stored meanwhile
      }
      if (isBehind) setTimeout(refresh, 500)
    } catch {
      setTimeout(() => wanted && refresh(), 1000)
    } finally {
      isFetching = false
    }
  }

  function show(fresh, isSame) {
    if (isSame && isBusy()) return
    if (!isTyping() || fresh.dataset.place === part().dataset.place) return replace(fresh, isSame)
    const resume = () => { if (fresh) { showAlert(''); replace(fresh, false); fresh = null } }  // not while somebody types
    const button = Object.assign(document.createElement('button'), { textContent: 'Continue', onclick: resume })
    typing().onblur = () => setTimeout(resume, 300)
    showAlert('The room has moved on. ', button)
  }
  function replace(fresh, isSame) {
    const [before, focused] = [part(), document.activeElement]
    const isHere = isSame || fresh.dataset.place === before.dataset.place  // only a pause, or more of a result
    if (late && !isHere && late !== current()) {
      late = null
      showAlert('')
    }
    before.replaceWith(fresh)
    if (isHere) for (const field of before.querySelectorAll('[type=text]')) {  // keeps what is being typed
      const other = find(`[name=${field.name}]`, fresh)
      if (other && field.value !== field.defaultValue) other.value = field.value
      if (other?.closest('details') && field.value) other.closest('details').open = true
    }
    for (const extra of root.querySelectorAll('.cx-part ~ *'))  // the message of a form stays as long as its question
      extra.hidden = state.phase !== 'lobby' && !(isHere && extra.matches('.cx-status'))
    prepare()
    const again = isHere && before.contains(focused) && twin(focused, fresh)
    if (again) again.focus({ preventScroll: true })
    const isResumed = isHere && 'paused' in before.dataset && !('paused' in fresh.dataset)
    if (!isSame && fresh.dataset.spoken !== before.dataset.spoken) say(isResumed ? data.texts.resumed : fresh.dataset.spoken)
    if (isHere) return
    const heading = find('h2')
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })  // it is read out, and Tab leads into the part
    scrollTo({ top: 0 })
  }
  let saidAt = 0
  function say(text, isMore = false) {  // with isMore after the last text, without interrupting it
    const line = find('[aria-live]')
    line.innerHTML = isMore && Date.now() - saidAt < 1000 ? `${line.innerHTML} ${text}` : text  // escaped by the server
    saidAt = Date.now()
  }
  const twin = ({ tagName, name, type, value }, fresh) =>
    [...fresh.querySelectorAll(tagName)].find((other) => other.name === name && (type === 'text' || other.value === value))

  function prepare() {  // connects this script with a part that was just drawn
    const name = current()
    const voteButton = find('.cx-vote-button')
    if (voteButton) voteButton.hidden = true
    const choices = find('fieldset:disabled', part())
    if (choices) {  // disabled controls would lose the focus in a pause
      choices.disabled = false
      choices.setAttribute('aria-disabled', true)
    }
    if (!name) return
    const content = outbox.queue(name).at(-1)
    if (content) {
      draw(name, content.dots ?? content.answer)
      showStatus(name, 'saving', 'Sending…')
    } else if (overruled?.name === name) showOverruled()
    find('form', part()).onsubmit = (event) => event.preventDefault()
    if (name === 'dots' || content) return
    const radios = [...part().querySelectorAll('[type=radio]')]
    if (radios.some((radio) => radio.checked !== radio.defaultChecked)) vote()  // was chosen before this script ran
  }

  const leave = () => location.assign(`${data.home}?out=1`)  // the workshop or this phone was removed

  // --- Votes

  function vote() {
    clearTimeout(part().typing)
    const answer = readAnswer(part())
    const name = current()
    if (!isAnswered(answer) || !name) return
    overruled = null
    const before = find('[name=note]') ? { note: null } : {}  // so that a removed line is sent too
    if (answer.not_applicable !== '') outbox.put(name, changeBetween(before, answer, Number(base().value)))
    else showStatus(name, 'waiting', 'Not sent yet: say in a few words why it does not apply.')
  }
  const isHeld = ({ target }) => target.closest('[aria-disabled=true] label')
  root.onkeydown = (event) => {
    if (isHeld(event) && event.key.startsWith('Arrow')) event.preventDefault()
  }
  root.onchange = (event) => {
    if (!event.target.closest('.cx-question form')) return
    vote()
    if (event.target.value === 'not_applicable') reason().focus()
  }
  root.oninput = (event) => {
    if (!['not_applicable', 'note'].includes(event.target.name)) return
    clearTimeout(part().typing)
    part().typing = setTimeout(vote, 700)
  }

  // --- Dots

  const readDots = () => Object.fromEntries([...root.querySelectorAll('[data-step]')]
    .map(({ dataset }) => [dataset.step, Number(dataset.dots)]).filter(([, count]) => count > 0))
  const sendDots = () => outbox.put('dots', { dots: readDots(), made: { choice: madeNow(Number(base().value)) } })
  const send = (name) => name === 'dots' ? sendDots() : vote()
  function drawDots(dots) {
    const limit = Number(find('.cx-dots').dataset.limit)
    const left = limit - Object.values(dots).reduce((sum, count) => sum + count, 0)
    find('.cx-dots-left b').textContent = `${left} of ${limit}`
    for (const step of root.querySelectorAll('[data-step]')) {
      const count = dots[step.dataset.step] ?? 0
      step.dataset.dots = count
      find('output', step).textContent = count
      find('[name=take]', step).disabled = count === 0
      find('[name=give]', step).disabled = left <= 0
    }
  }
  root.onclick = (event) => {
    if (isHeld(event)) event.preventDefault()
    const button = event.target.closest('.cx-dot-buttons button')
    if (!button) return
    event.preventDefault()
    overruled = null
    const dots = readDots()
    drawDots({ ...dots, [button.value]: (dots[button.value] ?? 0) + (button.name === 'give' ? 1 : -1) })
    if (button.disabled) find(`[name=${button.name === 'give' ? 'take' : 'give'}]`, button.parentElement).focus()
    sendDots()
  }

  // --- Events

  const serverClock = createServerClock(data.now)
  const timeNews = createTimeVoice(data.texts)
  function drawTimer() {
    const end = state.is_timer_hidden ? null : state.ends_at
    const left = serverClock.secondsLeft(end)
    const line = find('.cx-timer')
    line.hidden = !end || state.is_paused
    line.textContent = left > 0 ? data.texts.shown.replace('{time}', minutesAndSeconds(left)) : data.texts.shown_over
    const sentence = wanted ? '' : timeNews(end, left, state.is_paused, `${state.question}:${state.round}`)  // not before its part is shown
    if (sentence) say(sentence, true)
  }
  setInterval(drawTimer, 250)

  function takeState(news, serverNow) {
    state = news
    serverClock.hear(serverNow)
    const joined = find('.cx-joined')
    if (joined && news.joined !== null) joined.textContent = news.joined
    if (news.version !== Number(part().dataset.version)) {
      wanted = news.version
      part().dataset.version = news.version
      refresh()
      outbox.sendAll()  // what was refused while voting was paused
    }
  }

  addEventListener('storage', ({ key, newValue }) => {  // the choice of another window was stored
    if (newValue !== null || !key?.endsWith(`${data.storage_key}:${current()}`)) return
    outbox.restore()
    refresh(true)
  })
  addEventListener('online', outbox.sendAll)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') { outbox.sendAll(); refresh(true) }
    else if (part().typing) vote()
  })
  root.classList.add('cx-followed')
  prepare()
  outbox.sendAll()
  if (question() && !find('form', question())) refresh(true)  // the page without scripts shows only a summary
  followWorkshop(`${data.home}/live`, takeState, showConnection, leave, takeOwn)
} else if (root && !root.querySelector('.cx-question form, .cx-again')) setTimeout(() => location.reload(), 5000)
