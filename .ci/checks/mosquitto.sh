#!/usr/bin/env bash
# The real Mosquitto between the gateway and its pump server: servers that must be refused, events
# that arrive, an access list that throws them away in silence, and signatures made by OpenSSL.
# Mosquitto keeps the books (its log, its byte counter), protoc reads and writes Kura's payload.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"
# shellcheck source=parts/broker.sh
. "$parts/broker.sh"

need openssl=openssl mosquitto=mosquitto mosquitto_sub=mosquitto-clients protoc=protobuf-compiler
port=$work/dev/bedside-port-1
mkdir "$work/dev"

# ---- the broker ----

# listener PORT CERTIFICATE REQUIRE_CERTIFICATE
listener() {
  cat <<CONFIGURATION
listener $1 127.0.0.1
cafile $work/root/ca.pem
certfile $work/$2.pem
keyfile $work/$2.key
require_certificate $3
use_identity_as_username $3
CONFIGURATION
}

# from_page NAME: a block of the page for integrators; what it says is what runs here.
page=$repository/bundles/uplink/CONNECT.md
from_page() { awk -v fence="\`\`\`$1" '/^```/ { inside = $0 == fence; next } inside' "$page"; }

# page_listener PORT: the page's broker, with this check's port and files.
page_listener() {
  from_page mosquitto | sed "s|^listener 8883$|listener $1 127.0.0.1|
    s|/etc/mosquitto/certs/gateways.pem|$work/root/ca.pem|
    s|/etc/mosquitto/certs/broker|$work/good|
    s|/etc/mosquitto/access.list|$work/access.list|"
}

# page_access WHO: the page's access list, of the gateways or of the others, for this hospital.
page_access() {
  from_page access-list | sed "s|hospital/|$hospital/|" |
    awk -v who="$1" '/^user / { server = 1 } (who == "server") == (server == 1)'
}

# access_list GATEWAY_LINES: the gateway's are those of the page, or fewer.
access_list() {
  cat <<CONFIGURATION
$1
user monitor
topic read #
topic read \$EDC/#
topic read \$SYS/#
$(page_access server)
CONFIGURATION
}
may_publish=$(page_access gateways)
may_only_listen="pattern read \$EDC/$hospital/%u/#"

# start_broker NAME ACCESS_LIST [VARIABLE=VALUE...]: one broker, all listeners.
start_broker() {
  local name=$1
  broker_log=$work/broker-$name.log
  access_list "$2" >"$work/access.list"
  shift 2
  {
    cat <<CONFIGURATION
user $(id -un)
persistence false
log_type all
log_dest file $broker_log
sys_interval 1
CONFIGURATION
    page_listener "$good_port"
    listener "$wrong_name_port" wrong-name true
    listener "$impostor_port" impostor-server true
    listener "$ended_port" ended true
    listener "$revoked_port" revoked true
    listener "$no_question_port" good false
  } >"$work/mosquitto.conf"
  chmod 600 "$work/access.list"
  start_mosquitto "$@"
}

# become NAME: options for Mosquitto's own clients, each with a certificate of its own.
become() {
  client=(-h localhost -p "$good_port" -i "$1" --cafile "$work/root/ca.pem"
    --cert "$work/$1.pem" --key "$work/$1.key")
}

# start_monitor NAME: writes down all that is published, one line each: topic, payload in hex.
start_monitor() {
  seen=$work/seen-$1
  become monitor
  mosquitto_sub "${client[@]}" -F '%t %x' -t "$hospital/#" -t "\$EDC/#" -t "\$SYS/broker/bytes/received" \
    -t "\$SYS/broker/uptime" >"$seen" 2>"$work/monitor.err" &
  monitor=$!
  within 10 grep -q 'Sending SUBACK to monitor' "$broker_log" ||
    give_up "The monitor cannot subscribe: $(cat "$work/monitor.err" "$broker_log")"
}

# change_broker NAME ACCESS_LIST [VARIABLE=VALUE...]: ends the broker and starts the next. The agent
# stands still meanwhile, so that it cannot be there before the monitor.
change_broker() {
  kill -STOP "$agent"
  end "$monitor"
  end "$broker"
  start_broker "$@"
  start_monitor "$1"
  kill -CONT "$agent"
}

# ---- the gateway ----

# start_agent SERVER_PORT LOG
start_agent() {
  agent_log=$work/$2
  PUMP_BRIDGE_LOG=DEBUG start_bridge "$agent_log" run --config "$work/config" --state "$work/state" \
    --server "ssl://localhost:$1"
}

# stop_agent: SIGTERM; it has to end by itself, with exit code 0.
stop_agent() {
  end "$agent" && wait "$agent"
}

# ---- what was published ----

# read_payload: of hex on standard input.
read_payload() {
  perl -ne 'chomp; print pack("H*", $_)' |
    protoc --decode=kuradatatypes.KuraPayload -I "$parts" "$parts/kura.proto"
}

# body_of: the body in a payload that protoc has decoded.
body_of() {
  perl -ne 'next unless s/^body: "(.*)"$/$1/s; chomp; my %c = (n => "\n", r => "\r", t => "\t");
    s/\\([0-7]{3}|.)/length $1 == 3 ? chr oct $1 : $c{$1} \/\/ $1/ge; print'
}

# metric NAME FILE: its value, in a payload that protoc has decoded.
metric() {
  awk -v name="\"$1\"" '$1 == "name:" { this = $2 } /_value:/ && this == name {
    sub(/^[^:]*: /, ""); gsub(/^"|"$/, ""); print }' "$2"
}

# collect FOLDER: the records that the monitor has seen since the last time, a file each:
# lane/epoch/number, the body unchanged. One that comes twice must be the same; topic, payload and
# body must say the same.
collect() {
  local folder=$1 topic hex lane epoch number file lines=0
  mkdir -p "$folder"
  [ -e "$folder.lines" ] && lines=$(cat "$folder.lines")
  while read -r topic hex; do # a line that is not complete yet is left for the next time
    lines=$((lines + 1))
    [[ "$topic" == "$hospital/$gateway/PUMP-BRIDGE-V1/events/"* ]] || continue
    lane=${topic##*/}
    read_payload <<<"$hex" >"$work/payload" || echo "not Kura's: $hex" >>"$folder.faults"
    body_of <"$work/payload" >"$work/body"
    epoch=$(metric epoch "$work/payload")
    number=$(metric seq "$work/payload")
    grep -qF "\"epoch\":\"$epoch\"" "$work/body" && grep -qF "\"lane\":\"$lane\"" "$work/body" &&
      grep -qF "\"seq\":$number," "$work/body" && [ "$(metric lane "$work/payload")" = "$lane" ] &&
      [ "$(metric hash "$work/payload")" = "$(hash_of "$work/body")" ] ||
      echo "body and metrics differ: $lane $epoch $number" >>"$folder.faults"
    mkdir -p "$folder/$lane/$epoch"
    file=$folder/$lane/$epoch/$number
    if [ -e "$file" ] && ! cmp -s "$work/body" "$file"; then
      echo "two records of one number: $file" >>"$folder.faults"
    fi
    cp "$work/body" "$file"
  done < <(tail -n "+$((lines + 1))" "$seen")
  echo "$lines" >"$folder.lines"
}
hash_of() { sha256sum <"$1" | cut -c1-64; }

# all_arrived FOLDER FILE: collects, and says whether each record of the file is there.
all_arrived() { collect "$1" && holds_durables "$1" "$2"; }
no_fault() { [ ! -e "$1.faults" ] || { cat "$1.faults"; return 1; }; }

# chained FOLDER FIRST: in each stream the numbers go from FIRST without a gap, and each record names
# the hash of the one before it.
chained() {
  local stream number previous body found=1
  for stream in "$1"/*/*; do
    number=$2
    previous=
    [ "$2" -eq 1 ] && previous=$(printf '0%.0s' {1..64})
    while [ -e "$stream/$number" ]; do
      body=$(cat "$stream/$number")
      if [ -n "$previous" ] && [[ "$body" != *"\"prev\":\"$previous\""* ]]; then
        echo "$stream/$number does not follow"
        return 1
      fi
      previous=$(hash_of "$stream/$number")
      number=$((number + 1))
      found=0
    done
    [ "$(find "$stream" -type f | wc -l)" -eq $((number - $2)) ] || { ls "$stream"; return 1; }
  done
  return "$found"
}

# contains BIGGER SMALLER: every record of the second folder, to the byte.
contains() {
  local record missing=0
  while read -r record; do
    cmp "$1/$record" "$2/$record" || missing=1
  done < <(cd "$2" && find . -type f)
  [ "$missing" -eq 0 ] && [ -n "$(find "$2" -type f -print -quit)" ]
}

# last_in FOLDER LANE: the highest number of the lane's one stream.
last_in() { find "$1/$2" -type f -printf '%f\n' | sort -n | tail -n 1; }

first_in() { find "$1/$2" -type f -printf '%f\n' | sort -n | head -n 1; }

# holds_durables FOLDER FILE: each record that the journal had reported durable, as epoch/lane/seq.
holds_durables() {
  local epoch lane number missing=0
  while IFS=/ read -r epoch lane number; do
    [ -e "$1/$lane/$epoch/$number" ] || { echo "missing $lane $number"; missing=1; }
  done <"$2"
  [ "$missing" -eq 0 ] && [ -s "$2" ]
}
durables() {
  sed -n 's/.*record durable epoch=\([^ ]*\) lane=\([^ ]*\) seq=\([0-9]*\).*/\1\/\2\/\3/p' "$@"
}

seen_event() { grep -q "^$hospital/$gateway/PUMP-BRIDGE-V1/events/$1 " "$seen"; }
count_in() { grep -c -- "$1" "$2"; }
at_least() { [ "$("${@:2}")" -ge "$1" ]; }

# ---- requests of the pump server ----

# ask ID VERB_AND_RESOURCE BODY_FILE: what it answers comes into $work/reply-ID, decoded.
ask() {
  local body
  body=$(perl -0777 -ne 's/(.)/sprintf "\\x%02x", ord $1/gse; print' "$3")
  protoc --encode=kuradatatypes.KuraPayload -I "$parts" "$parts/kura.proto" >"$work/request" <<TEXT
metric { name: "request.id" type: STRING string_value: "$1" }
metric { name: "requester.client.id" type: STRING string_value: "pump-server" }
body: "$body"
TEXT
  become pump-server
  mosquitto_pub "${client[@]}" -q 1 -f "$work/request" \
    -t "\$EDC/$hospital/$gateway/PUMP-BRIDGE-V1/$2" || return
  [ "${4:-}" = unanswered ] || within 20 answered "$1"
}
answered() {
  local line
  line=$(grep -F "\$EDC/$hospital/pump-server/PUMP-BRIDGE-V1/REPLY/$1 " "$seen") || return
  printf '%s\n' "${line#* }" | read_payload >"$work/reply-$1"
}

# answer ID CODE TEXT: the reply's code, and a text in its body.
answer() {
  cat "$work/reply-$1"
  [ "$(metric response.code "$work/reply-$1")" = "$2" ] &&
    body_of <"$work/reply-$1" | grep -qF -- "$3"
}

sign() { # sign FILE SIGNER... : FILE.p7m, content attached
  local file=$1 signers=()
  shift
  for signer in "$@"; do signers+=(-signer "$work/$signer.pem" -inkey "$work/$signer.key"); done
  openssl cms -sign -binary -nodetach -outform DER -md sha256 -in "$file" -out "$file.p7m" \
    "${signers[@]}"
}

# ---- everybody gets a name ----

open_hospital
server_identity "$work/good" "$work/issuing" DNS:localhost,IP:127.0.0.1
server_identity "$work/wrong-name" "$work/issuing" DNS:elsewhere.example.org
server_identity "$work/impostor-server" "$work/impostor-issuing" DNS:localhost,IP:127.0.0.1
server_identity "$work/ended" "$work/issuing" DNS:localhost,IP:127.0.0.1 \
  -startdate "$(two_days_ago)" -enddate "$(a_day_ago)"
server_identity "$work/revoked" "$work/issuing" DNS:localhost,IP:127.0.0.1
revoke "$work/issuing" "$work/revoked.pem.leaf"
publish "$work/issuing"
client_identity "$work/monitor" "$work/issuing" monitor
client_identity "$work/pump-server" "$work/issuing" pump-server
signer_identity "$work/author" "$work/signing" 'Ada Author' "$library_author"
signer_identity "$work/approver" "$work/signing" 'Bo Approver' "$library_approver"
signer_identity "$work/confirmer" "$work/signing" 'Pump server' "$pump_server"
good_port=$(free_port)
wrong_name_port=$(free_port)
impostor_port=$(free_port)
ended_port=$(free_port)
revoked_port=$(free_port)
no_question_port=$(free_port)
old_port=$(free_port)
weak_port=$(free_port)
configure "ssl://localhost:$good_port" "$work/dev/*"

provision --request "$work/gateway.csr" >"$work/out.txt" 2>&1 || give_up "$(cat "$work/out.txt")"
certify "$work/issuing" as_requested "$work/gateway.csr" "$work/gateway.pem"
provision --certificate "$work/gateway.pem" >"$work/out.txt" 2>&1 ||
  give_up "$(cat "$work/out.txt")"

holds 'the page for integrators has its four blocks' eval '
  [ -n "$(from_page mosquitto)" ] && [ -n "$(from_page access-list)" ] &&
    [ -n "$(from_page sign)" ] && [ -n "$(from_page ask)" ]'

echo 'Servers that must be refused'
start_broker first "$may_publish"
start_monitor first
uptime_is_later() { [ "$(uptime_seen)" != "$1" ]; }
uptime_seen() { grep "^\$SYS/broker/uptime" "$seen" | tail -n 1; }
# bytes_received: what Mosquitto has read from all clients so far, by its own next count.
bytes_received() {
  local tick
  for _ in 1 2; do
    tick=$(uptime_seen)
    within 10 uptime_is_later "$tick" || return
  done
  grep "^\$SYS/broker/bytes/received" "$seen" | tail -n 1 |
    cut -d' ' -f2 | perl -ne 'chomp; print pack("H*", $_)'
}
bytes_before=$(bytes_received)

# refuses SENTENCE CODE PORT
refuses() {
  start_agent "$3" "agent-$2.log"
  holds "refused: $1; the log says SERVER_REFUSED and $2" \
    within 30 grep -q "SERVER_REFUSED.*$2" "$agent_log"
  holds '  and it ends in order when told to' stop_agent
}
called() { grep -q "New connection from .* on port $1" "$broker_log"; }
refuses 'a server whose certificate names another host' server-name-mismatch "$wrong_name_port"
refuses 'an impostor whose authority has the same names' server-chain-untrusted "$impostor_port"
refuses 'a server whose certificate ended yesterday' server-certificate-expired "$ended_port"
refuses 'a server whose authority has revoked it' certificate-revoked "$revoked_port"
refuses 'a server that does not ask for our certificate' client-certificate-not-requested \
  "$no_question_port"
holds 'Mosquitto was called on each of these ports' \
  eval "called $wrong_name_port && called $impostor_port && called $ended_port && called $revoked_port && called $no_question_port"
holds 'Mosquitto saw no CONNECT of the gateway' fails grep -q "as $gateway" "$broker_log"
bytes_after=$(bytes_received)
holds "Mosquitto counts not one byte of MQTT from it ($bytes_before before, $bytes_after after)" \
  test -n "$bytes_before" -a "$bytes_before" = "$bytes_after"
mosquitto_pub -h localhost -p "$no_question_port" --cafile "$work/root/ca.pem" -t x -m x \
  >"$work/out.txt" 2>&1
holds 'its count does grow when somebody else sends a CONNECT to such a port' \
  test "$(bytes_received)" -gt "$bytes_before"

# old_server PORT OPTIONS...: OpenSSL's own, which writes what it is sent to a file.
old_server() {
  received=$work/received-$1
  openssl s_server -accept "127.0.0.1:$1" -cert "$work/good.pem.leaf" -key "$work/good.key" \
    -CAfile "$work/root/ca.pem" -Verify 3 -quiet "${@:2}" >"$received" 2>"$received.err" \
    < <(exec tail -f /dev/null --pid=$$) &
}
takes_client() { # takes_client PORT OPTIONS...: by the judgement of OpenSSL's client
  { openssl s_client -connect "127.0.0.1:$1" -cert "$work/monitor.pem.leaf" \
    -key "$work/monitor.key" "${@:2}" </dev/null 2>&1 || true; } | grep -E 'Cipher is [A-Z]'
}
old_server "$old_port" -tls1_1 -cipher DEFAULT@SECLEVEL=0
holds 'a server of TLS 1.1 serves a client that goes down to it' \
  within 10 takes_client "$old_port" -tls1_1 -cipher DEFAULT@SECLEVEL=0
refuses 'a server that speaks only TLS 1.1' no-common-tls-version "$old_port"
holds '  and was sent nothing' test ! -s "$received"
old_server "$weak_port" -tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256
holds 'a server without AEAD serves a client that goes down to it' \
  within 10 takes_client "$weak_port" -tls1_2
refuses 'a server that has TLS 1.2 without AEAD only' handshake-refused "$weak_port"
holds '  and was sent nothing' test ! -s "$received"

echo 'Events that arrive'
"$java" -XX:TieredStopAtLevel=1 -cp "$(dirname "$product")/demo/*" "$parts/BedsidePump.java" "$port" \
  >"$work/pump.log" 2>&1 &
within 30 grep -q infuses "$work/pump.log" || give_up "The pump: $(cat "$work/pump.log")"
start_agent "$good_port" agent.log
holds "Mosquitto takes the gateway by the name in its certificate" \
  within 30 grep -q "New client connected from .* as $gateway (.*, u'$gateway')" "$broker_log"
birth="\$EDC/$hospital/$gateway/MQTT/BIRTH"
holds 'its birth is seen by another client' within 20 grep -qF "$birth " "$seen"
grep -F "$birth " "$seen" | head -n 1 | cut -d' ' -f2 | read_payload >"$work/birth"
holds 'protoc reads the birth as Kura writes it' \
  test "$(metric application_ids "$work/birth")" = PUMP-BRIDGE-V1
for lane in audit clinical telemetry; do
  holds "events of the lane $lane arrive" within 30 seen_event "$lane"
done

# asks_as_the_page: its block, with this check's names and files; what is answered is decoded.
asks_as_the_page() {
  mkdir -p "$work/asking"
  from_page ask | sed "s|pumps.example.org -p 8883|localhost -p $good_port|
    s|asyncapi.yaml|$repository/bundles/uplink/asyncapi.yaml|
    s|root.pem|$work/root/ca.pem|; s|server.pem|$work/pump-server.pem|
    s|server.key|$work/pump-server.key|; s|hospital/|$hospital/|; s|gw-0017|$gateway|" \
    >"$work/asking/ask.sh"
  (cd "$work/asking" && bash ask.sh) >"$work/reply-page" 2>&1
}
holds 'the status is asked for as the page has it' asks_as_the_page
holds '  and answered' answer page 200 '"ports":'

printf '{"format":"pump-bridge-library-1","hospital":"%s","name":"Example","version":VERSION,
  "care_areas":[{"name":"ICU","maximum_rate":{"value":"999","unit":"mL/h"},
  "minimum_weight":{"value":"40","unit":"kg"},"maximum_weight":{"value":"250","unit":"kg"},
  "entries":[{"drug":"norepinephrine","concentration":{"amount":"16","amount_unit":"mg",
  "volume":"250","volume_unit":"mL"},"continuous":{"dose":{"unit":"ug/kg/min",
  "soft_max":"0.5","hard_max":"2"}},"high_alert":true,"edition":"2026",
  "source":"example, not for clinical use"}]}]}\n' \
  "$hospital" >"$work/library"
for version in 1 2 3; do sed "s/VERSION/$version/" "$work/library" >"$work/library-$version"; done
sign "$work/library-1" author approver
holds 'a library that OpenSSL signed for author and approver is answered' \
  ask library-1 EXEC/library "$work/library-1.p7m"
holds '  200, and is in force' answer library-1 200 '"version":1'
sign "$work/library-2" author
holds 'the next one with the author'\''s signature only is answered' \
  ask library-2a EXEC/library "$work/library-2.p7m"
holds '  400, because a role is missing' answer library-2a 400 '"code":"role-missing"'
openssl cms -resign -binary -nodetach -inform DER -outform DER -md sha256 -in "$work/library-2.p7m" \
  -out "$work/library-2-both.p7m" -signer "$work/approver.pem" -inkey "$work/approver.key"
holds 'the same file, which the approver has signed later and elsewhere, is answered' \
  ask library-2b EXEC/library "$work/library-2-both.p7m"
holds '  200, and is in force' answer library-2b 200 '"version":2'
sign "$work/library-3" author approver
sed 's/"hard_max":"2"/"hard_max":"9"/' "$work/library-3.p7m" >"$work/library-3-flipped.p7m"
holds 'one with a changed limit is answered' \
  ask library-3 EXEC/library "$work/library-3-flipped.p7m"
holds '  400, because the signature does not hold' answer library-3 400 '"code":"signature-invalid"'
cp "$work/config/anchors/revocation/signing.crl" "$work/before.crl"
revoke "$work/signing" "$work/author.pem.leaf"
within 3 eval '[ "$(date +%s)" -gt "$(stat -c %Y "$work/before.crl")" ]' # a list is dated to the second
AUTHORITY=$work/signing openssl ca -config "$work/openssl.cnf" -batch -gencrl -out "$work/after.crl" 2>/dev/null
holds 'a list that revokes the author, passed on by the pump server, is answered' \
  ask list-1 EXEC/revocation-list "$work/after.crl"
holds '  200, and is held' answer list-1 200 '"code":"revocation-list-held"'
holds 'a library that he signed is answered' ask library-4 EXEC/library "$work/library-3.p7m"
holds '  400, because he is revoked' answer library-4 400 '"code":"certificate-revoked"'
holds 'the list of before, which would make us forget it, is answered' \
  ask list-2 EXEC/revocation-list "$work/before.crl"
holds '  400, because a newer one is known' answer list-2 400 '"code":"revocation-list-old"'
openssl crl -in "$work/after.crl" -outform DER | perl -0777 -pe 's/.\z/chr(ord($&) ^ 1)/se' >"$work/forged.crl"
holds 'a list that nobody trusted has signed so is answered' \
  ask list-3 EXEC/revocation-list "$work/forged.crl"
holds '  400, because it is not' answer list-3 400 '"code":"revocation-list-untrusted"'
: >"$work/nothing"
holds 'the gateway is asked by which library it judges' ask status GET/status "$work/nothing"
holds '  and says: by version 2' answer status 200 '"library_version":2'

durables "$work"/agent*.log >"$work/durables-first"
holds "all that the journal has taken up to now arrives ($(wc -l <"$work/durables-first") records)" \
  within 30 all_arrived "$work/first" "$work/durables-first"
holds 'topic, metrics, body and hash of every event agree' no_fault "$work/first"
holds 'numbers go from 1 without a gap, and each record names the hash of the one before' \
  chained "$work/first" 1
for code in server-name-mismatch server-chain-untrusted server-certificate-expired \
  certificate-revoked client-certificate-not-requested no-common-tls-version handshake-refused; do
  holds "the refusal $code has arrived as an event" grep -rqF "\"code\":\"$code\"" "$work/first/audit"
done

# As a server would store them: hash, space, body, lane by lane.
stored() {
  local stream number
  for stream in "$1"/*/*; do
    find "$stream" -type f -printf '%f\n' | sort -n | while read -r number; do
      printf '%s %s\n' "$(hash_of "$stream/$number")" "$(cat "$stream/$number")"
    done
  done
}
stored "$work/first" >"$work/first.records"
holds 'the product itself finds what was captured complete' \
  bridge journal verify --server-stream "$work/first.records"
sed 3d "$work/first.records" >"$work/first-less.records"
holds '  and misses one that is taken away' fails bridge journal verify --server-stream "$work/first-less.records"

echo 'An access list that throws the events away'
# It speaks TLS 1.2 only: the other version that is allowed.
printf 'openssl_conf = all\n[all]\nssl_conf = tls\n[tls]\nsystem_default = old\n[old]\nMaxProtocol = TLSv1.2\n' \
  >"$work/tls12.cnf"
change_broker swallowing "$may_only_listen" "OPENSSL_CONF=$work/tls12.cnf"
holds 'this broker has no TLS 1.3' fails takes_client "$good_port" -tls1_3
holds 'it has TLS 1.2' takes_client "$good_port" -tls1_2
denied() { count_in "Denied PUBLISH from $gateway.*/events/" "$broker_log"; }
acknowledged() { count_in "Sending PUBACK to $gateway" "$broker_log"; }
new_samples() { # numbers above the last that arrived, reported durable since
  durables "$agent_log" | awk -F/ -v last="$1" '$2 == "telemetry" && $3 > last' | wc -l
}
last_sample=$(last_in "$work/first" telemetry)
holds 'the gateway comes back, and new events become durable' \
  within 60 at_least 3 new_samples "$last_sample"
new_samples_denied() {
  at_least $(($(find "$work/first" -type f | wc -l) + 3)) denied
}
holds 'Mosquitto throws the old ones and the new ones away' within 30 new_samples_denied
holds 'and acknowledges each of them all the same' \
  within 10 eval 'at_least "$(denied)" acknowledged'
holds 'nobody has seen an event' fails grep -q "/events/" "$seen"

echo 'What was thrown away comes again'
durables "$work"/agent*.log >"$work/durables"
change_broker restored "$may_publish"
holds "with the access list restored, all that the journal has taken up to now arrives \
($(wc -l <"$work/durables") records)" within 60 all_arrived "$work/restored" "$work/durables"
holds 'from number 1 without a gap, chained' chained "$work/restored" 1
holds 'topic, metrics, body and hash of every event agree' no_fault "$work/restored"
holds "the very same records as before, to the byte ($(find "$work/first" -type f | wc -l) of them)" \
  contains "$work/restored" "$work/first"

echo 'What the pump server has confirmed, and only that, leaves the journal'
# confirmation FILE SIGNER: of the newest event of the lanes audit and telemetry that has come back.
confirmation() {
  local lane entries=() stream last
  for lane in audit telemetry; do
    stream=$(echo "$work/restored/$lane"/*)
    last=$(last_in "$work/restored" "$lane")
    entries+=("$(printf '{"epoch":"%s","lane":"%s","seq":%s,"hash":"%s"}' "${stream##*/}" "$lane" \
      "$last" "$(hash_of "$stream/$last")")")
  done
  printf '{"format":"pump-bridge-confirmation-1","gateway":"%s","issued":"%s","confirmed":[%s,%s]}' \
    "$gateway" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "${entries[@]}" >"$1"
  sign_by_page "$1" "$2"
}
# sign_by_page FILE SIGNER: with the very command of the page.
sign_by_page() {
  cp "$1" "$work/confirmation.json"
  ln -sf "$work/$2.pem" "$work/confirmer-link.pem"
  ln -sf "$work/$2.key" "$work/confirmer-link.key"
  (cd "$work" && eval "$(from_page sign | sed 's/confirmer\./confirmer-link./g')") &&
    mv "$work/confirmation.p7m" "$1.p7m"
}
confirmation "$work/forged" approver
holds 'a confirmation that a library approver has signed is answered' \
  ask forged PUT/confirmation "$work/forged.p7m"
holds '  400, because the pump server did not sign' answer forged 400 '"code":"role-missing"'
change_broker forged "$may_publish"
holds 'so everything comes again' within 60 seen_event audit
collect "$work/after-forged"
holds '  from number 1' test "$(first_in "$work/after-forged" audit)" -eq 1
confirmation "$work/true" confirmer
ask true PUT/confirmation "$work/true.p7m" unanswered
newest_audit=$(last_in "$work/restored" audit)
newest_telemetry=$(last_in "$work/restored" telemetry)
holds 'a true one reaches the gateway' \
  within 10 grep -q "Sending PUBLISH to $gateway .*PUT/confirmation" "$broker_log"
# Commands are worked off one by one: when this is answered, the confirmation has been dealt with.
holds 'and is not contradicted' \
  eval "ask status-2 GET/status '$work/nothing' && fails grep -q REPLY/true '$seen'"
change_broker confirmed "$may_publish"
holds 'the confirmed lanes go on' within 60 eval 'seen_event audit && seen_event telemetry'
collect "$work/confirmed"
holds "audit after number $newest_audit" \
  test "$(first_in "$work/confirmed" audit)" -eq $((newest_audit + 1))
holds "telemetry after number $newest_telemetry" \
  test "$(first_in "$work/confirmed" telemetry)" -eq $((newest_telemetry + 1))
holds 'clinical, which nobody confirmed, from number 1' \
  test "$(first_in "$work/confirmed" clinical)" -eq 1
holds 'the agent ends in order' stop_agent
holds 'and says good-bye' grep -qF "\$EDC/$hospital/$gateway/MQTT/DC " "$seen"
holds 'only its owner may read what it keeps' \
  test -z "$(find "$work/state" -mindepth 2 -not -path '*/framework/*' -not -path '*/native/*' -perm /077)"

finish
