#!/bin/sh
# Compile pyproject.toml into requirements/*.txt: exact versions with hashes for every supported Python and platform,
# no address of any index. `UPGRADE=1` takes newer versions, else what stands in the files is kept.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
compile() {
    out=$1
    shift
    "$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links ${UPGRADE:+--upgrade} "$@" --output-file "$out"
    if grep -nE '://|^--|file:|@ ' "$out"; then
        echo "$out names an address; it must not" >&2
        exit 1
    fi
}
compile requirements/dev.txt --extra embedded --extra dev
compile requirements/bench.txt --extra bench --constraint requirements/dev.txt
compile requirements/embedded.txt --extra embedded --constraint requirements/dev.txt
compile requirements/base.txt --constraint requirements/dev.txt
