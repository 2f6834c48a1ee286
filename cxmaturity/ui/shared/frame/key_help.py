"""The dialog that lists the keyboard shortcuts, opened by ? or a button; its script is browser/page/key_help.js."""

from collections.abc import Iterable
from html import escape

from cxmaturity.wording import keys as wording


def key_help_html() -> str:
    """Return the dialog as HTML: the keys of all pages and those of the console, with the switches for these."""
    letters = [(letter.upper(), words) for letter, words in wording.CONSOLE_LETTERS.items()]
    modes = "".join(
        f'<label><input type="radio" name="cx-letters" value="{mode}"> {escape(label)}</label>'
        for mode, label in wording.LETTER_MODES.items()
    )
    return (
        '<dialog class="cx-keys" aria-labelledby="cx-keys-title">'
        '<h2 id="cx-keys-title" tabindex="-1" autofocus>Keys</h2>'
        f"<h3>On every page</h3>{_list([wording.HELP_KEY])}"
        f"<h3>Answering questions</h3><p>{escape(wording.ANSWER_KEYS_COUNT)}</p>{_list(wording.ANSWER_KEYS)}"
        f"<h3>Leading a workshop</h3><p>{escape(wording.CONSOLE_KEYS_COUNT)}</p>"
        f"{_list([*wording.PRESENTER_KEYS, *letters])}"
        f"<fieldset><legend>Letters that lead a workshop</legend>{modes}</fieldset>"
        f'<label><input type="checkbox" name="cx-presenter"> {escape(wording.PRESENTER_KEYS_COUNT)}</label>'
        '<p><button type="button" value="close">Close</button></p>'
        "</dialog>"
    )


def _list(rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<div><dt>{escape(key)}</dt><dd>{escape(words)}</dd></div>" for key, words in rows)
    return f"<dl>{lines}</dl>"
