"""Detects folders on other machines, where SQLite's write-ahead log fails because it needs shared memory."""

import re
from pathlib import Path, PurePath, PureWindowsPath

_MOUNTS = Path("/proc/self/mounts")
_NETWORK_TYPES = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|ncpfs|ceph|glusterfs|lustre|davfs|fuse\.(sshfs|rclone|s3fs|davfs2?|glusterfs|ceph\S*)"
)


def is_on_network(folder: Path) -> bool:
    """Return whether a folder is on another machine; False where the operating system does not say."""
    if is_share(PureWindowsPath(folder)) and not str(folder).startswith("/"):
        return True
    try:
        return is_mounted_from_network(folder.resolve(), _MOUNTS.read_text("utf-8", "replace"))
    except OSError:  # not Linux
        return False


def is_share(folder: PureWindowsPath) -> bool:
    """Return whether a Windows path is a share of another machine, such as \\\\server\\share."""
    return folder.drive.startswith("\\\\")


def is_mounted_from_network(folder: PurePath, mounts: str) -> bool:
    """Return whether the innermost mount above a folder is a network's; `mounts` is the text of /proc/mounts."""
    innermost, kind = -1, ""
    for line in mounts.splitlines():
        _, point, type_, *_ = [*line.split(" "), "", "", ""]
        point = re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), point)  # blanks are written as \040
        depth = len(PurePath(point).parts)
        if point and depth >= innermost and folder.is_relative_to(point):
            innermost, kind = depth, type_
    return _NETWORK_TYPES.fullmatch(kind) is not None
