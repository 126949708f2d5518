"""A killed test run is cleared away by the next one; a living one is left alone."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config import processes
from tests import servers


def test_a_killed_run_is_cleared_and_a_living_one_is_not(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("dead", "living"):
        (tmp_path / f"{servers.PREFIX}{name}").mkdir()
    processes.remember(tmp_path / f"{servers.PREFIX}living" / servers.OWNER, os.getpid())
    gone = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    processes.remember(tmp_path / f"{servers.PREFIX}dead" / servers.OWNER, gone.pid)
    gone.kill()
    gone.communicate()
    servers._clear_killed_runs()
    assert [path.name for path in Path(tmp_path).iterdir()] == [f"{servers.PREFIX}living"]
