"""The keyboard shortcuts of the console: the button that each letter presses (browser/workshop/console_keys.js)."""

LETTERS = {
    "g": ["do-begin-"],
    "v": ["do-reveal-", "do-steps-"],
    "u": ["do-undo-"],
    "n": ["do-next-"],
    "a": ["do-again-"],
    "p": ["do-pause-", "do-resume-"],
    "s": ["do-skip-"],
    "d": ["do-dots-"],
    "q": ["do-ask_worth-"],
    "m": ["do-extend-"],
    "l": ["do-shorten-"],
    "h": ["workshop-is_shared"],
    "w": ["workshop-asks_why"],
    "b": ["workshop-screen_blank"],
    ".": ["workshop-screen_blank"],
}
"""By letter, beginnings of widget keys: the letter presses the first of these widgets that is on the page."""

NEED_SHIFT = ["v", "d"]
"""The letters that need Shift during a vote, because they would end it."""
