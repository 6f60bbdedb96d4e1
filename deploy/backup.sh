#!/usr/bin/env bash
# Backs up the database and the file store into a new folder under QA_BACKUPS and prints its name.
# PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE say which database; QA_FILES is the file store; QA_BACKUPS (./backups) the target.
# Keys and settings are not in it: keep .env and the encryption keys in another safe place.
set -euo pipefail

files=${QA_FILES:?QA_FILES must name the folder of the file store}
backups=${QA_BACKUPS:-./backups}
[[ -d $files ]] || { echo "backup: $files is not a folder" >&2; exit 1; }

umask 077
name=qualityaward-$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$backups"
draft=$backups/.$name.partial
mkdir "$draft"
trap 'rm -rf "$draft"' EXIT

# The database first: files are only ever added, so every file that the dump names is there afterwards.
pg_dump --format=custom --no-owner --no-privileges --file="$draft/database.dump"
tar --create --file="$draft/files.tar" --directory="$files" .
(cd "$draft" && sha256sum database.dump files.tar >SHA256SUMS)
mv "$draft" "$backups/$name"
trap - EXIT
echo "$backups/$name"
