"""The app with a clock that can be set: python -m tests.soak.served PORT FILE; FILE contains the seconds to add."""

import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

_OFFSET = Path(sys.argv[2])


class _Clock(datetime):
    """Replaces `datetime` in the app."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain one, as everywhere
        """Return the time that the clock shows."""
        return datetime.now(tz) + timedelta(seconds=float(_OFFSET.read_text(encoding="utf-8")))


if __name__ == "__main__":
    from app import app

    for name, module in list(sys.modules.items()):
        if name.startswith(("cxmaturity.web", "cxmaturity.ui")) and getattr(module, "datetime", None) is datetime:
            module.datetime = _Clock  # type: ignore[attr-defined]  # it is there
    app.run(config={"server.port": int(sys.argv[1]), "server.headless": True, "server.address": "127.0.0.1"})
