#!/usr/bin/env bash
# Seven days without a server, for four pumps: the journal is filled in driven time, then the shipped
# agent finds the real Mosquitto over mutual TLS, with the reference pump server behind it. Times are
# measured and said as parts of what the project allows.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"
# shellcheck source=parts/broker.sh
. "$parts/broker.sh"
# shellcheck source=parts/reference.sh
. "$parts/reference.sh"

need mosquitto=mosquitto
state=$work/state
server=pump-server
pump_port=$work/dev/bedside-port-1
mkdir -p "$work/dev" "$work/classes" "$work/config"

alarms_limit_ms=5000
all_limit_ms=300000
journal_limit_kb=$((256 * 1024))
live_limit_ms=2000 # a second, and as much for a machine that does all of this at once

broker_port=$(free_port)

server_log=$work/server.log
serve_here() { serve "ssl://localhost:$broker_port" "$expected" "$@"; }

# ratio VALUE LIMIT: of the limit, with three digits.
ratio() { awk -v value="$1" -v limit="$2" 'BEGIN { printf "%.3f", value / limit }'; }
# taken_s PID: what a process has had of the processors, in s. compiling_s PID: the same of a JVM's compilers.
taken_s() { ticks_as_s "/proc/$1/stat"; }
compiling_s() { grep -lE '\(C[12] Compiler' /proc/"$1"/task/*/stat | xargs cat | ticks_as_s; }
ticks_as_s() { # a name in brackets may hold spaces
  sed 's/.*) //' "$@" | awk -v hz="$(getconf CLK_TCK)" '{ ticks += $12 + $13 } END { printf "%.1f", ticks / hz }'
}

# What a backlog takes in memory is shown by the heap it gets by with.
heap_limit_mb=48
as_a_gateway=("${as_a_gateway[@]/-Xmx64m/-Xmx${heap_limit_mb}m}")
collections=-Xlog:gc:file=$work/gc.log
# heap_mb: the most that was in use right after a collection, old garbage among it.
heap_mb() { sed -n 's/.*->\([0-9]*\)M(.*/\1/p' "$work/gc.log" | sort -n | tail -n 1; }

# desk ARGUMENTS...: the product on a machine that has room for a quarter of a million hashes.
desk() { "$java" -Xmx512m -jar "$product" "$@"; }

echo 'A gateway and its hospital'
open_reference "$work/config"
cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "$gateway", "hospital": "$hospital" },
  "transports": { "ports": ["$work/dev/*"] },
  "drivers": { "families": ["alaris"] },
  "journal": { "telemetry.commit.ms": 100 },
  "gateway": { "sample.interval.s": 1 },
  "uplink": { "server": "ssl://localhost:$broker_port", "account": "$hospital" } }
JSON
provision --request "$work/gateway.csr" >"$work/out.txt" 2>&1 || give_up "$(cat "$work/out.txt")"
certify_by_reference "$work/gateway.csr" "$work/gateway.pem"
provision --certificate "$work/gateway.pem" >"$work/out.txt" 2>&1 ||
  give_up "$(cat "$work/out.txt")"

echo 'Seven days of four pumps'
libraries=$(find "$repository"/bundles/{model,journal,trust,uplink}/target -maxdepth 1 -name 'io.pumpbridge.*.jar' \
  ! -name '*-tests.jar' ! -name '*-sources.jar' -printf '%p:')$product:$demo/*
javac -proc:none -d "$work/classes" -cp "$libraries" "$parts/SevenDays.java" >"$work/out.txt" 2>&1 ||
  give_up "$(cat "$work/out.txt")"
seconds=$SECONDS
expected=$("$java" -Xmx256m -cp "$work/classes:$libraries" io.pumpbridge.journal.SevenDays "$state" \
  "$gateway" "$(date -u -d '1 minute ago' +%Y-%m-%dT%H:%M:%SZ)" 2>"$work/out.txt") ||
  give_up "$(cat "$work/out.txt")"
read -r epoch alarms clinical telemetry audit <<<"$expected"
echo "  filled in $((SECONDS - seconds)) s: $alarms alarms, $clinical clinical, $telemetry samples, $audit audit"
journal_kb=$(du -sk "$state/journal" | cut -f1)
holds "the journal has them all: $journal_kb kB, $(ratio "$journal_kb" "$journal_limit_kb") of 256 MB" \
  test "$journal_kb" -lt "$journal_limit_kb" -a "$telemetry" -eq 241920 -a "$clinical" -ge 20000
desk journal verify --config "$work/config" --state "$state" >"$work/verified.txt" 2>&1
holds 'nothing had to give way, and every lane is whole' \
  eval "cat '$work/verified.txt'; fails grep -Eq '^gap|NOT WHOLE|^missing' '$work/verified.txt' && grep -q 'telemetry.* $telemetry records.*whole' '$work/verified.txt'"

echo 'The server comes back'
cat >"$work/access.list" <<LIST
user $server
topic readwrite $hospital/#
topic readwrite \$EDC/$hospital/#
pattern readwrite $hospital/%u/#
pattern readwrite \$EDC/$hospital/%u/#
pattern write \$EDC/$hospital/$server/PUMP-BRIDGE-V1/REPLY/#
LIST
cat >"$work/mosquitto.conf" <<CONFIGURATION
user $(id -un)
listener $broker_port 127.0.0.1
persistence false
allow_anonymous false
acl_file $work/access.list
cafile $hospital_side/authority/root.pem
certfile $hospital_side/authority/tls-server.pem
keyfile $hospital_side/authority/tls-server.pem
require_certificate true
use_identity_as_username true
max_queued_messages 0
max_inflight_messages 200
log_type notice
log_type information
log_type warning
log_type error
log_timestamp_format %s
log_dest file $work/broker.log
CONFIGURATION
chmod 600 "$work/access.list"
broker_log=$work/broker.log
start_mosquitto
serve_here "$server_log" "$work/server.err"
"$java" -XX:TieredStopAtLevel=1 -cp "$demo/*" "$parts/BedsidePump.java" "$pump_port" \
  >"$work/pump.log" 2>&1 &
within 60 grep -q infuses "$work/pump.log" || give_up "The pump: $(cat "$work/pump.log")"
JDK_JAVA_OPTIONS=$collections start_bridge "$work/agent.log" run --config "$work/config" --state "$state"
holds 'the gateway connects' \
  within 60 grep -q "New client connected from .* as $gateway " "$work/broker.log"
connected=$(awk -F: -v who=" as $gateway " 'index($0, who) && /New client connected/ { print $1; exit }' "$work/broker.log")000
holds 'all alarms arrive' within 60 has_said alarm-complete "$server_log"
alarms_ms=$(($(said alarm-complete "$server_log") - connected))
holds "  $alarms_ms ms after the connection, $(ratio "$alarms_ms" "$alarms_limit_ms") of 5 s" \
  test "$alarms_ms" -le "$alarms_limit_ms"
holds 'everything arrives' within 300 has_said all-complete "$server_log"
agent_s=$(taken_s "$agent")
printf '    of the processors the gateway has had %s s since its start (its compilers %s of that), the server %s s\n' \
  "$agent_s" "$(ratio "$(compiling_s "$agent")" "$agent_s")" "$(taken_s "$pump_server")"
all_ms=$(($(said all-complete "$server_log") - connected))
holds "  $all_ms ms after the connection, $(ratio "$all_ms" "$all_limit_ms") of 5 min" \
  test "$all_ms" -le "$all_limit_ms"
# What happened while the gateway was connected; Mosquitto's log has whole seconds.
awk -v since=$((connected + 1000)) '$1 == "live" && $3 >= since' "$server_log" >"$work/live"
live=$(wc -l <"$work/live")
shown=$(grep -c 'out of turn' "$work/live")
slowest=$(awk '$2 > slowest { slowest = $2 } END { print slowest + 0 }' "$work/live")
holds "what happens meanwhile is seen at once ($live records, $shown of them out of turn; the slowest \
after $slowest ms, $(ratio "$slowest" 1000) of 1 s)" \
  test "$live" -gt 0 -a "$slowest" -le "$live_limit_ms"
everything_confirmed() { # the file does not shrink, but the lane goes on behind what was confirmed
  desk journal verify --config "$work/config" --state "$state" |
    grep -E 'telemetry' | grep -vq ' 1 to '
}
holds 'the gateway lets go of what the server has signed for' within 60 everything_confirmed
holds 'there was one connection' \
  test "$(grep -c "New client connected from .* as $gateway " "$work/broker.log")" -eq 1
printf '    with a heap of %s MB; after its collections at most %s MB were in use, %s of it; resident at most %s kB\n' \
  "$heap_limit_mb" "$(heap_mb)" "$(ratio "$(heap_mb)" "$heap_limit_mb")" \
  "$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$agent/status")"
end "$agent"
holds 'the server has refused nothing' fails grep -Eq 'refused|at fault' "$work/server.err"
end "$pump_server"
server_stream_is_whole() {
  desk journal verify --server-stream "$hospital_side/server/$gateway.records" 2>&1 |
    tee "$work/verified.txt"
}
holds 'what the server stored is complete, by journal verify' server_stream_is_whole
sed 's/^/    /' "$work/verified.txt"
holds '  and it is all of it' \
  grep -Eq "telemetry of $gateway, epoch $epoch: [0-9]+ records, 1 to [0-9]+, whole" "$work/verified.txt"

# Said beside it, not judged. Gateway, broker and server share this machine's processors, so the peer
# that says something about the gateway is one with the same server behind the same broker.
echo 'A bare publisher in the place of the gateway'
javac -proc:none -d "$work/classes" -cp "$libraries" "$parts/BarePublisher.java" \
  >"$work/out.txt" 2>&1 || give_up "$(cat "$work/out.txt")"
bare_publisher() { # with the gateway's JVM flags
  "${as_a_gateway[@]:0:${#as_a_gateway[@]}-2}" -cp "$work/classes:$libraries" \
    io.pumpbridge.uplink.BarePublisher "$@" 2>>"$work/bare.err"
}
publish_bare() {
  bare_publisher publish "$hospital_side" "ssl://localhost:$broker_port" "$hospital" "$gateway" \
    "$work/messages"
}
mv "$hospital_side/server" "$hospital_side/stored"
bare_publisher prepare "$hospital_side/stored/$gateway.records" "$work/messages" ||
  give_up "$(cat "$work/bare.err")"
serve_here "$work/peer.log" "$work/peer.err"
read -r bare_count bare_ms <<<"$(publish_bare)"
holds "the same server takes the same ${bare_count:-0} messages from it, with the gateway's name, window \
and JVM" within 120 has_said all-complete "$work/peer.log"
end "$pump_server"
drain_ms=$(($(said all-complete "$server_log") - $(said first "$server_log")))
peer_ms=$(($(said all-complete "$work/peer.log") - $(said first "$work/peer.log")))
printf '    first record stored to last: the gateway %s ms, the bare publisher %s ms\n' \
  "$drain_ms" "$peer_ms"
printf '    the gateway drains at %s of its rate (aim: 0.8)\n' "$(ratio "$peer_ms" "$drain_ms")"
read -r alone_count alone_ms <<<"$(publish_bare)"
holds 'the broker alone, with nobody to whom it passes them on, takes them too' \
  test "${alone_count:-0}" -eq "${bare_count:-1}"
printf '    acknowledged after %s ms: %s of that rate, with no server at work beside it\n' \
  "${alone_ms:-0}" "$(ratio "${alone_ms:-0}" "$drain_ms")"

finish
