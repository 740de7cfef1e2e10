#!/usr/bin/env bash
# From an empty directory to online, in the steps of the README's "From nothing to online" and under
# the policy that ships: an EST server that is not ours (XiPKI), Mosquitto for the pump server's
# broker, and the revocation lists that a technician brings along and the pump server passes on.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/broker.sh
. "$parts/broker.sh"

need openssl=openssl mosquitto=mosquitto mosquitto_sub=mosquitto-clients protoc=protobuf-compiler
est_server=$repository/bundles/trust/target/est-server
[ -d "$est_server/classes" ] || give_up 'The EST server is not there; build with mvn verify.'
gateway=bed-12
hospital=st-example
code=Kx7-one-time
est=$work/est
mkdir "$est" "$work/config" "$work/dev"

"$java" -Xmx128m -cp "$est_server/classes:$est_server/*" XipkiEstServer "$est" "$gateway" \
  "$code" 86400 >"$work/est.log" 2>&1 &
within 120 test -e "$est/url" || give_up "The EST server: $(cat "$work/est.log")"
url=$(cat "$est/url")

port=$(free_port)
broker_log=$work/broker.log
cat >"$work/mosquitto.conf" <<CONFIGURATION
user $(id -un)
persistence false
allow_anonymous true
log_type all
log_dest file $broker_log
listener $port 127.0.0.1
cafile $est/root.pem
certfile $est/server.pem
keyfile $est/server.key
require_certificate true
CONFIGURATION
start_mosquitto
client=(-h localhost -p "$port" --cafile "$est/root.pem" --cert "$est/client.pem"
  --key "$est/client.key")
mosquitto_sub "${client[@]}" -F '%t %x' -t "$hospital/#" -t "\$EDC/#" >"$work/seen" \
  2>"$work/monitor.err" &
within 10 grep -q 'Sending SUBACK' "$broker_log" ||
  give_up "The monitor cannot subscribe: $(cat "$work/monitor.err")"

# What a technician has: an id, three addresses, a fingerprint and a code on paper, a list on a stick.
cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "$gateway", "hospital": "$hospital", "est.server": "$url" },
  "transports": { "ports": ["$work/dev/*"] },
  "uplink": { "server": "ssl://localhost:$port", "account": "$hospital" } }
JSON
fingerprint=$(openssl x509 -in "$est/root.pem" -noout -fingerprint -sha256 | cut -d= -f2)
echo "$code" >"$work/code"

enrol() {
  bridge provision --config "$work/config" --state "$work/state" --est "$url" \
    --fingerprint "$fingerprint" --code-file "$work/code" "$@"
}
# refused CODE COMMAND...: exit code 2, and the code and what to bring are said.
refused() {
  local reason=$1
  shift
  "$@" >"$work/out.txt" 2>&1
  [ $? -eq 2 ] && grep -q -- "$reason" "$work/out.txt"
}
no_anchor() { [ -z "$(find "$work/config" -name '*.pem')" ]; }

echo 'Enrolment'
holds 'without a list it is said what to bring' refused '--revocation-list FILE' enrol
holds '  and nobody is trusted yet' no_anchor
sed 's/^M/N/' "$est/root.crl" >"$work/other.crl"
holds 'a damaged list is refused' refused 'revocation' enrol --revocation-list "$work/other.crl"
holds 'with the list, the code still works: a certificate is installed' \
  enrol --revocation-list "$est/root.crl"
holds '  and the code is used up' fails enrol --revocation-list "$est/root.crl"

echo 'Online'
start_bridge "$work/agent.log" run --config "$work/config" --state "$work/state"
published() { grep -q "$gateway" "$work/seen"; }
holds 'the pump server is believed by the same list, and hears the gateway' within 60 published
holds '  with no refusal' fails grep -q SERVER_REFUSED "$work/agent.log"

echo 'The next list'
body=$(openssl crl -in "$est/root-2.crl" -outform DER |
  perl -0777 -ne 's/(.)/sprintf "\\x%02x", ord $1/gse; print')
protoc --encode=kuradatatypes.KuraPayload -I "$parts" "$parts/kura.proto" >"$work/request" <<TEXT
metric { name: "request.id" type: STRING string_value: "list-2" }
metric { name: "requester.client.id" type: STRING string_value: "pump-server" }
body: "$body"
TEXT
lists() { find "$work/state/trust/revocation" -name '*.crl' -exec cat {} + | sha256sum; }
next() { [ "$(lists)" = "$(openssl crl -in "$est/root-2.crl" -outform DER | sha256sum)" ]; }
listening() { grep -q "Sending SUBACK to $gateway" "$broker_log"; }
holds 'it listens to the pump server' within 30 listening
mosquitto_pub "${client[@]}" -q 1 -f "$work/request" \
  -t "\$EDC/$hospital/$gateway/PUMP-BRIDGE-V1/EXEC/revocation-list"
holds 'the pump server passes it on, and it takes the place of the first' within 30 next
holds 'the agent ends in order' end "$agent"
finish
