#!/usr/bin/env bash
# The gateway's key in a PKCS#11 token: SoftHSM keeps it, OpenSSL's authority certifies it, a real
# Mosquitto lets the gateway in, OpenSC looks into the token. All as a technician does it.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"
# shellcheck source=parts/broker.sh
. "$parts/broker.sh"

need openssl=openssl mosquitto=mosquitto softhsm2-util=softhsm2 pkcs11-tool=opensc
library=$(readlink -f /usr/lib/softhsm/libsofthsm2.so)
pin=739218
mkdir "$work/dev" "$work/tokens"

# ---- the token ----

printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$work/tokens" \
  >"$work/softhsm2.conf"
export SOFTHSM2_CONF=$work/softhsm2.conf
softhsm2-util --init-token --free --label bedside --pin "$pin" --so-pin 8214673 >"$work/out.txt" 2>&1 ||
  give_up "SoftHSM: $(cat "$work/out.txt")"

look_into_token() { pkcs11-tool --module "$library" --login --pin "$pin" "$@" 2>"$work/opensc.err"; }
private_keys() { look_into_token --list-objects --type privkey | grep -c '^Private Key Object; EC'; }
key_ids() { look_into_token --list-objects --type privkey | sed -n 's/^ *ID: *//p'; }
has_keys() { [ "$(private_keys)" -eq "$1" ]; }
protected() { # each private key, by OpenSC's judgement
  local all=0 good=0 line
  while read -r line; do
    all=$((all + 1))
    [[ "$line" == *'sensitive, always sensitive, never extractable, local'* ]] && good=$((good + 1))
    echo "$line"
  done < <(look_into_token --list-objects --type privkey | grep '^ *Access:')
  [ "$all" -gt 0 ] && [ "$all" -eq "$good" ]
}

# ---- the gateway ----

# keep_keys_in LIBRARY PIN_FILE SLOT
keep_keys_in() {
  cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "$gateway", "hospital": "$hospital", "key.store": "pkcs11",
    "pkcs11.library": "$1", "pkcs11.pin.file": "$2", "pkcs11.slot": "$3" },
  "transports": { "ports": ["$work/dev/*"] },
  "drivers": { "families": ["alaris"] },
  "uplink": { "server": "ssl://localhost:$port", "account": "$hospital" } }
JSON
}
configured() { keep_keys_in "$library" token.pin first; }
write_pin() { printf '%s\n' "$1" >"$work/config/token.pin" && chmod 600 "$work/config/token.pin"; }

# refuses CODE: the request, which is not made.
refuses() {
  provision --json --request "$work/none.csr" >"$work/out.txt" 2>&1 && return 1
  cat "$work/out.txt"
  grep -qF "\"code\":\"$1\"" "$work/out.txt" && [ ! -e "$work/none.csr" ]
}
request() { provision --request "$1"; }
installs() { certify "$work/issuing" as_requested "$1.csr" "$1.pem" && provision --certificate "$1.pem"; }

start_agent() {
  agent_log=$work/$1
  PUMP_BRIDGE_LOG=DEBUG start_bridge "$agent_log" run --config "$work/config" --state "$work/state"
}
stop_agent() {
  end "$agent" && wait "$agent"
}

# ---- the broker ----

# start_broker NAME [VARIABLE=VALUE...]
start_broker() {
  broker_log=$work/broker-$1.log
  shift
  printf 'user root\ntopic readwrite #\npattern readwrite %s/%%u/#\npattern readwrite $EDC/%s/%%u/#\n' \
    "$hospital" "$hospital" >"$work/access.list"
  chmod 600 "$work/access.list"
  cat >"$work/mosquitto.conf" <<CONFIGURATION
user $(id -un)
persistence false
allow_anonymous false
acl_file $work/access.list
log_type all
log_dest file $broker_log
listener $port 127.0.0.1
cafile $work/root/ca.pem
certfile $work/server.pem
keyfile $work/server.key
require_certificate true
use_identity_as_username true
CONFIGURATION
  start_mosquitto "$@"
}
lets_in() { within 30 grep -q "New client connected from .* as $gateway (.*, u'$gateway')" "$broker_log"; }

open_hospital
port=$(free_port)
server_identity "$work/server" "$work/issuing" DNS:localhost,IP:127.0.0.1

echo 'What is wrong with a token is said, and changes nothing'
write_pin "$pin"
keep_keys_in "$work/none.so" token.pin first
holds 'a library that is not there' refuses token-library-unusable
keep_keys_in "$library" token.pin 4711
holds 'a slot that is not there' refuses token-missing
keep_keys_in "$library" nowhere first
holds 'a PIN that is not there' refuses token-pin-unreadable
configured
chmod 644 "$work/config/token.pin"
holds 'a PIN that others can read' refuses token-pin-unreadable
write_pin 000000
holds 'a wrong PIN' refuses token-pin-wrong
holds 'it is not tried again, not even by the next process' refuses token-pin-wrong
holds '  for which only the file'\''s state was remembered, not the PIN' \
  fails grep -rq 000000 "$work/state/trust"
holds 'the token is empty still' has_keys 0

echo 'A key that is made in the token and stays there'
write_pin "$pin"
holds 'a request is made' request "$work/first.csr"
holds '  and OpenSSL finds it signed by its own key' openssl req -in "$work/first.csr" -noout -verify
holds '  on P-256' eval "openssl req -in '$work/first.csr' -noout -text | grep -q 'NIST CURVE: P-256'"
holds 'the token has one private key' has_keys 1
holds '  sensitive, never extractable, made there' protected
first_id=$(key_ids)
holds 'asked again, the request is for the same key' request "$work/again.csr"
public_key() { openssl req -in "$1" -noout -pubkey; }
holds '  by its public half' test "$(public_key "$work/first.csr")" = "$(public_key "$work/again.csr")"
holds '  and the token has no second one' has_keys 1
holds 'no file of the gateway holds a private key' \
  eval "fails grep -rqE 'PRIVATE KEY' '$work/state' && fails ls '$work'/state/trust/*.p12"
holds 'no file of its state holds the PIN' fails grep -rqF "$pin" "$work/state"

echo 'Mutual TLS with Mosquitto'
holds 'the certificate is installed' installs "$work/first"
start_broker first
start_agent agent.log
holds 'Mosquitto lets the gateway in by the name in its certificate' lets_in
holds 'the agent ends in order' stop_agent
end "$broker"
printf 'openssl_conf = all\n[all]\nssl_conf = tls\n[tls]\nsystem_default = old\n[old]\nMaxProtocol = TLSv1.2\n' \
  >"$work/tls12.cnf"
start_broker tls12 "OPENSSL_CONF=$work/tls12.cnf"
start_agent agent-tls12.log
holds 'after a restart too, with a broker that has TLS 1.2 only' lets_in
kill -KILL "$agent"
start_agent agent-killed.log
holds 'and after kill -9' eval 'within 30 eval "[ \$(grep -c \"New client connected from .* as \$gateway\" \"\$broker_log\") -ge 2 ]"'
holds 'the agent ends in order' stop_agent
end "$broker"

echo 'Renewal'
holds 'the next request is for a new key in the token' request "$work/second.csr"
holds '  by its public half' fails test "$(public_key "$work/first.csr")" = "$(public_key "$work/second.csr")"
holds 'the token has both' has_keys 2
start_broker before
start_agent agent-before.log
holds 'with a request open, the gateway is let in as before' lets_in
holds 'the agent ends in order' stop_agent
end "$broker"
holds 'the new certificate is installed' installs "$work/second"
holds 'the key before is there until the new one has worked' has_keys 2
start_broker renewed
start_agent agent-renewed.log
holds 'Mosquitto lets the gateway in' lets_in
holds '  with the new certificate' within 10 grep -q 'new certificate works' "$agent_log"
holds 'now the key before is destroyed' within 20 has_keys 1
holds '  and the new one is not' fails test "$(key_ids)" = "$first_id"
holds 'it is protected as the first was' protected
holds 'the agent ends in order' stop_agent
end "$broker"

echo 'A token that is gone'
mv "$work/tokens" "$work/pulled-out"
mkdir "$work/tokens"
start_broker gone
start_agent agent-gone.log
holds 'the log says so' within 30 grep -q 'token-missing' "$agent_log"
holds 'Mosquitto sees no gateway' fails grep -q "as $gateway" "$broker_log"
holds 'the agent ends in order' stop_agent
rmdir "$work/tokens" && mv "$work/pulled-out" "$work/tokens"
start_agent agent-back.log
holds 'with the token back, it is let in' lets_in
holds 'the agent ends in order' stop_agent

echo 'The end of a gateway'
# A neighbour keeps its key in the same token, and one more would like to.
other_gateway() { # other_gateway ID: its configuration, in a folder of its name
  mkdir "$work/$1"
  cp -r "$work/config" "$work/$1/config"
  sed -i "s/\"$gateway\"/\"$1\"/" "$work/$1/config/pump-bridge.json"
  bridge provision --config "$work/$1/config" --state "$work/$1/state" --request "$work/$1.csr"
}
decommission() { bridge decommission --config "$work/config" --state "$work/state" "$@"; }
decommission_other() { bridge decommission --config "$work/$1/config" --state "$work/$1/state" "${@:2}"; }
ends_with() { # ends_with STATUS COMMAND...
  local wanted=$1 status
  shift
  "$@" >"$work/out.txt" 2>"$work/err.txt"
  status=$?
  cat "$work/out.txt" "$work/err.txt"
  [ "$status" -eq "$wanted" ]
}
id_of() { printf 'pb-%s-' "$(printf %s "$1" | sha256sum | cut -c1-8)" | od -An -tx1 | tr -d ' \n'; }
# Objects of every kind, whatever their label.
has_objects_of() { [ "$(look_into_token --list-objects | grep -c "ID: *$(id_of "$1")")" -eq "$2" ]; }
empty() { [ -z "$(find "$@" -mindepth 1 -print -quit)" ]; }
pull_out() { mv "$work/tokens" "$work/pulled-out" && mkdir "$work/tokens"; }
put_in() { rmdir "$work/tokens" && mv "$work/pulled-out" "$work/tokens"; }

holds 'a certificate is asked for that will never come' request "$work/third.csr"
holds 'a neighbour has a key in the same token' other_gateway bed-13
holds 'the token has three private keys' has_keys 3
holds '  and with their certificates four objects of this gateway' has_objects_of "$gateway" 4
receipt=$work/receipt.p7m
sure=(--yes-wipe "$gateway" --no-drain --lose-undelivered)
pull_out
holds 'without the token nothing is wiped: exit code 3' \
  ends_with 3 decommission --json --receipt "$receipt" "${sure[@]}"
holds '  and it says why' grep -qF '"code":"token-keys-remain"' "$work/err.txt"
holds '  and everything is as it was' \
  eval "[ -e '$work/state/trust/identity.token' ] && [ ! -e '$work/state/decommissioning' ] && [ ! -e '$receipt' ]"
put_in
holds 'with the token it is wiped' ends_with 0 decommission --json --receipt "$receipt" "${sure[@]}"
tail -n 1 "$work/out.txt" >"$work/told.json"
holds 'the token has nothing of this gateway any more' has_objects_of "$gateway" 0
holds '  and the neighbour'\''s key still' has_objects_of bed-13 2
holds 'both keys are named as destroyed' \
  grep -qE '"token":\{"asked":true,"destroys":\["pb-[0-9a-f-]+","pb-[0-9a-f-]+"\],"leaves":\[\]\}' "$work/told.json"
holds 'OpenSSL verifies the receipt by the hospital'\''s root' \
  openssl cms -verify -binary -inform DER -in "$receipt" -CAfile "$work/root/ca.pem" -purpose any -out "$work/receipt.json"
holds '  which names them too' grep -qE '"destroys":\["pb-[0-9a-f-]+","pb-[0-9a-f-]+"\]' "$work/receipt.json"
asked_key=$(openssl req -in "$work/third.csr" -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum | cut -d' ' -f1)
in_use=$(openssl x509 -in "$work/second.pem.leaf" -noout -serial | sed 's/serial=0*//' | tr A-F a-f)
holds '  the certificate to revoke, and the key for which another was asked' \
  eval "grep -qF '\"use\":\"in-use\",\"serial\":\"$in_use\"' '$work/receipt.json' &&
    grep -qF '\"use\":\"waiting\",\"key_sha256\":\"$asked_key\"' '$work/receipt.json'"
holds 'no file is left, not even that with the PIN' empty "$work/state" "$work/config"

echo 'The end, interrupted'
interrupted=$work/bed-13/state/decommissioning
printf '{"format":"pump-bridge-decommissioning-1","stage":"SIGNED","config":"%s","folders":["anchors","token.pin"],"by":"t","reason":"","drain":"declined"}' \
  "$work/bed-13/config" >"$interrupted"
pull_out
holds 'without the token it is not completed' ends_with 3 decommission_other bed-13
holds '  and goes on to keep the agent from starting' \
  eval "[ -e '$interrupted' ] && ends_with 2 bridge run --config '$work/bed-13/config' --state '$work/bed-13/state'"
put_in
holds 'with the token it is' ends_with 0 decommission_other bed-13
holds 'the token is empty' has_objects_of bed-13 0
holds '  and both directories are' empty "$work/bed-13"/*

echo 'The end, with the token lost'
other_id=bed-14
mkdir -p "$work/config/anchors" && write_pin "$pin" && configured
holds 'a gateway has a key' other_gateway "$other_id"
pull_out
lost=(--yes-wipe "$other_id" --no-receipt --lose-undelivered)
holds 'nothing is wiped unless somebody says so' ends_with 3 decommission_other "$other_id" "${lost[@]}"
holds 'then it is, and the exit code says that something stays' \
  ends_with 1 decommission_other "$other_id" "${lost[@]}" --leave-token-keys --json
holds '  which is named' grep -qE '"token":\{"asked":false,"destroys":\[\],"leaves":\["pb-[0-9a-f-]+"\]\}' "$work/out.txt"
holds '  and no file is left' empty "$work/$other_id"/*
put_in
holds 'the name was true' has_objects_of "$other_id" 2

finish
