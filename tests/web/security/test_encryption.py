"""TLS by two settings: the real server with a certificate, as documented."""

import json
import re
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from tests.build import ROOT
from tests.server import Server

KEY = "a-key-for-these-tests-only"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    openssl = which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    lines = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    names = re.findall(r"STREAMLIT_SERVER_SSL_\w+", lines)
    assert set(names) == {"STREAMLIT_SERVER_SSL_CERT_FILE", "STREAMLIT_SERVER_SSL_KEY_FILE"}
    running = Server(tmp_path)
    running.url = f"https://127.0.0.1:{running.port}"
    running.options = ["--server.address=0.0.0.0"]
    running.environment = {names[0]: str(certificate), names[1]: str(key), "CXMATURITY_ACCESS_KEY": KEY}
    yield running
    running.kill()


def test_the_app_encrypts_by_two_settings(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are served over https, links say https, cookies are secure, and a second start finds the running app."""
    context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    trusting = urllib.request.HTTPSHandler(context=context)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}), trusting, _NoRedirect())

    def answers() -> bool:
        try:
            with direct.open(f"{server.url}/healthz", timeout=2) as reply:
                return bool(reply.read() == b"cx-maturity")
        except OSError:
            return False

    monkeypatch.setattr(server, "_answers", answers)
    server.start()
    shown_text = server.log.read_text(encoding="utf-8")
    assert re.search(rf"  https://\S+:{server.port}/key/{KEY}", shown_text)
    assert "Wi-Fi" not in shown_text
    with pytest.raises(urllib.error.HTTPError) as redirected:
        direct.open(f"{server.url}/key/{KEY}")
    with redirected.value as reply:  # an error is also a reply, whose connection is open until it is closed
        assert reply.code == 303
        assert "Secure" in str(reply.headers["Set-Cookie"])
    script = f"from cxmaturity.cli import server; import json; print(json.dumps(server._is_app({server.port})))"
    environment = {**server.environment, "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout) is True


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow no redirect, so that its headers can be read."""
