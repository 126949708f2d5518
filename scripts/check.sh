#!/bin/sh
# Everything that can be judged without running a test. Goes on after a failure, names each, and fails at the end.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=

run() {
    label=$1
    shift
    if "$@"; then
        echo "ok    $label"
    else
        echo "FAIL  $label" >&2
        failed="$failed $label;"
    fi
}

# No server is asked: these commands look at code only.
export JIEBANG_MODE=test
JIEBANG_DATA=$(mktemp -d)
export JIEBANG_DATA
trap 'rm -rf "$JIEBANG_DATA"' EXIT

hexkey() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

production() {
    env JIEBANG_MODE=production SECRET_KEY="$(hexkey)$(hexkey)" KEYSTORE_KEK="$(hexkey)" SIGNING_KEK="$(hexkey)" \
        FIELD_KEYS="$(hexkey)" ALLOWED_HOSTS=jiebang.example CSRF_TRUSTED_ORIGINS=https://jiebang.example BEHIND_PROXY=1 \
        DATABASE_URL=postgres://jiebang:secret@db.example:5432/jiebang REDIS_URL=redis://redis.example:6379/0 \
        $bin/python manage.py check --deploy --fail-level WARNING
}

run "lint" $bin/ruff check --quiet .
run "format" $bin/ruff format --check --output-format concise .
run "import contracts" $bin/lint-imports --no-logo
run "migrations complete" $bin/python -W ignore manage.py makemigrations --check --dry-run
if $bin/python manage.py help --commands | grep -qx write_docs; then
    run "generated documents fresh" $bin/python manage.py write_docs --check
fi
run "fit for production" production

if [ -n "$failed" ]; then
    echo "make check failed:$failed" >&2
    exit 1
fi
