"""Settings from the environment, the owner's key on disk, and which addresses are this machine."""

import re
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cxmaturity.cli import server
from cxmaturity.services import settings
from cxmaturity.services.network import is_local_address, network_address, network_addresses
from cxmaturity.services.settings import QUESTIONNAIRES, load_or_create_key, load_settings, start_command
from tests.build import ROOT


def test_a_configured_key_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the spaces or line break around it that files of secrets have."""
    monkeypatch.setenv("CXMATURITY_ACCESS_KEY", " exactly-16-chars\n")
    assert load_settings().owner_key == "exactly-16-chars"


def test_a_key_that_can_be_guessed_is_refused_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what is wrong and what to do, and does not contain the key."""
    monkeypatch.setenv("CXMATURITY_ACCESS_KEY", "only-15-letters")
    with pytest.raises(SystemExit) as refused:
        load_settings()
    sentence = "CXMATURITY_ACCESS_KEY has 15 characters, and needs at least 16."
    assert refused.value.code == f"{sentence} Choose a longer one, or unset it to have one made."


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each variable is read; proxies are addresses or networks separated by commas."""
    monkeypatch.setenv("CXMATURITY_DATABASE_URL", "sqlite:///x.db")
    monkeypatch.setenv("CXMATURITY_TRUSTED_PROXIES", " 127.0.0.1, 10.0.0.0/8,2001:db8::/32, ")
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    settings = load_settings()
    assert settings.database_url == "sqlite:///x.db"
    assert settings.trusted_proxies == ("127.0.0.1/32", "10.0.0.0/8", "2001:db8::/32")
    assert settings.questionnaires == tmp_path


@pytest.mark.parametrize("value", [None, ""])
def test_an_unset_setting_has_its_default(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """Unset and empty mean the same; by default no proxy is trusted and data is stored in the data folder."""
    for name in ("DATABASE_URL", "ACCESS_KEY", "TRUSTED_PROXIES", "QUESTIONNAIRES"):
        if value is None:
            monkeypatch.delenv(f"CXMATURITY_{name}", raising=False)
        else:
            monkeypatch.setenv(f"CXMATURITY_{name}", value)
    settings = load_settings()
    assert settings.database_url.endswith("cxmaturity.db")
    assert (settings.access_key, settings.trusted_proxies, settings.questionnaires) == (None, (), QUESTIONNAIRES)


@pytest.mark.parametrize(
    ("variable", "value", "part"),
    [
        ("CXMATURITY_TRUSTED_PROXIES", "127.0.0.1, proxy.example", "'proxy.example' does not appear to be"),
        ("CXMATURITY_TRUSTED_PROXIES", "*", "Write addresses or networks with commas between"),
        ("CXMATURITY_TRUSTED_PROXIES", "10.0.0.5/8", "10.0.0.5/8 has host bits set"),
        ("CXMATURITY_QUESTIONNAIRES", "/no/such/folder", "names /no/such/folder, which is no folder."),
    ],
)
def test_a_wrong_setting_ends_the_start_with_a_message(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, part: str
) -> None:
    """The message starts with the variable and names the problem, without a traceback."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(SystemExit) as refused:
        load_settings()
    message = str(refused.value.code)
    assert message.startswith(variable)
    assert part in message
    assert refused.value.__suppress_context__


_TWO_AT_ONCE = """
import sys
from pathlib import Path
from cxmaturity.services.settings import load_or_create_key
print("ready", flush=True)
sys.stdin.readline()
for number in range(300):
    print(load_or_create_key(Path(sys.argv[1]) / str(number) / "access-key"))
"""


def test_two_processes_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    """Both create 300 keys at the same time and agree on each; the file holds that key, without leftovers."""

    def started() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", _TWO_AT_ONCE, str(tmp_path)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    with started() as one, started() as other:
        for process in (one, other):
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in (one, other):
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        keys, others = one.communicate()[0].split(), other.communicate()[0].split()
    assert len(keys) == 300
    assert keys == others
    for number, key in enumerate(keys):
        folder = tmp_path / str(number)
        assert (folder / "access-key").read_text("utf-8") == key
        assert list(folder.iterdir()) == [folder / "access-key"]


def test_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    """32 random bytes, found again after a restart, readable by its owner only, without leftovers."""
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
    """A key file that is too short is replaced."""
    file = tmp_path / "access-key"
    file.write_text(content, encoding="utf-8")
    made = load_or_create_key(file)
    assert len(made) == 43
    assert load_or_create_key(file) == made


def test_a_key_that_cannot_be_kept_holds_for_this_run(tmp_path: Path) -> None:
    """If the folder is not writable, or something else has the file's name, the key is used without being stored."""
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
    """Only addresses whose packets never leave the machine; an invalid address counts as remote."""
    assert is_local_address(address) is itself


def test_the_network_address_is_one_of_this_machines() -> None:
    """A server can listen on it, and it is no loopback address; None without a network."""
    address = network_address()
    if address is not None:
        assert not is_local_address(address)
        with socket.socket() as listener:
            listener.bind((address, 0))


def test_the_addresses_of_all_networks() -> None:
    """The address of the default route is first, none occurs twice, none is a loopback address."""
    listed = network_addresses()
    assert listed[:1] == [address for address in [network_address()] if address]
    assert len(set(listed)) == len(listed)
    assert not any(map(is_local_address, listed))


def test_the_browser_is_opened_without_the_key_in_its_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """`ps` shows every user the address that starts a browser, so it holds a link that works once."""
    monkeypatch.setenv("CXMATURITY_ACCESS_KEY", "a-key-for-these-tests-only")
    link = server._owner_link(8501, network=True)
    assert "a-key-for-these-tests-only" not in link
    assert re.search(r":8501/key/once-\d+-[\w-]+\.[0-9a-f]{64}$", link)
    assert server._owner_link(8501, network=False) == "http://127.0.0.1:8501"


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_the_data_folder_of_an_earlier_version_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that every user could read becomes private; a missing one is no error."""
    folder = tmp_path / "var"
    monkeypatch.setattr(settings, "DATA_FOLDER", folder)
    settings.protect_data_folder()
    folder.mkdir(mode=0o755)
    settings.protect_data_folder()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("is_installed", "commands"),
    [
        (False, ("make run NETWORK=1", "make run PORT=8502 NETWORK=1")),
        (True, ("cxmaturity run --network", "cxmaturity run --port 8502 --network")),
    ],
    ids=["checkout", "installed"],
)
def test_the_command_to_start_with_is_one_that_is_there(
    is_installed: bool, commands: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation has no Makefile, and a checkout no command of its own."""
    monkeypatch.setattr(settings, "_IS_INSTALLED", is_installed)
    assert (start_command(is_for_network=True), start_command(8502, is_for_network=True)) == commands


def test_a_port_of_another_program_leads_to_the_next_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the whole command, as it is where the package is installed."""
    monkeypatch.setattr(settings, "_IS_INSTALLED", True)
    monkeypatch.setattr(server, "_is_app", lambda _: False)
    monkeypatch.setattr(server, "_is_listening", lambda port: port < 8503)
    with pytest.raises(SystemExit, match=r"Port 8501 is taken .*one:  cxmaturity run --port 8503$"):
        server.start(8501, network=False)
