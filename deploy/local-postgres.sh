#!/usr/bin/env bash
# A private PostgreSQL cluster for development and tests: own data directory, own port, 127.0.0.1 only, no fsync
# (QA_DB_DURABLE=1: a cluster of its own that keeps every commit, for measurements).
# Usage: deploy/local-postgres.sh start | stop | status | url [DATABASE]
#   start   makes the cluster on first use and starts it; harmless when it runs already
#   url     prints the connection string for .NET
#   QA_DB_PORT   the port (default 54329, or the next free one when another program has it);
#                a port named explicitly gets a cluster of its own, so two copies never share data by accident
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
local_dir=$root/.local
default_port=54329
database=qualityaward
name=postgres${QA_DB_PORT:+-$QA_DB_PORT}
[[ ${QA_DB_PORT:-$default_port} == "$default_port" ]] && name=postgres
durability="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
if [[ -n ${QA_DB_DURABLE:-} ]]; then
    default_port=54429
    name=$name-durable
    durability="-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=512MB -c max_wal_size=4GB"
fi

die() { echo "local-postgres: $*" >&2; exit 1; }

[[ ${QA_DB_PORT:-$default_port} =~ ^[0-9]+$ ]] || die "QA_DB_PORT is not a number: $QA_DB_PORT"

# The versioned directory first: what stands in PATH may be a wrapper.
find_bin() {
    local dir
    for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5nr); do
        [[ -x $dir/initdb ]] && { echo "$dir"; return; }
    done
    command -v pg_config >/dev/null && pg_config --bindir && return
    die "PostgreSQL is not installed (Debian: apt-get install postgresql)"
}

# PostgreSQL refuses to run as root, so root hands over to the owner of the data directory.
as_owner() {
    if [[ $(id -un) == "$owner" ]]; then
        (cd / && "$@")
    elif [[ $(id -u) == 0 ]]; then
        (cd / && runuser -u "$owner" -- "$@")
    else
        die "only root or $owner may do this"
    fi
}

password() {
    local file=$root/src/QualityAward.Web/appsettings.Development.json found=
    [[ -r $file ]] && found=$(sed -n 's/.*"Default".*Password=\([^;"]*\).*/\1/p' "$file" | head -n 1)
    echo "${found:-qualityaward}"
}

# Where the data is: remembered in .local/NAME.dir once chosen (data directory, then checkout; a copied checkout gets its own).
locate() {
    local memory=$local_dir/$name.dir home=
    data=
    [[ -r $memory ]] && { read -r data && read -r home; } <"$memory"
    [[ -n $data && $home == "$root" && -d $data ]] || return 1
    owner=$(stat -c %U "$data")
    [[ $(id -u) == 0 || $owner == "$(id -un)" ]] ||
        die "the cluster in $data belongs to user $owner: run this as that user or as root, or remove $memory"
}

choose() {
    owner=$(id -un)
    data=$local_dir/$name
    [[ -e $data ]] && data=$(mktemp -d "$local_dir/$name-XXXXXX")
    mkdir -p "$data"
    if [[ $owner == root ]]; then
        owner=postgres
        id postgres >/dev/null 2>&1 || die "user postgres is missing (Debian: apt-get install postgresql)"
        chown postgres: "$data"
        # A checkout under /root cannot be reached by user postgres.
        if ! as_owner test -w "$data" 2>/dev/null; then
            rmdir "$data"
            local base=/var/lib/postgresql
            as_owner test -w "$base" 2>/dev/null || base=/tmp
            data=$(as_owner mktemp -d "$base/qualityaward-XXXXXX")
        fi
    fi
    chmod 700 "$data"
    printf '%s\n' "$data" "$root" >"$local_dir/$name.dir"
}

running() { as_owner "$bin/pg_ctl" status -D "$data" >/dev/null 2>&1; }

busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The fourth line of postmaster.pid is the port.
running_port() { as_owner sed -n 4p "$data/postmaster.pid"; }

free_port() {
    local port=${QA_DB_PORT:-$default_port}
    if [[ -n ${QA_DB_PORT:-} ]]; then
        busy "$port" && die "port $port (QA_DB_PORT) is used by another program"
        echo "$port"
        return
    fi
    while busy "$port"; do
        port=$((port + 1))
        ((port < default_port + 200)) || die "no free port between $default_port and $port"
    done
    echo "$port"
}

sql() { # sql USER DATABASE, statement on stdin
    PGPASSWORD=$(password) "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U "$1" -d "$2" -At
}

start() {
    bin=$(find_bin)
    locate || choose
    if ! as_owner test -s "$data/PG_VERSION"; then
        local pwfile
        pwfile=$(as_owner mktemp)
        # shellcheck disable=SC2016 # $0 and $1 belong to the inner shell
        as_owner sh -c 'echo "$1" >"$0"' "$pwfile" "$(password)"
        as_owner "$bin/initdb" -D "$data" -U postgres --pwfile="$pwfile" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$local_dir/$name.initdb.log" 2>&1 ||
            { cat "$local_dir/$name.initdb.log" >&2; die "initdb failed"; }
        as_owner rm -f "$pwfile"
    fi
    if running; then
        port=$(running_port)
    else
        # Another copy may take the port between the look and the start: then look again.
        local try
        for try in 1 2 3; do
            port=$(free_port)
            as_owner "$bin/pg_ctl" start -w -t 60 -D "$data" -l "$data/server.log" -o \
                "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 $durability -c wal_level=minimal -c max_wal_senders=0 -c timezone=UTC" \
                >/dev/null </dev/null 9>&- && break
            ((try < 3)) || { as_owner tail -n 20 "$data/server.log" >&2; die "PostgreSQL did not start on port $port"; }
        done
    fi
    if [[ $(sql postgres postgres <<<"SELECT count(*) FROM pg_roles WHERE rolname = 'qualityaward'") == 0 ]]; then
        sql postgres postgres <<<"CREATE ROLE qualityaward LOGIN CREATEDB PASSWORD '$(password)'"
    fi
    if [[ $(sql postgres postgres <<<"SELECT count(*) FROM pg_database WHERE datname = '$database'") == 0 ]]; then
        sql postgres postgres <<<"CREATE DATABASE $database OWNER qualityaward"
    fi
}

require_running() {
    bin=$(find_bin)
    locate || die "no cluster yet: ./dev db start"
    running || die "PostgreSQL is not running: ./dev db start"
    port=$(running_port)
}

case ${1:-} in
    start)
        mkdir -p "$local_dir"
        # One at a time per checkout; the server must not inherit the lock (9>&- above).
        exec 9>"$local_dir/$name.lock"
        flock 9
        start
        ;;
    stop)
        bin=$(find_bin)
        locate || exit 0
        running || exit 0
        as_owner "$bin/pg_ctl" stop -m fast -w -D "$data" >/dev/null
        ;;
    status)
        bin=$(find_bin)
        locate && running
        ;;
    url)
        require_running
        echo "Host=127.0.0.1;Port=$port;Database=${2:-$database};Username=qualityaward;Password=$(password)"
        ;;
    psql)
        require_running
        shift
        PGPASSWORD=$(password) exec "$bin/psql" -X -h 127.0.0.1 -p "$port" -U qualityaward -d "$database" "$@"
        ;;
    *)
        sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac
