"""Whether a folder is on another machine: SQLite's write-ahead log needs memory that all who use the file share."""

import re
from pathlib import Path, PurePath, PureWindowsPath

_MOUNTS = Path("/proc/self/mounts")
_NETWORK_TYPES = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|ncpfs|ceph|glusterfs|lustre|davfs|fuse\.(sshfs|rclone|s3fs|davfs2?|glusterfs|ceph\S*)"
)


def is_on_network(folder: Path) -> bool:
    """Return whether a folder is on another machine, as far as the system tells; False where it does not."""
    if is_share(PureWindowsPath(folder)) and not str(folder).startswith("/"):
        return True
    try:
        return is_mounted_from_network(folder.resolve(), _MOUNTS.read_text("utf-8", "replace"))
    except OSError:  # a system without such a list
        return False


def is_share(folder: PureWindowsPath) -> bool:
    """Return whether a path of Windows names a share of another machine, such as \\\\server\\share."""
    return folder.drive.startswith("\\\\")


def is_mounted_from_network(folder: PurePath, mounts: str) -> bool:
    """Return whether the innermost of these mounts (the lines of /proc/mounts) above a folder is a network's."""
    innermost, kind = -1, ""
    for line in mounts.splitlines():
        _, point, type_, *_ = [*line.split(" "), "", "", ""]
        point = re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), point)  # blanks stand as \040
        depth = len(PurePath(point).parts)
        if point and depth >= innermost and folder.is_relative_to(point):
            innermost, kind = depth, type_
    return _NETWORK_TYPES.fullmatch(kind) is not None
