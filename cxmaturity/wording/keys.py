"""The keyboard shortcuts of the app, as the key help lists them."""

ANSWER_KEYS: tuple[tuple[str, str], ...] = (
    ("1 to 5", "choose a level, as many as the question has"),
    ("0", "don't know"),
    ("→", "next question"),
    ("←", "question before"),
)
"""The keys that answer questions, each with its effect."""

ANSWER_KEYS_COUNT = "They count while the focus is in a question, or nowhere."

CONSOLE_LETTERS: dict[str, str] = {
    "g": "start",
    "v": "reveal the votes; show the steps that were chosen",
    "u": "undo the reveal",
    "n": "next question",
    "a": "vote again",
    "p": "pause, and continue",
    "s": "skip the question",
    "d": "choose first steps",
    "q": "ask one last question",
    "m": "one more minute",
    "l": "one minute less",
    "h": "results on phones, on or off",
    "w": "ask why with each vote, on or off",
    "b": "blank screen, on or off",
    ".": "blank screen, on or off",
}
"""The letters of the console, each with its effect."""

PRESENTER_KEYS: tuple[tuple[str, str], ...] = (
    ("Page Down, → or Space", "the next thing: what the coloured button does"),
    ("Page Up or ←", "back"),
)
"""The keys that a presenter (clicker) sends, each with its effect."""

CONSOLE_KEYS_COUNT = (
    "They count while the focus is neither in a text field nor on the menu. While a vote is open, V and D need Shift, "
    "and the next thing asks first if votes are missing."
)
PRESENTER_KEYS_COUNT = "Page Down, Page Up, arrows and Space lead a workshop"
LETTER_MODES = {"on": "On", "shift": "Only with Shift", "off": "Off"}
HELP_KEY = ("?", "open this sheet")
