#!/usr/bin/env bash
# A small disk, which somebody else fills up: a journal far too large for it stores every alarm, says
# so, and recovers with room; the shipped agent lives on it, stores an alarm, and goes on. Then a disk
# that the system makes read-only, where a loop device can be had.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"

need mkfs.ext4=e2fsprogs mount=mount
[ "$(id -u)" -eq 0 ] || give_up 'Only root may mount a small disk.'
port=$work/dev/bedside-port-1
panel=$work/panel
disk=$work/disk
mkdir -p "$work/dev" "$work/config/anchors/server" "$work/config/anchors/signers" "$disk"
mkfifo "$panel"
export PUMP_BRIDGE_LOG=DEBUG
cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "bed-12", "hospital": "st-example" },
  "transports": { "ports": ["$work/dev/*"] },
  "drivers": { "families": ["alaris"] },
  "journal": { "max.megabytes": 16, "telemetry.commit.ms": 100 },
  "gateway": { "sample.interval.s": 1 },
  "uplink": { "server": "ssl://localhost:1", "account": "st-example" } }
JSON
unmount() { mountpoint -q "$disk" && umount -l "$disk"; }
trap 'status=$?; unmount; (exit "$status"); clear_away' EXIT

libraries=$(find "$repository"/bundles/{model,journal,trust}/target -maxdepth 1 -name 'io.pumpbridge.*.jar' \
  ! -name '*-tests.jar' ! -name '*-sources.jar' -printf '%p:')$product:$(dirname "$product")/demo/*
mkdir "$work/classes"
javac -proc:none -d "$work/classes" -cp "$libraries" "$parts/FullDisk.java" >"$work/out.txt" 2>&1 ||
  give_up "$(cat "$work/out.txt")"

# fill_up_to KILOBYTES: so many are left.
fill_up_to() {
  local free
  free=$(df --output=avail -k "$disk" | tail -n 1)
  [ "$free" -le "$1" ] || dd if=/dev/zero of="$disk/filler" bs=1k count=$((free - $1)) 2>/dev/null
}
fill_up() { fails dd if=/dev/zero of="$disk/filler" bs=64k 2>/dev/null; }
said() { grep -Eq "^$1\$" "$work/facts"; }

# a_journal: far beyond its disk; everything in driven time.
a_journal() {
  fill_up_to 12288
  holds 'a journal plays on 12 MB' eval \
    "'$java' -Xmx256m -cp '$work/classes:$libraries' io.pumpbridge.journal.FullDisk '$disk/journal' '$disk/filler' >'$work/facts' 2>'$work/facts.err'"
  holds '  the disk becomes full' said 'full true after [0-9]+'
  holds '  and stays so while 300 alarms come, and 15 000 samples' said 'still-full true'
  holds '  every alarm was stored, and not one is missing' eval \
    "said 'alarms-missing 0' && said 'alarms-promised [1-9][0-9]{2,}'"
  holds '  with room it recovers by itself' said 'full-with-room false'
  sed 's/^/    /' "$work/facts"
  rm -rf "$disk/journal" "$disk/filler"
}

# begin: a gateway with a pump that infuses, on what is mounted now.
begin() {
  agent_log=$work/agent.log
  # Not by 'bridge', whose shell alone would be ended later.
  "${as_a_gateway[@]}" pumps simulate --protocol alaris --serial 8002-51740 --link "pty:$port" <"$panel" \
    >"$work/pump.log" 2>&1 &
  pump=$!
  exec 3>"$panel"
  within 60 grep -q '^ready' "$work/pump.log" || give_up "The pump: $(cat "$work/pump.log")"
  at_panel 'rate 50' 'start'
  start_bridge "$agent_log" run --config "$work/config" --state "$disk/state"
}
at_panel() { printf '%s\n' "$@" >&3; }
finish_with() {
  end "$agent"
  exec 3>&-
  end "$pump"
  wait "$agent" "$pump" 2>/dev/null
}

told() { bridge journal export --jsonl --config "$work/config" --state "$disk/state"; }
tells() { told | grep -q "$1"; }
# durable NAME COUNT: as often the journal has said that such a record is on the disk.
durable() { [ "$(grep -c "record durable.* lane=$1" "$agent_log")" -ge "$2" ]; }
lives() { kill -0 "$agent"; }
whole() { bridge journal verify --config "$work/config" --state "$disk/state"; }

an_agent() {
  begin
  holds 'the shipped agent follows a pump' within 90 durable telemetry 2
  holds '  and has made all that it needs' within 90 grep -q '^running' "$agent_log"
  holds 'somebody fills the disk' fill_up
  at_panel 'occlude'
  holds '  an alarm is stored all the same' within 90 durable alarm 2
  holds '  and the agent lives' lives
  kill -KILL "$agent"
  wait "$agent" 2>/dev/null
  fill_up
  agent_log=$work/agent-2.log
  start_bridge "$agent_log" run --config "$work/config" --state "$disk/state"
  holds '  killed, it comes back on the full disk and stores what stands' within 90 durable alarm 2
  rm -f "$disk/filler"
  at_panel 'free' 'clear' 'start'
  holds '  and goes on when there is room' within 90 durable alarm 3
  finish_with
  holds '  nothing is missing' whole
  holds '  no file was left empty' \
    eval "[ -z \"\$(find '$disk/state' -type f -size 0 ! -name '*lock*' ! -name '*-wal')\" ]"
}

mount -t tmpfs -o size=40m,mode=0700 none "$disk" || give_up 'No tmpfs can be mounted.'
echo 'On a tmpfs of 40 MB'
a_journal
an_agent
umount -l "$disk"

truncate -s 64M "$work/image"
mkfs.ext4 -q "$work/image"
if loop=$(losetup --find --show "$work/image" 2>"$work/loop.err"); then
  mount -o errors=remount-ro "$loop" "$disk"
  echo 'On an ext4 of 64 MB'
  a_journal
  an_agent
  echo 'On an ext4 that the system makes read-only'
  rm -rf "$disk/state"
  begin
  holds 'the agent follows the pump' within 90 durable telemetry 2
  trigger=/sys/fs/ext4/$(basename "$loop")/trigger_fs_error
  if [ -w "$trigger" ]; then
    echo 1 >"$trigger"
    holds '  it says that nothing can be written' within 60 grep -q 'journal cannot write' "$agent_log"
    holds '  and lives' lives
  else
    echo '  (this kernel cannot break an ext4 on purpose)'
  fi
  finish_with
  umount -l "$disk"
  losetup --detach "$loop"
else
  printf '  (no loop device here, so ext4 was left out: %s)\n' "$(cat "$work/loop.err")"
fi
finish
