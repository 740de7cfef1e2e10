#!/usr/bin/env bash
# Servers that have been revoked, or of whom nobody speaks, by OpenSSL's own lists, responder and
# stapling server: what the running agent sends them, if anything.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"

need openssl=openssl
lists=$work/config/anchors/revocation
mkdir "$work/dev"

open_hospital
server_identity "$work/good" "$work/issuing" DNS:localhost,IP:127.0.0.1
server_identity "$work/taken" "$work/issuing" DNS:localhost,IP:127.0.0.1
revoke "$work/issuing" "$work/taken.pem.leaf"
configure ssl://localhost:1 "$work/dev/*"
provision --request "$work/gateway.csr" >"$work/out.txt" 2>&1 || give_up "$(cat "$work/out.txt")"
certify "$work/issuing" as_requested "$work/gateway.csr" "$work/gateway.pem"
provision --certificate "$work/gateway.pem" >"$work/out.txt" 2>&1 ||
  give_up "$(cat "$work/out.txt")"

# staple NAME: what the authority's responder says of that server, in $work/NAME.ocsp
staple() {
  openssl ocsp -index "$work/issuing/index.txt" -CA "$work/issuing/ca.pem" \
    -rsigner "$work/issuing/ca.pem" -rkey "$work/issuing/ca.key" -issuer "$work/issuing/ca.pem" \
    -cert "$work/$1.pem.leaf" -respout "$work/$1.ocsp" -ndays 7 >"$work/ocsp.log" 2>&1 ||
    give_up "OpenSSL: $(cat "$work/ocsp.log")"
}

# serve NAME OPTIONS...: OpenSSL's own server, which writes what it is sent to a file.
serve() {
  received=$work/received
  : >"$received" # what the last one accepted must not be taken for this one's
  openssl s_server -accept 127.0.0.1:0 -cert "$work/$1.pem.leaf" -key "$work/$1.key" \
    -cert_chain "$work/issuing/ca.pem" -CAfile "$work/root/ca.pem" -Verify 3 \
    "${@:2}" >"$received" 2>"$work/server.err" < <(exec tail -f /dev/null --pid=$$) &
  server=$!
  within 10 accepts || give_up "OpenSSL: $(cat "$work/server.err")"
  server_port=$(sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$received" | head -n 1)
}
# accepts: the whole line is there, with its end.
accepts() { grep -q '^ACCEPT .*:[0-9]' "$received" && [ -z "$(tail -c 1 "$received")" ]; }
heard_mqtt() { grep -q 'MQTT' "$received"; }

# meet NAME OPTIONS...: the agent calls that server.
meet() {
  serve "$@"
  agent_log=$work/agent.log
  start_bridge "$agent_log" run --config "$work/config" --state "$work/state" \
    --server "ssl://localhost:$server_port"
}
part() {
  end "$agent"
  wait "$agent" # its state directory is free when it is gone
  end "$server"
}

# says CODE: the agent does, in time; if not, what it said instead is of interest.
says() {
  within 60 grep -q "SERVER_REFUSED.*$1" "$agent_log" || { tail -n 5 "$agent_log" && false; }
}

# trusts SENTENCE NAME OPTIONS...
trusts() {
  meet "${@:2}"
  holds "$1: it is told who we are" within 60 heard_mqtt
  part
}

# refuses SENTENCE CODE NAME OPTIONS...
refuses() {
  meet "${@:3}"
  holds "$1: $2" says "$2"
  holds '  and not one byte of MQTT' fails heard_mqtt
  part
}

# demand WHAT: as a technician sets it
demand() {
  sed -i 's/"trust": { \("revocation": "[a-z-]*", \)\?/"trust": { "revocation": "'"$1"'", /' \
    "$work/config/pump-bridge.json"
}

# dated AUTHORITY LAST NEXT: a list of those days
dated() {
  AUTHORITY=$1 openssl ca -config "$work/openssl.cnf" -batch -gencrl -crl_lastupdate "$2" \
    -crl_nextupdate "$3" -out "$lists/$(basename "$1").crl" 2>"$work/ca.log" ||
    give_up "OpenSSL: $(cat "$work/ca.log")"
}
days_ago() { date -u -d "$1 days ago" +%Y%m%d%H%M%SZ; }

echo 'By lists'
trusts 'a server on no list of its authorities' good
publish "$work/issuing"
refuses 'a server on the list of its authority' certificate-revoked taken
dated "$work/issuing" "$(days_ago 20)" "$(days_ago 13)"
trusts 'a list that is 13 days overdue, with 14 allowed' good
dated "$work/issuing" "$(days_ago 22)" "$(days_ago 15)"
refuses 'a list that is 15 days overdue' revocation-stale good
rm "$lists/issuing.crl"
refuses 'nobody says that the server is not revoked' revocation-unknown good
demand if-known
trusts '  which counts only if the hospital says so' good
demand require
publish "$work/issuing"
trusts 'a current list, where one is required' good
dated "$work/issuing" "$(days_ago 8)" "$(days_ago 1)"
refuses 'a list that is one day overdue, where a current one is required' revocation-stale good

echo 'By what the server staples'
rm "$lists/issuing.crl"
staple good
staple taken
trusts 'its responder says that it is good' good -status_file "$work/good.ocsp"
refuses 'its responder says that it is revoked' certificate-revoked taken \
  -status_file "$work/taken.ocsp"
refuses 'what is stapled is about another server' certificate-revoked taken \
  -status_file "$work/good.ocsp"
trusts 'a server whose good response is remembered, while it staples nothing' good -no_ticket
finish
