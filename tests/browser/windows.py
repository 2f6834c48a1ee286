"""Windows lent to one test after the other: one that has shown the app before shows it in half the processor time."""

from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Dialog,
    Error,
    Page,
    Request,
    ViewportSize,
    WebSocket,
)

from tests.server import HOST
from tests.waiting import PATIENCE

_PATIENCE_CLEARING = 20_000  # milliseconds; where a server sleeps, a new window is opened instead

_SIZE: ViewportSize = {"width": 1280, "height": 900}
_LOOKS = {  # options of a browser context that an open window can change, and what they are otherwise
    "color_scheme": "light",
    "reduced_motion": "reduce",  # what moves is drawn sixty times a second; tests of motion ask for it
    "forced_colors": "none",
}
_FONT_SIZE = 16  # CSS pixels
_CLEAR_STORAGE = "() => { localStorage.clear(); sessionStorage.clear() }"


_protocols: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()  # what they set lasts as long as they do


def set_font_size(page: Page, size: int) -> None:
    """Set a lent window's font size in CSS pixels, as a person sets it in their browser."""
    _protocols[page].send("Page.setFontSizes", {"fontSizes": {"standard": size}})


def copy_cookies(page: Page, other: Page) -> None:
    """Let another window be known as this one is, as on another device of the same person."""
    other.context.add_cookies(cast("Any", page.context.cookies()))


class _Window:
    """A window with its own storage, and what a test did to it that would last."""

    def __init__(self, browser: Browser, faults: list[str], options: dict[str, Any]) -> None:
        self._hosts: set[str] = set()  # with their ports
        self._faults = faults
        self._scripts: list[Any] = []
        context = browser.new_context(viewport=_SIZE, **options)
        context.set_default_timeout(PATIENCE)
        context.on("page", self._watch)
        self.page = context.new_page()
        _protocols[self.page] = context.new_cdp_session(self.page)
        self._note_scripts(context)
        self._note_scripts(self.page)
        self._has_clock = False
        self._note_clock(self.page.clock)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._faults.append(f"a script broke: {error}"))
        page.on("dialog", self._dismiss)
        page.on("framenavigated", lambda frame: self._hosts.add(urlsplit(frame.url).netloc))  # settled: it says where
        page.on("requestfailed", self._check_host)  # each to another host: see FLAGS. Hearing of all takes time
        page.on("websocket", self._check_host)

    def _dismiss(self, dialog: Dialog) -> None:
        self._faults.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _check_host(self, request: Request | WebSocket) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != HOST:
            self._faults.append(f"asked another host: {request.url}")

    def _note_scripts(self, place: BrowserContext | Page) -> None:
        add = place.add_init_script

        def add_and_note(*arguments: Any, **options: Any) -> Any:
            script: Any = add(*arguments, **options)
            self._scripts.append(script)
            return script

        place.add_init_script = add_and_note  # type: ignore[method-assign]  # it notes what the method does

    def _note_clock(self, clock: Any) -> None:
        install = clock.install

        def install_and_note(**options: Any) -> None:
            self._has_clock = True
            install(**options)

        clock.install = install_and_note

    def clear(self) -> bool:
        """Undo what a test did, on a page without a script; return whether that worked.

        It does not if a host of the test does not answer, or if the page has a fake clock, which cannot be removed.
        """
        page, context = self.page, self.page.context
        if self._has_clock:
            return False
        with suppress(Error):
            for other in set(context.pages) - {page}:
                other.close()
            for script in self._scripts:
                script.close()
            self._scripts.clear()
            context.set_offline(False)
            for place in (context, page):
                place.unroute_all()
                place.set_extra_http_headers({})
            hosts = sorted(self._hosts - {""})
            for host in hosts:
                page.goto(f"http://{host}/healthz", timeout=_PATIENCE_CLEARING)
                page.evaluate(_CLEAR_STORAGE)  # settled: it writes, and reads nothing
            if not hosts:
                page.goto("about:blank")
            self._hosts.clear()
            page.mouse.move(-1, -1)  # here, where next to nothing is drawn anew for it
            set_font_size(page, _FONT_SIZE)
            context.clear_cookies()
            _protocols[page].send("Page.resetNavigationHistory")
            return True
        return False


class Windows:
    """The windows of one Chromium. Idle ones are on a page without a script.

    `faults` lists what must not happen in a window: a failed script, a dialog, another host.
    """

    def __init__(self, browser: Browser) -> None:
        self.faults: list[str] = []
        self._browser = browser
        self._free: dict[str, list[_Window]] = {}  # by the options that an open window cannot change
        self._lent: list[tuple[str, _Window]] = []

    def lend(self, **options: Any) -> Page:
        """Return a window as new, with these options of a browser context."""
        looks = {name: options.pop(name, usual) for name, usual in _LOOKS.items()}
        size = options.pop("viewport", _SIZE)
        kind = repr(sorted(options.items()))
        free = self._free.get(kind)
        window = free.pop() if free else _Window(self._browser, self.faults, options)
        self._lent.append((kind, window))
        window.page.emulate_media(media="null", **looks)
        window.page.set_viewport_size(size)
        return window.page

    def take_back(self) -> None:
        """Take all windows back; those that can be cleared are lent again, the others closed."""
        for kind, window in self._lent:
            if window.clear():
                self._free.setdefault(kind, []).append(window)
            else:
                window.page.context.close()
        self._lent.clear()
        self.faults.clear()  # of what was under way when the test ended
