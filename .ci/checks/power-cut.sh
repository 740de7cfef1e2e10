#!/usr/bin/env bash
# Power cuts: the real journal plays a script below a library that writes down every change of the
# disk (parts/disk-trace.c), a model of a disk replays it to every point and keeps what a power cut
# there may leave, and the real journal opens each of these and is held to its promises. The same
# with commits that are not durable must be found out. And how much a day writes to the flash.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"

need gcc=gcc mvn=maven
[ -e /usr/include/stdio.h ] || need no-headers=libc6-dev

# In memory if there is room: a recovery here is about what is read, not about how fast.
scratch=$work/scratch
if [ -w /dev/shm ] && [ "$(df --output=avail -m /dev/shm | tail -n 1)" -ge 1500 ]; then
  scratch=$(mktemp -d -p /dev/shm)
  trap 'status=$?; rm -rf "$scratch"; (exit "$status"); clear_away' EXIT
fi

build_library() {
  gcc -O2 -shared -fPIC -Wall -Wextra -Werror -o "$work/disk-trace.so" "$parts/disk-trace.c" -ldl -pthread
}
# What is not installed comes from the reactor; MAVEN_OPTIONS is where a local repository is named.
sweep() {
  # shellcheck disable=SC2086
  mvn --batch-mode --quiet ${MAVEN_OPTIONS:-} --file "$repository/pom.xml" -P power-cut \
    --projects bundles/journal --also-make process-test-classes \
    -Dpower-cut.library="$work/disk-trace.so" -Dpower-cut.scratch="$scratch/disk" >"$work/sweep.out" 2>&1
  local status=$?
  grep -v '^SLF4J' "$work/sweep.out"
  return $status
}

holds 'the recorder is built' build_library
if sweep; then
  proven=$((proven + 1))
else
  failed=$((failed + 1))
fi
finish
