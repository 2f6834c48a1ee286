"""Whether the database's file is on another machine, by the system's list of mounts."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from cxmaturity.store.database.network_folders import is_mounted_from_network, is_share

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /home/team nfs4 rw 0 0
/dev/sdb1 /home/team/local ext4 rw 0 0
//nas/data /mnt/our\\040data cifs rw 0 0
me@host:/ /mnt/ssh fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "is_network"),
    [
        ("/var/cx", False),
        ("/home/team/cx", True),
        ("/home/team/local/cx", False),
        ("/home/teams", False),
        ("/mnt/our data", True),
        ("/mnt/ssh/cx", True),
    ],
)
def test_the_innermost_mount_decides(folder: str, is_network: bool) -> None:
    """A disk mounted below a network folder is a disk; a blank in a path is an octal number in the list."""
    assert is_mounted_from_network(PurePosixPath(folder), MOUNTS) is is_network


def test_a_share_of_windows() -> None:
    r"""\\server\share is another machine; a drive letter does not count as one."""
    assert is_share(PureWindowsPath("\\\\server\\share\\cx"))
    assert not is_share(PureWindowsPath("C:\\cx"))
