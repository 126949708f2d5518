#!/bin/sh
# environment.sh embedded|dev|bench: make .venv and install requirements/NAME.txt into it, unless that is done already.
# Needs nothing but sh and a Python of 3.11 to 3.13 with venv.
set -eu
cd "$(dirname "$0")/.."
wanted=requirements/$1.txt
# What drives the load brings a web framework of its own; it stays away from the tests.
venv=.venv
[ "$1" = bench ] && venv=.venv-bench

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

if [ ! -x $venv/bin/python ] || ! fits $venv/bin/python; then
    python=
    for name in ${PYTHON:-python3.12 python3.11 python3.13 python3 python}; do
        if command -v "$name" >/dev/null && fits "$name"; then
            python=$name
            break
        fi
    done
    if [ -z "$python" ]; then
        have=$(python3 --version 2>/dev/null || echo "no python3")
        echo "需要 Python 3.11、3.12 或 3.13（当前：$have）。Debian/Ubuntu：apt-get install python3 python3-venv；" >&2
        echo "macOS：brew install python@3.13；或指定：make demo PYTHON=/路径/python3.13" >&2
        echo "Python 3.11, 3.12 or 3.13 is needed (here: $have); install one, or name it with PYTHON=." >&2
        exit 1
    fi
    rm -rf "$venv"
    if ! "$python" -m venv "$venv"; then
        rm -rf "$venv"
        echo "无法建立虚拟环境；Debian/Ubuntu 请安装 python3-venv / install python3-venv (apt-get install python3-venv)." >&2
        exit 1
    fi
fi

# The stamp is the digest of the lock file: a changed lock installs again, a second start costs nothing.
stamp=$venv/.$1
digest=$($venv/bin/python -c 'import hashlib,sys; print(hashlib.sha256(open(sys.argv[1],"rb").read()).hexdigest())' "$wanted")
if [ "$(cat "$stamp" 2>/dev/null)" != "$digest" ]; then
    echo "[jiebang] 正在安装依赖 / installing $wanted …"
    if ! $venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$wanted"; then
        echo "依赖安装失败：请检查网络、磁盘空间，或 pip 的镜像设置 / installing failed: see above." >&2
        exit 1
    fi
    $venv/bin/python scripts/redis_binary.py
    echo "$digest" >"$stamp"
fi
