#!/usr/bin/env bash
# Who vouches for the clock, by the real chronyd, its program, and its NTP port. A network of its own
# with nothing in it but loopback: no time source of the world is asked, and no clock is set (-x).
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"

need chronyd=chrony unshare=util-linux ip=iproute2
# Port 323 of chronyd and 123 of NTP are this machine's own otherwise.
if [ -z "${OWN_NETWORK:-}" ]; then
  rm -rf "$work"
  exec env OWN_NETWORK=1 unshare --map-root-user --net "$0" "$@"
fi
ip link set lo up && ip address add 10.77.0.1/32 dev lo || give_up 'No network of its own.'

mkdir "$work/config"
cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "bed-12", "hospital": "st-example" },
  "transports": { "ports": ["$work/none/*"] }, "uplink": { "server": "ssl://localhost:1" } }
JSON

# daemon NAME LINES: one chronyd that sets no clock.
daemon() {
  mkdir -p "$work/$1"
  # Its socket elsewhere: chronyc asks there before it asks the port.
  printf '%s\n' "$2" "pidfile $work/$1/pid" "driftfile $work/$1/drift" \
    "bindcmdaddress $work/$1/socket" >"$work/$1/conf"
  chronyd -x -n -u root -f "$work/$1/conf" >"$work/$1/log" 2>&1 &
  last=$!
}
# shows TEXT: what clock show says now.
shows() {
  bridge clock show --json --config "$work/config" --state "$work/state" >"$work/shown" 2>&1
  cat "$work/shown"
  grep -q -- "$1" "$work/shown"
}

echo 'Nobody'
holds 'where no daemon runs the clock is not synchronised' shows '"time_service":"none"'

echo 'A daemon that has heard nobody'
daemon alone "$(printf '%s\n' 'server 10.77.0.1 port 11123 iburst' 'port 0' 'cmdport 323' \
  'bindcmdaddress 127.0.0.1')"
alone=$last
holds 'it says so' within 20 shows '"chrony":"not-synchronised"'
end "$alone"

echo 'A daemon that hears a server'
daemon server "$(printf '%s\n' 'local stratum 1' 'port 11123' 'bindaddress 10.77.0.1' \
  'allow 10.77.0.1' 'allow 127.0.0.1' 'cmdport 0')"
server=$last
daemon heard "$(printf '%s\n' 'server 10.77.0.1 port 11123 iburst minpoll 0' 'port 0' \
  'cmdport 323' 'bindcmdaddress 127.0.0.1')"
heard=$last
holds 'chrony vouches, by its program' within 30 shows '"time_service":"chrony","max_error_ms"'
holds '  and so the clock is synchronised' shows '"quality":"synchronised"'
kill -STOP "$heard"
holds 'a daemon that hangs vouches for nothing, and stops nobody' shows '"chrony":"silent"'
kill -CONT "$heard"
end "$heard"

echo 'A daemon that serves NTP'
daemon serving "$(printf '%s\n' 'server 10.77.0.1 port 11123 iburst minpoll 0' 'port 123' \
  'allow 127.0.0.1' 'cmdport 0')"
holds 'it vouches by the NTP datagram that ntpd answers too' \
  within 30 shows '"time_service":"ntp","max_error_ms"'
end "$last"
end "$server"
daemon own "$(printf '%s\n' 'local stratum 1' 'port 123' 'allow 127.0.0.1' 'cmdport 323')"
holds 'one that has only its own clock vouches for nothing' \
  within 30 shows '"ntp":"not-synchronised","chrony":"not-synchronised"'
finish
