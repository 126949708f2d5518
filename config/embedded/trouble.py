"""What can go wrong when servers start, in words that say what to do."""

import re
import shutil
import tempfile
from pathlib import Path

FREE_BYTES = 400_000_000


class Trouble(Exception):
    """The servers cannot start; the text says in Chinese and in English what to do."""

    def __init__(self, chinese: str, english: str):
        super().__init__(f"{chinese}\n{english}")


def writable(root: Path) -> None:
    """Refuse early, with a reason, a folder that cannot be written or a disk without room."""
    try:
        for folder in (root, root / "run", root / "log"):
            folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root / "run") as probe:
            probe.write(b"0" * 4096)
            probe.flush()
    except OSError as error:
        raise diagnosis(str(root), str(error), root) from error
    if shutil.disk_usage(root).free < FREE_BYTES:
        raise disk_full(root)


def diagnosis(who: str, said: str, root: Path) -> Trouble:
    """Turn what a program said into what a person can do."""
    if re.search(r"No space left|Disk quota exceeded|could not resize shared memory", said):
        return disk_full(root)
    if re.search(r"Permission denied|Read-only file system|Operation not permitted", said):
        return Trouble(
            f"{root} 不可写。请检查该文件夹的所有者和权限，或用 JIEBANG_DATA 指定别的文件夹。",
            f"{root} is not writable: check its owner and rights, or set JIEBANG_DATA.\n{said[-500:]}",
        )
    return Trouble(f"{who} 未能启动，它的说明如下：", f"{who} did not start; it said:\n{said[-2000:]}")


def disk_full(root: Path) -> Trouble:
    needed = FREE_BYTES // 1_000_000
    return Trouble(
        f"{root} 所在磁盘空间不足（至少需要 {needed} MB），请清理后重试，或用 JIEBANG_DATA 指定别的文件夹。",
        f"The disk of {root} is full (at least {needed} MB needed); make room or set JIEBANG_DATA.",
    )
