"""Makes the README's picture from the app with its demo data: `.venv/bin/python -m deploy.screenshot`."""

from bench.browser import chromium
from bench.servers import ROOT, temporary_servers

PICTURE = ROOT / "deploy" / "screenshot.png"


def main() -> None:
    """Save a picture of the demo's newest result, taken from a server with a temporary database."""
    with temporary_servers() as place, chromium() as browser:
        server = place.ours(f"sqlite:///{place.folder}/cx.db")
        server.start()
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(server.address)
        page.get_by_role("button", name="See a sample result").click()
        page.get_by_role("heading", name="Do this first").wait_for()
        page.locator(".js-plotly-plot .legend").nth(2).wait_for()
        page.mouse.move(0, 0)  # else what lies where the button was is underlined
        page.screenshot(path=PICTURE)
    print(f"Wrote {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
