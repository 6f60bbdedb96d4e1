#!/usr/bin/env bash
# Restores a backup made by backup.sh: restore.sh BACKUP [--force]
# The site must be stopped. Refuses a database that holds tables unless --force, which replaces them.
# Same variables as backup.sh.
set -euo pipefail

backup=${1:?Usage: restore.sh BACKUP [--force]}
force=${2:-}
files=${QA_FILES:?QA_FILES must name the folder of the file store}
[[ -z $force || $force == --force ]] || { echo "restore: unknown option $force" >&2; exit 2; }

(cd "$backup" && sha256sum --check --quiet SHA256SUMS) || { echo "restore: $backup is damaged" >&2; exit 1; }

tables=$(psql -X -Atc "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
if [[ $tables != 0 && $force != --force ]]; then
    echo "restore: the database holds $tables tables already; --force replaces them" >&2
    exit 1
fi

# Files first: a row must never name a file that is not there. Those that exist already have the same content (their name is its hash).
mkdir -p "$files"
tar --extract --file="$backup/files.tar" --directory="$files" --skip-old-files
# All or nothing: when anything fails, the database stays as it was.
{
    [[ $tables == 0 ]] || echo 'SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public;'
    pg_restore --no-owner --no-privileges --file=- "$backup/database.dump"
} | psql -X -q -v ON_ERROR_STOP=1 --single-transaction >/dev/null
echo "restored $backup"
