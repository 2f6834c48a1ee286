// The controls of the projected screen, as buttons and keys: full screen, larger text, theme, and blank screen.

import { readSetting, storeSetting } from '../page/stored_settings.js'
import { fit } from './screen_fit.js'

const CHOICES = 'cx-screen'  // key of the setting
const THEMES = ['light', 'dark', 'contrast']
const REST = 3000  // milliseconds without pointer movement until the buttons are hidden
const KEYS = { f: 'fullscreen', b: 'blank', '.': 'blank', l: 'large', t: 'theme' }

const button = (name) => document.querySelector(`.controls [name=${name}]`)
const load = () => { try { return JSON.parse(readSetting(CHOICES)) ?? {} } catch { return {} } }
const isSet = (name) => matchMedia(`(${name})`).matches

// `texts` are the names of the themes and the announcements; `say(text)` reads out, `blank(isBlank)` asks the server.
export function createControls(texts, say, blank) {
  const choices = load()
  const usual = isSet('prefers-contrast: more') ? 'contrast' : isSet('prefers-color-scheme: dark') ? 'dark' : 'light'

  function draw() {
    const theme = THEMES.includes(choices.theme) ? choices.theme : usual
    document.documentElement.dataset.theme = theme
    document.documentElement.toggleAttribute('data-large', Boolean(choices.isLarge))
    button('large').setAttribute('aria-pressed', Boolean(choices.isLarge))
    button('keys').setAttribute('aria-pressed', !choices.isWithoutKeys)
    button('theme').firstElementChild.nextElementSibling.textContent = texts.themes[theme]
    fit()
    return theme
  }
  function keep(change) {
    Object.assign(choices, change)
    storeSetting(CHOICES, JSON.stringify(choices))
    return draw()
  }
  const actions = {
    fullscreen: () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.(),
    large: () => { keep({ isLarge: !choices.isLarge }); say(texts[choices.isLarge ? 'large_on' : 'large_off']) },
    keys: () => {
      keep({ isWithoutKeys: !choices.isWithoutKeys })
      say(texts[choices.isWithoutKeys ? 'keys_off' : 'keys_on'])
    },
    theme: () => {
      const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]
      say(texts.themes[keep({ theme: next })])
    },
    blank: () => blank(!document.body.classList.contains('is-blank')),
  }

  document.querySelector('.controls').onclick = ({ target }) => actions[target.closest('button')?.name]?.()
  document.addEventListener('keydown', (event) => {
    const name = KEYS[event.key.toLowerCase()]
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !name || !button(name) || choices.isWithoutKeys) return
    event.preventDefault()
    actions[name]()
  })
  document.addEventListener('fullscreenchange', () => {
    button('fullscreen').setAttribute('aria-pressed', Boolean(document.fullscreenElement))
    say(texts[document.fullscreenElement ? 'fullscreen_on' : 'fullscreen_off'])
  })
  let resting
  const wake = () => {
    clearTimeout(resting)
    document.body.classList.remove('is-idle')
    resting = setTimeout(() => document.body.classList.add('is-idle'), REST)
  }
  for (const name of ['pointermove', 'pointerdown']) document.addEventListener(name, wake)
  wake()
  document.querySelector('.controls').hidden = false
  draw()
  return {
    showBlank(isBlank) {
      if (document.body.classList.contains('is-blank') === isBlank) return
      document.body.classList.toggle('is-blank', isBlank)
      button('blank')?.setAttribute('aria-pressed', isBlank)
      say(isBlank ? texts.blank : texts.blank_off)
    },
  }
}
