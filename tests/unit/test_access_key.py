"""The owner's key: given, or made once and kept; and which addresses mean this very machine."""

import re
import socket
import stat
import sys
from pathlib import Path

import pytest

from cxmaturity.services.network import is_local_address, network_address
from cxmaturity.services.settings import access_key, load_or_create_key


def test_a_key_given_is_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """With spaces or a line break around it, as files of secrets have."""
    monkeypatch.setenv("CXMATURITY_ACCESS_KEY", " exactly-16-chars\n")
    assert access_key()() == "exactly-16-chars"


def test_a_key_that_can_be_guessed_is_refused_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what is wrong and what to do, and does not repeat the key."""
    monkeypatch.setenv("CXMATURITY_ACCESS_KEY", "only-15-letters")
    with pytest.raises(SystemExit) as refused:
        access_key()
    said = "CXMATURITY_ACCESS_KEY has 15 characters, and needs at least 16."
    assert refused.value.code == f"{said} Choose a longer one, or unset it to have one made."


def test_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    """32 random bytes; a restart finds them again, nobody else may read them, and nothing else is left behind."""
    file = tmp_path / "var" / "access-key"
    made = load_or_create_key(file)
    assert re.fullmatch(r"[\w-]{43}", made)
    assert load_or_create_key(file) == made
    assert list(file.parent.iterdir()) == [file]
    assert load_or_create_key(tmp_path / "other") != made
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "\n", "only-15-letters"])
def test_a_kept_key_that_can_be_guessed_is_made_anew(tmp_path: Path, content: str) -> None:
    """Whatever shortened it."""
    file = tmp_path / "access-key"
    file.write_text(content, encoding="utf-8")
    made = load_or_create_key(file)
    assert len(made) == 43
    assert load_or_create_key(file) == made


def test_a_key_that_cannot_be_kept_holds_for_this_run(tmp_path: Path) -> None:
    """Where nothing can be written, and where something stands in the way that is not ours."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert len(load_or_create_key(tmp_path / "file" / "access-key")) == 43
    (tmp_path / "folder").mkdir()
    assert len(load_or_create_key(tmp_path / "folder")) == 43
    (tmp_path / "picture").write_bytes(b"\xff" * 40)
    assert len(load_or_create_key(tmp_path / "picture")) == 43
    assert (tmp_path / "picture").read_bytes() == b"\xff" * 40


@pytest.mark.parametrize(
    ("address", "itself"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("::ffff:192.168.1.5", False),
        ("fe80::1%eth0", False),
        ("somewhere.example", False),
        ("unix:///run/cx.sock", False),
        ("127.0.0.1:8501", False),
        ("", False),
        (None, False),
    ],
)
def test_which_addresses_mean_this_machine(address: str | None, itself: bool) -> None:
    """Only those that no packet leaves the machine for; what cannot be told counts as elsewhere."""
    assert is_local_address(address) is itself


def test_the_network_address_is_one_of_this_machines() -> None:
    """A server can listen there, and it is not the one that only this machine can use; None without a network."""
    found = network_address()
    if found is not None:
        assert not is_local_address(found)
        with socket.socket() as listener:
            listener.bind((found, 0))
