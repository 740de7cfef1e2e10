# shellcheck shell=bash
# Sourced by the checks beside this folder: what each needs to install, to say, to wait for and to
# clear away. Everything happens on loopback and in one temporary folder.

set -uo pipefail
umask 022 # as on most machines: what is private must be so by itself
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
PATH=$PATH:/usr/sbin:/sbin

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
parts=$repository/.ci/checks/parts
product=$repository/bundles/runtime/target/pump-bridge.jar
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
proven=0
failed=0

# Ends what this check started, and leaves no key behind.
clear_away() {
  local status=$? pid ours
  [ "$BASHPID" = "$$" ] || exit "$status" # a child that a signal met before it became a program
  ours=$(jobs -rp) # children only: a number that somebody else has by now is not among them
  for pid in $ours; do kill "$pid"; done
  for pid in $ours; do gone_soon "$pid" || kill -KILL "$pid"; done
  rm -rf "$work"
  exit "$status"
}
trap clear_away EXIT
trap 'exit 130' INT TERM

# give_up SENTENCE: what the rest stands on is not there.
give_up() {
  printf 'NOT POSSIBLE: %s\n' "$1" >&2
  exit 1
}

# holds SENTENCE COMMAND...: counts and says whether the command succeeds.
holds() {
  local sentence=$1
  shift
  if "$@" >"$work/last.out" 2>&1; then
    proven=$((proven + 1))
    printf '  ok: %s\n' "$sentence"
  else
    failed=$((failed + 1))
    printf '  DOES NOT HOLD: %s\n' "$sentence"
    printf '    %s\n' "$*"
    tail -n 20 "$work/last.out" | sed 's/^/    | /'
  fi
}

# fails COMMAND...: for what must not succeed.
fails() { ! "$@"; }

# within SECONDS COMMAND...: looks again and again until the command succeeds or time is over.
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      printf 'not in time\n'
      return 1
    fi
    sleep 0.1 # between two looks only
  done
}

gone() { ! kill -0 "$1" 2>/dev/null; }
gone_soon() { within 6 gone "$1"; } # the product promises 5 s

# end PID: in order, and waits for it.
end() {
  kill "$1" 2>/dev/null
  gone_soon "$1"
}

# finish: the check's exit code says whether everything held.
finish() {
  printf '%s of %s sentences hold (%s s).\n' "$proven" "$((proven + failed))" "$SECONDS"
  [ "$failed" -eq 0 ]
  exit
}

# need COMMAND=PACKAGE...: installs Debian's packages for commands that are missing.
need() {
  local pair packages=() as_root=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || packages+=("${pair#*=}")
  done
  [ "${#packages[@]}" -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || give_up "Missing, and nobody here may install: ${packages[*]}."
    as_root=(sudo)
  fi
  # Offline, because a freshly installed broker would be started as a service of the machine.
  as_root+=(env "DEBIAN_FRONTEND=$DEBIAN_FRONTEND" SYSTEMD_OFFLINE=1)
  if ! {
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}"
  } >"$work/apt.log" 2>&1; then
    tail -n 5 "$work/apt.log" >&2
    give_up "These packages cannot be installed: ${packages[*]}."
  fi
}

# free_port: below the range from which the kernel takes ports for those who call.
free_port() {
  local candidate
  while true; do
    candidate=$((20000 + RANDOM % 12000))
    (: <"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || break
  done
  echo "$candidate"
}

# The flags that bundles/runtime/README.md gives, with some more heap.
as_a_gateway=("$java" -XX:+UseSerialGC -XX:ReservedCodeCacheSize=32m -XX:FreqInlineSize=100
  -XX:InlineSmallCode=600 -XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=2000 -Xmx64m
  -Xss512k -jar "$product")

# bridge ARGUMENTS...: the product as a gateway runs it.
bridge() { "${as_a_gateway[@]}" "$@"; }

# start_bridge LOG ARGUMENTS...: the same in the background. Signals to $agent reach it; after
# 'bridge run &' they would end a shell and leave the product behind.
start_bridge() {
  local log=$1
  shift
  "${as_a_gateway[@]}" "$@" >"$log" 2>&1 &
  agent=$!
}

[ -f "$product" ] || give_up "$product is not there; build it with 'mvn verify' first."
