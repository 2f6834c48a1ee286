// Settings that are stored in this browser; if it refuses, they last as long as the page.

const settings = {}

export function readSetting(key) {
  try { return localStorage.getItem(key) ?? settings[key] } catch { return settings[key] }
}

export function storeSetting(key, value) {
  settings[key] = value
  try { localStorage.setItem(key, value) } catch {}
}

// Sets a checkbox as it was last (default: unchecked), and stores each change.
export function storeCheckbox(box, key) {
  box.checked = readSetting(key) === 'on'
  box.addEventListener('change', () => storeSetting(key, box.checked ? 'on' : 'off'))
}
