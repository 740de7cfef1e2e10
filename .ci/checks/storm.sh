#!/usr/bin/env bash
# Everything at once: for some minutes the shipped agent, the real Mosquitto, the pump server and the
# pump are killed, frozen, stopped and started again, and the gateway's disk fills and empties, each at
# moments that a seed draws, while a nurse turns the pump and it alarms. Then all is mended: what the
# journal has acknowledged is at the server, in one unbroken chain.
#
#   storm.sh [SEED [ROUNDS]]       (a seed from 0 to 32767; some 8 s a round)
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"
# shellcheck source=parts/broker.sh
. "$parts/broker.sh"
# shellcheck source=parts/reference.sh
. "$parts/reference.sh"

need mosquitto=mosquitto mount=mount
[ "$(id -u)" -eq 0 ] || give_up 'Only root may mount a small disk.'
seed=${1:-9}
rounds=${2:-15}
RANDOM=$seed
disk=$work/disk
port=$work/dev/bedside-port-1
panel=$work/panel
agent_log=$work/agent.log
server_log=$work/server.log
broker_log=$work/broker.log
broker_port=$(free_port)
state=$disk/state
mkdir -p "$work/dev" "$work/config" "$disk"
mkfifo "$panel"
unmount() { mountpoint -q "$disk" && umount -l "$disk"; }
trap 'status=$?; unmount; (exit "$status"); clear_away' EXIT
mount -t tmpfs -o size=40m,mode=0700 none "$disk" || give_up 'No tmpfs can be mounted.'

echo "A gateway and its hospital; seed $seed"
open_reference "$work/config"
cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "$gateway", "hospital": "$hospital" },
  "transports": { "ports": ["$work/dev/*"] },
  "drivers": { "families": ["alaris"] },
  "journal": { "max.megabytes": 16, "telemetry.commit.ms": 100 },
  "gateway": { "sample.interval.s": 1 },
  "uplink": { "server": "ssl://localhost:$broker_port", "account": "$hospital" } }
JSON
provision() { bridge provision --config "$work/config" --state "$state" "$@" >"$work/out.txt" 2>&1; }
provision --request "$work/gateway.csr" || give_up "$(cat "$work/out.txt")"
certify_by_reference "$work/gateway.csr" "$work/gateway.pem"
provision --certificate "$work/gateway.pem" || give_up "$(cat "$work/out.txt")"
cat >"$work/mosquitto.conf" <<CONFIGURATION
user $(id -un)
listener $broker_port 127.0.0.1
persistence false
allow_anonymous false
cafile $hospital_side/authority/root.pem
certfile $hospital_side/authority/tls-server.pem
keyfile $hospital_side/authority/tls-server.pem
require_certificate true
use_identity_as_username true
max_queued_messages 0
log_type notice
log_type error
log_dest file $broker_log
CONFIGURATION

# Each can be ended in any way and begun again; what they say is kept.
begin_broker() {
  mosquitto -c "$work/mosquitto.conf" >>"$work/broker.out" 2>&1 &
  broker=$!
}
begin_server() {
  "${as_the_server[@]}" serve "$hospital_side" "ssl://localhost:$broker_port" "$hospital" 'none 0 0 0 0' \
    >>"$server_log" 2>>"$work/server.err" &
  pump_server=$!
}
begin_agent() {
  PUMP_BRIDGE_LOG=DEBUG "${as_a_gateway[@]}" run --config "$work/config" --state "$state" \
    >>"$agent_log" 2>&1 &
  agent=$!
}
begin_pump() {
  "${as_a_gateway[@]}" pumps simulate --protocol alaris --serial 8002-51740 --link "pty:$port" \
    <"$panel" >>"$work/pump.log" 2>&1 &
  pump=$!
  exec 3>"$panel"
}
at_panel() { gone "$pump" || printf '%s\n' "$@" >&3; }

# draw COUNT: below it. A subshell would draw the same again and again.
draw() { drawn=$((RANDOM % $1)); }
# a_moment SECONDS: up to so long; the time between two faults is what this is about.
a_moment() {
  draw $(($1 * 10))
  sleep "$((drawn / 10)).$((drawn % 10))"
}

killed=0
kill_hard() {
  kill -KILL "$1" 2>/dev/null
  wait "$1" 2>/dev/null
  killed=$((killed + 1))
}
frozen() {
  kill -STOP "$1" 2>/dev/null
  a_moment 8
  kill -CONT "$1" 2>/dev/null
}
fill_up() { fails dd if=/dev/zero of="$disk/filler" bs=64k 2>/dev/null; }
is_full=false

nurse() {
  draw 5
  case $drawn in
  0) at_panel empty ;;
  1) at_panel 'mains off' ;;
  2) at_panel 'mains on' replug ;;
  3) at_panel unplug ;;
  *)
    draw 90
    at_panel 'mains on' replug 'load 50' clear "rate $((drawn + 10))" start
    ;;
  esac
}

strike() {
  draw 12
  case $drawn in
  0 | 1) kill_hard "$agent" && begin_agent ;;
  2) end "$agent" && begin_agent ;;
  3) frozen "$agent" ;;
  4) kill_hard "$broker" && a_moment 4 && begin_broker ;;
  5) frozen "$broker" ;;
  6) kill_hard "$pump_server" && a_moment 4 && begin_server ;;
  7) frozen "$pump_server" ;;
  8) kill_hard "$pump" && a_moment 3 && begin_pump ;;
  *)
    if "$is_full"; then rm -f "$disk/filler"; else fill_up; fi
    "$is_full" && is_full=false || is_full=true
    ;;
  esac
}

ended_by_itself=0
# As systemd does it.
keep_alive() {
  if gone "$agent"; then
    ended_by_itself=$((ended_by_itself + 1))
    echo "  the agent has ended by itself: $(tail -n 1 "$agent_log")"
    begin_agent
  fi
}

begin_broker
begin_server
begin_pump
begin_agent
durable() { grep -q "record durable.* lane=$1" "$agent_log"; }
holds 'the agent follows the pump' within 90 durable telemetry

echo "$rounds strikes"
for ((round = 0; round < rounds; round++)); do
  nurse
  strike
  a_moment 10
  keep_alive
done
echo "  $killed processes were killed; the agent ended $ended_by_itself times by itself"

echo 'All is mended'
rm -f "$disk/filler"
for each in agent broker pump_server; do
  gone "${!each}" && "begin_${each#pump_}"
done
kill_hard "$pump" # so that there is an end
nothing_waits() {
  bridge journal stats --json --config "$work/config" --state "$state" | grep -q '^{"waiting":0,'
}
holds 'the server has signed for everything' within 180 nothing_waits
# by_lane: of lines "epoch lane number" the greatest number for each lane.
by_lane() { awk '{ if ($3 > top[$1 " " $2]) top[$1 " " $2] = $3 } END { for (k in top) print k, top[k] }' | sort; }
sed -n 's/.*record durable epoch=\([^ ]*\) lane=\([^ ]*\) seq=\([0-9]*\).*/\1 \2 \3/p' "$agent_log" |
  by_lane >"$work/acknowledged"
end "$agent"
holds 'the agent ends in order' eval 'wait "$agent"'
holds 'its journal is whole' bridge journal verify --config "$work/config" --state "$state"
holds '  no store was set aside' \
  eval "[ -z \"\$(find '$state/journal' -maxdepth 1 -name 'damaged-*')\" ]"
end "$pump_server"
verify_server() {
  bridge journal verify --json --server-stream "$hospital_side/server/$gateway.records" \
    >"$work/verified.jsonl"
}
holds 'what the server has stored is whole' verify_server
sed -n 's/.*"type":"lane".*"epoch":"\([^"]*\)","lane":"\([^"]*\)".*"last":\([0-9]*\).*/\1 \2 \3/p' \
  "$work/verified.jsonl" | by_lane >"$work/stored"
everything_acknowledged_is_stored() {
  cat "$work/acknowledged" "$work/stored"
  [ "$(wc -l <"$work/acknowledged")" -eq 4 ] || return 1
  join -j 1 <(sed 's/ /\//' "$work/acknowledged") <(sed 's/ /\//' "$work/stored") |
    awk '$3 < $2 { bad = 1 } { lanes++ } END { exit bad || lanes != 4 }'
}
holds '  and it is all that the journal has acknowledged, of one epoch' everything_acknowledged_is_stored
sed 's/^/    /' "$work/stored"
holds 'the server has found no fault in what came' fails grep 'message at fault' "$work/server.err"
# Samples come again, and whoever has an act recorded hears that it was not.
lost() { grep 'could not be journaled' "$agent_log" | grep -Ev 'name=(SAMPLE|BRIDGE_|TAMPER_)'; }
holds 'no alarm and no clinical event was lost' fails lost
holds 'nobody met a bug' \
  fails grep -E 'has a bug|component failed|NullPointer|OutOfMemory|StackOverflow' "$agent_log"
finish
