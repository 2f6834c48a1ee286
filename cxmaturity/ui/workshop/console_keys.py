"""The keys of the console: what each letter presses; browser/workshop/console_keys.js listens to them."""

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
    "h": ["room-is_shared"],
    "w": ["room-asks_why"],
    "b": ["room-screen_blank"],
    ".": ["room-screen_blank"],
}
"""By letter, how the keys of the widgets begin that it presses: the first one that the page shows."""

NEED_SHIFT = ["v", "d"]
"""The letters that need Shift while a vote is open, because they would end it."""
