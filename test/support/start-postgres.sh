#!/usr/bin/env bash
# Starts a PostgreSQL server with pgvector for tests, on Debian or Ubuntu as root, and prints its URL.
#   start-postgres.sh start DIRECTORY [PORT]   a new server in DIRECTORY (default: a free port)
#   start-postgres.sh stop DIRECTORY           stops it and removes DIRECTORY
# Installs what is missing. Nothing of it is for an office: no password, and no care for a power cut.
set -euo pipefail

command=${1:?start or stop}
directory=${2:?a directory of its own}
log() { echo "start-postgres: $*" >&2; }
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
# The newest server that is installed, as /usr/lib/postgresql/15.
installed_server() { find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -type d 2>/dev/null | sort -V | tail -n 1; }
install_packages() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }

if [ "$command" = stop ]; then
  server=$(installed_server)
  as_postgres "$server/bin/pg_ctl" -D "$directory/data" -s -m immediate stop || true
  rm -rf "$directory"
  exit 0
fi

if [ ! -x "$(installed_server)/bin/initdb" ]; then
  log 'installing postgresql'
  install_packages postgresql
fi
server=$(installed_server)
version=$(basename "$server")

# pgvector: Debian has a package from 13 on. Debian 12 has none, so the next release's source is built against the
# server at hand; its binary would pull in a newer C library.
build_pgvector() {
  install_packages "postgresql-server-dev-$version" build-essential dpkg-dev
  local work parts sources codename
  work=$(mktemp -d)
  eval "$(apt-config shell parts Dir::Etc::sourceparts/d)"
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  sources="$work/next.sources"
  if [ -f "$parts/debian.sources" ]; then
    sed -e 's/^Types:.*/Types: deb-src/' -e "s/\b$codename\b/trixie/g" "$parts/debian.sources" >"$sources"
  else
    eval "$(apt-config shell list Dir::Etc::sourcelist/f)"
    sources="$work/next.list"
    sed -n -e "s/^deb /deb-src /; s/\b$codename\b/trixie/gp" "$list" >"$sources"
  fi
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
  # Lists and cache of its own: the machine's apt never hears of the other release.
  local apt=(apt-get -qq -o "Dir::Etc::SourceList=$sources" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
  "${apt[@]}" update
  (cd "$work" && "${apt[@]}" source pgvector >/dev/null)
  # OPTFLAGS: no -march=native, so that the result also runs on another machine of the same kind.
  local make=(make -s -C "$(echo "$work"/pgvector-*/)" OPTFLAGS= with_llvm=no "PG_CONFIG=$server/bin/pg_config")
  "${make[@]}" -j"$(nproc)" >/dev/null
  "${make[@]}" install >/dev/null
  rm -rf "$work"
}

if [ ! -f "/usr/share/postgresql/$version/extension/vector.control" ]; then
  log "installing pgvector for PostgreSQL $version"
  if apt-cache show "postgresql-$version-pgvector" >/dev/null 2>&1; then
    install_packages "postgresql-$version-pgvector"
  else
    build_pgvector
  fi
fi

port=${3:-$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")}
mkdir -p "$directory"
if [ "$(id -u)" = 0 ]; then chown postgres "$directory"; fi
cd "$directory"
as_postgres "$server/bin/initdb" -D "$directory/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 -N >/dev/null
# The log goes to a file and stdin is closed, or the caller would wait for the server to end.
as_postgres "$server/bin/pg_ctl" -D "$directory/data" -s -w -l "$directory/log" \
  -o "-p $port -k $directory -c listen_addresses=127.0.0.1 -c fsync=off" start </dev/null >&2
echo "postgres://postgres@127.0.0.1:$port/postgres"
