#!/bin/sh
# Keeps a copy of the database, the files and the wrapped keys; run it beside docker-compose.yml, by cron, every night:
#   15 2 * * *  cd /srv/jiebang && deploy/backup.sh /backup/jiebang
# The keys that unwrap (KEYSTORE_KEK, SIGNING_KEK, FIELD_KEYS) are in .env: keep that apart, never beside these copies.
# Back again: `docker compose up -d db`, `docker compose exec -T db pg_restore --username jiebang --dbname jiebang --clean
# --if-exists < db.dump`, unpack files.tar into the volumes media and keystore, `docker compose up -d`, and let
# `docker compose exec worker python manage.py verify_audit` and `… check_books` say that nothing is missing.
set -eu

to=${1:?name the folder that the copies go into}/$(date +%Y%m%d-%H%M%S)
keep=${KEEP_DAYS:-30}
umask 077
mkdir -p "$to"

# The database first: a file that comes afterwards is no loss, a row without its file would be.
docker compose exec -T db pg_dump --username jiebang --format custom jiebang > "$to/db.dump.part"
mv "$to/db.dump.part" "$to/db.dump"
docker compose exec -T worker tar --create --directory /data media keystore > "$to/files.tar.part"
mv "$to/files.tar.part" "$to/files.tar"
(cd "$to" && sha256sum db.dump files.tar > SHA256SUMS)
find "$(dirname "$to")" -mindepth 1 -maxdepth 1 -type d -name '20??????-??????' -mtime "+$keep" -exec rm -r {} +
echo "kept in $to"
