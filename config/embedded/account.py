"""The operating system's account that runs PostgreSQL."""

import os
import pwd
import stat
import sys
from pathlib import Path

from config.embedded.trouble import Trouble


class Account:
    """Who runs PostgreSQL: we ourselves, or, when we are root (whom it refuses), an account without rights."""

    def __init__(self, uid: int, gid: int):
        self.uid, self.gid = uid, gid
        self.switch = os.geteuid() == 0

    @classmethod
    def for_folder(cls, folder: Path) -> "Account":
        owner = folder.stat() if folder.exists() else None
        if os.geteuid() != 0:
            if owner and owner.st_uid != os.geteuid():
                raise Trouble(
                    f"{folder} 属于另一个用户，请用该用户运行，或用 JIEBANG_DATA 指定别的文件夹。",
                    f"{folder} belongs to another user; run as that user or name another folder in JIEBANG_DATA.",
                )
            return cls(os.geteuid(), os.getegid())
        if owner and owner.st_uid:
            return cls(owner.st_uid, owner.st_gid)
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        raise Trouble(
            "PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 账户，请改用普通用户运行。",
            "PostgreSQL refuses to run as root and there is no account postgres or nobody; run as an ordinary user.",
        )

    def popen(self) -> dict:
        """Arguments of subprocess that make a child run as this account, without anybody's PG… variables."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        who = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        return {"env": {**kept, "LC_ALL": "C"}, **who}

    def own(self, path: Path) -> None:
        if self.switch and not path.is_symlink():
            os.chown(path, self.uid, self.gid)

    def may_enter(self, path: Path) -> None:
        """Let the account pass through the folders above `path`: the right to search them, nothing more."""
        if not self.switch:
            return
        for folder in path.parents:
            found = folder.stat()
            bit = {self.uid: stat.S_IXUSR}.get(found.st_uid) or {self.gid: stat.S_IXGRP}.get(found.st_gid, stat.S_IXOTH)
            if not found.st_mode & bit:
                text = f"chmod o+x {folder}：PostgreSQL 以普通账户运行 / PostgreSQL runs as an ordinary account."
                print(text, file=sys.stderr)
                folder.chmod(stat.S_IMODE(found.st_mode) | bit)
