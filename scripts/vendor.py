#!/usr/bin/env python3
"""Refresh the files we serve but did not write (`make vendor`): fetch by package name and version with `npm pack`,
keep only what the pages load, rebuild the icon sprite, and rewrite the SHA-256 manifest that a test compares.
`--check` only compares the files with the manifest, offline.

Needs npm only here; nothing of Node exists at run time.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"
SUMS = VENDOR / "SHA256SUMS"

TABLER = ("@tabler/core", "1.4.0", {"dist/css/tabler.min.css": "tabler.min.css"})
HTMX = ("htmx.org", "2.0.11", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"})
ICONS = ("@tabler/icons", "3.35.0", {"LICENSE": "LICENSE"})

# Tabler's package carries no licence file; its own header names the holders and the licence, which we print in full.
TABLER_LICENSE = """The MIT License (MIT)

Copyright (c) 2018-2025 The Tabler Authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""  # noqa: E501

# The words our pages use for icons; every one is a Tabler outline icon of the same name.
ICON_NAMES = """
flag arrows-exchange briefcase chart-line coin receipt-2 scale gavel home list-details speakerphone award flag-2 users-group chart-bar search login logout menu-2 x chevron-right
chevron-down chevron-up arrow-right check alert-triangle info-circle circle-x circle-check clock calendar download
upload printer file-text file-certificate paperclip lock lock-open key user user-circle users building building-bank
coins cash receipt scale gavel clipboard-check checklist target trophy history eye eye-off edit trash plus minus filter
sort-ascending arrows-sort external-link link mail bell message help settings shield-check database refresh player-pause
player-play ban contrast text-size map-pin seedling bulb timeline git-merge layout-dashboard folder inbox send hand-stop
signature hourglass star arrow-up arrow-down copy writing archive license
""".split()


def fetch(name: str, version: str, into: Path) -> Path:
    """Unpack one npm package and return its root folder."""
    subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"], cwd=into, check=True, capture_output=True, text=True
    )
    (archive,) = into.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def clean(text: str) -> str:
    """Drop the pointer to a source map we do not ship (hashed static storage refuses a dangling one)."""
    return re.sub(r"(?m)^(/\*|//)# sourceMappingURL=.*$\n?", "", text).rstrip("\n") + "\n"


def sprite(icons: Path) -> str:
    """One SVG with a <symbol> an icon, so that a page of fifty icons costs one cached request."""
    symbols = []
    for name in sorted(set(ICON_NAMES)):
        source = (icons / f"{name}.svg").read_text(encoding="utf-8")
        body = re.search(r"<svg[^>]*>(.*)</svg>", source, re.S).group(1)
        body = body.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none"/>', "")
        body = re.sub(r">\s+<", "><", body.strip()).replace(" />", "/>")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    head = "<!-- Tabler Icons, MIT, see vendor/tabler-icons-*/LICENSE; built by scripts/vendor.py -->"
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + head + "\n" + "\n".join(symbols) + "\n</svg>\n"


def sums() -> str:
    """The manifest: digest and path of every vendored file and of the sprite, in sorted order."""
    files = [path for path in VENDOR.rglob("*") if path.is_file() and path != SUMS] + [STATIC / "icons.svg"]
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(STATIC).as_posix()}"
        for path in sorted(files)
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    before = SUMS.read_text(encoding="utf-8") if SUMS.exists() else ""
    if "--check" in sys.argv[1:]:
        sys.exit(None if sums() == before else "static/vendor differs from its SHA256SUMS; run `make vendor`.")
    if shutil.which("npm") is None:
        sys.exit("npm is needed to refresh the vendored files; install Node.js, or leave them as they are committed.")
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, version, files in (TABLER, HTMX, ICONS):
        short = {"@tabler/core": "tabler", "htmx.org": "htmx", "@tabler/icons": "tabler-icons"}[name]
        folder = VENDOR / f"{short}-{version}"
        folder.mkdir(parents=True)
        with tempfile.TemporaryDirectory() as scratch:
            package = fetch(name, version, Path(scratch))
            for source, target in files.items():
                (folder / target).write_text(clean((package / source).read_text(encoding="utf-8")), encoding="utf-8")
            if short == "tabler":
                (folder / "LICENSE").write_text(TABLER_LICENSE, encoding="utf-8")
            if short == "tabler-icons":
                (STATIC / "icons.svg").write_text(sprite(package / "icons" / "outline"), encoding="utf-8")
        print(f"{name} {version} → {folder.relative_to(STATIC.parent)}")
    SUMS.write_text(sums(), encoding="utf-8")
    print(
        "SHA256SUMS unchanged" if sums() == before else "SHA256SUMS rewritten; review the difference before committing"
    )


if __name__ == "__main__":
    main()
