// An optional short sound for each of the last seconds of a timer; the setting is stored in this browser.

import { storeCheckbox } from '../page/stored_settings.js'

const SOUND_KEY = 'cx-console-sound'
const SOUND_SECONDS = 10

// Returns `tick(left)`, to be called each second with the seconds left; `box` is the checkbox of the setting.
export function openCountdownSound(box) {
  let audio
  let last = null
  storeCheckbox(box, SOUND_KEY)
  box.addEventListener('change', () => {
    if (box.checked) beep(660, 0.08)  // a sample; also, browsers allow sounds only after a click
  })
  function beep(frequency, seconds) {
    audio ??= new AudioContext()
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    volume.gain.value = 0.1
    tone.frequency.value = frequency
    tone.connect(volume).connect(audio.destination)
    tone.start()
    tone.stop(audio.currentTime + seconds)
  }
  return (left) => {
    const isNew = left !== last
    const isRunning = last !== null && left !== null && left < last
    last = left
    if (!box.checked || !isNew || !isRunning || left > SOUND_SECONDS || left < 0) return
    beep(left === 0 ? 440 : 660, left === 0 ? 0.5 : 0.08)
  }
}
