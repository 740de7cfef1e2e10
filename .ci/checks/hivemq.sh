#!/usr/bin/env bash
# The real HiveMQ Community Edition with the listener and the extension of the page for integrators:
# who comes in, who may say and hear what, what becomes of the revoked, the shipped agent behind it,
# and the reference server at the other end. Maven gets HiveMQ for this check alone; nothing of the
# product is built with it.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"
# shellcheck source=parts/reference.sh
. "$parts/reference.sh"

need openssl=openssl mosquitto_rr=mosquitto-clients protoc=protobuf-compiler mvn=maven
libraries=$work/libraries
pump_port=$work/dev/bedside-port-1
mkdir -p "$work/dev"

# ---- the broker ----

# from_page NAME: a block of the page for integrators; what it says is what runs here.
page=$repository/bundles/uplink/CONNECT.md
from_page() { awk -v fence="\`\`\`$1" '/^```/ { inside = $0 == fence; next } inside' "$page"; }

hivemq_version=$(sed -n 's/^| HiveMQ CE \([0-9.]*\) |.*/\1/p' "$page") # the one of which it speaks

# for_here: with this check's port, folder, password and hospital.
for_here() {
  sed -e "s|<port>8883<|<port>$tls_port<|; s|0\.0\.0\.0|127.0.0.1|; s|/opt/hivemq|$home|g" \
    -e "s|…|$password|g" -e 's|"\([$]EDC/\)\{0,1\}hospital/|"\1'"$hospital/|g"
}

# get_hivemq: into $libraries, by Maven; MAVEN_OPTIONS is where a local repository is named.
get_hivemq() {
  cat >"$work/pom.xml" <<POM
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>check</groupId>
  <artifactId>hivemq</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>com.hivemq</groupId>
      <artifactId>hivemq-community-edition-embedded</artifactId>
      <version>$hivemq_version</version>
    </dependency>
  </dependencies>
</project>
POM
  # shellcheck disable=SC2086
  mvn --batch-mode --quiet ${MAVEN_OPTIONS:-} --file "$work/pom.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$libraries" >"$work/maven.log" 2>&1
}

# furnish FILES: a HiveMQ by the page, in a folder that holds its certificate, and the authority of
# those who may come in, with its list. Beside the page's listener one without TLS, for what should
# become of those who try it, and a log that names who comes and who is sent away. All that follows
# speaks of the one that was furnished last: $files, $home, $broker_log.
furnish() {
  files=$1
  home=$files/hivemq
  broker_log=$files/broker.log
  mkdir -p "$home"/{conf,data,extensions,log}
  from_page hivemq | for_here | awk -v port="$plain_port" '{ print } /<listeners>/ {
    print "<tcp-listener><port>" port "</port><bind-address>127.0.0.1</bind-address></tcp-listener>"
  }' >"$home/conf/config.xml"
  cat >"$home/conf/logback.xml" <<'CONFIGURATION'
<configuration>
  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%level %logger{0} %msg%n</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="out"/></root>
  <logger name="com.hivemq" level="INFO"/>
  <logger name="event" level="DEBUG"/>
</configuration>
CONFIGURATION
  install_extension || give_up "The page's commands: $(tail -n 20 "$work/install.log")"
}

# install_extension: with the very commands of the page.
install_extension() {
  local class
  cp "$libraries"/hivemq-extension-sdk-*.jar "$files/hivemq-extension-sdk.jar"
  for class in CertificateNames DollarTopics; do
    from_page "java $class.java" | for_here >"$files/$class.java"
  done
  (cd "$files" && bash -ec "$(from_page hivemq-install | for_here)") >"$work/install.log" 2>&1
}

# start_hivemq: with the flags of its own start script.
start_hivemq() {
  "$java" -Xmx512m --add-opens java.base/java.lang=ALL-UNNAMED \
    --add-opens java.base/java.nio=ALL-UNNAMED --add-opens java.base/sun.nio.ch=ALL-UNNAMED \
    --add-opens jdk.management/com.sun.management.internal=ALL-UNNAMED \
    --add-exports java.base/jdk.internal.misc=ALL-UNNAMED -Dhivemq.home="$home" \
    -cp "$libraries/*" com.hivemq.HiveMQServer >"$broker_log" 2>&1 &
  broker=$!
  within 90 grep -q 'Started HiveMQ' "$broker_log" ||
    give_up "HiveMQ does not start: $(tail -n 20 "$broker_log")"
}

# ---- its clients ----

# become NAME [CLIENT_ID]: options for Mosquitto's own clients, each with a certificate of its own.
become() {
  client=(-h localhost -p "$tls_port" -i "${2:-$1}" --cafile "$work/root/ca.pem"
    --cert "$work/$1.pem" --key "$work/$1.key")
}

# publish_as NAME TOPIC OPTIONS...: succeeds if the broker acknowledges it. A session stays.
publish_as() {
  become "$1"
  mosquitto_pub "${client[@]}" -c -q 1 -t "$2" "${@:3}"
}

# subscribe_as NAME OPTIONS...: succeeds if each filter is granted, and goes again.
subscribe_as() {
  become "$1"
  mosquitto_sub "${client[@]}" -q 1 -E -d "${@:2}" >"$work/subscribed" 2>&1
  grep '^Subscribed' "$work/subscribed" && fails grep '^Subscribed.* 128' "$work/subscribed"
}

# collect NAME COUNT FILTER [OPTIONS...]: the next messages of a session, which has the filter already.
collect() {
  become "$1"
  mosquitto_sub "${client[@]}" -q 1 -c -W 30 -C "$2" -t "$3" -v "${@:4}"
}

# heard NAME FILTER MESSAGE [OPTIONS...]: it is the next of its session.
heard() {
  local message
  message=$(collect "$1" 1 "$2" "${@:4}") && [ "$message" = "$3" ]
}

at_least() { [ "$("${@:2}")" -ge "$1" ]; }
# came_in CLIENT_ID: how often it did
came_in() { grep -c "Client ID: $1, .* connected" "$broker_log"; }
# turned_away CLIENT_ID REASON: how often the broker's log has said so
turned_away() { grep -c "Client ID: $1, .*was disconnected. reason: .*$2" "$broker_log"; }

# refuses SENTENCE CLIENT_ID REASON OPTIONS...: the client does not come in (it wants nothing else), and the
# log says why.
refuses() {
  local before
  before=$(turned_away "$2" "$3")
  holds "$1" fails mosquitto_sub -i "$2" "${@:4}" -E -W 20 -t "$hospital/$2"
  holds "    because: $3" within 10 at_least "$((before + 1))" turned_away "$2" "$3"
}

# refuses_handshake SENTENCE OPTIONS...: before MQTT, so the log knows no name.
refuses_handshake() {
  refuses "$1" UNKNOWN 'SSL handshake failed' -h localhost -p "$tls_port" \
    --cafile "$work/root/ca.pem" "${@:2}"
}

# ---- everybody gets a name ----

tls_port=$(free_port)
plain_port=$(free_port)
password=$(openssl rand -hex 12)
neighbour=bed-13
open_hospital
server_identity "$work/broker" "$work/issuing" DNS:localhost,IP:127.0.0.1
for who in bed-12 bed-13 pump-server; do client_identity "$work/$who" "$work/issuing" "$who"; done
client_identity "$work/wildcard" "$work/issuing" '\+'
client_identity "$work/by-the-root" "$work/root" "$gateway"
client_identity "$work/impostor-gateway" "$work/impostor-issuing" "$gateway"
cp "$work/issuing/ca.pem" "$work/gateways.pem"
cp "$work/config/anchors/revocation/issuing.crl" "$work/gateways.crl"

get_hivemq || give_up "Maven cannot get HiveMQ $hivemq_version: $(head -n 1 "$work/maven.log")"
for block in hivemq 'java CertificateNames.java' 'java DollarTopics.java' hivemq-install; do
  [ -n "$(from_page "$block")" ] || give_up "The page for integrators has no block $block."
done
furnish "$work"
start_hivemq

echo 'Who comes in'
holds "HiveMQ starts with the page's extension" \
  grep 'Extension "Certificate names" version 1 started' "$broker_log"
holds 'it speaks TLS 1.3 only' grep 'Enabled protocols for .*: \[TLSv1.3\]$' "$broker_log"
holds 'a gateway comes in with its certificate' publish_as "$gateway" "$hospital/$gateway/x" -m x
holds '  under its name' grep "Client ID: $gateway, .* connected" "$broker_log"
refuses_handshake 'nobody comes in without a certificate'
refuses_handshake '  nor with one by an impostor whose authority has the same names' \
  --cert "$work/impostor-gateway.pem" --key "$work/impostor-gateway.key"
refuses_handshake '  nor with one that the root itself has issued' \
  --cert "$work/by-the-root.pem" --key "$work/by-the-root.key"
become "$gateway" "$neighbour"
refuses 'a gateway does not come in as another' "$neighbour" 'not the name in CN=bed-12' "${client[@]}"
become "$gateway" BED-12
refuses '  nor if it writes its own name otherwise' BED-12 'not the name in CN=bed-12' "${client[@]}"
become wildcard +
refuses '  nor anybody whose name is a wildcard' + 'not the name in' "${client[@]}"
refuses 'nobody comes in by a listener without TLS' "$gateway" 'no certificate' \
  -h localhost -p "$plain_port"

echo 'Who may say and hear what'
mine=$hospital/$gateway/PUMP-BRIDGE-V1
control=\$EDC/$hospital/$gateway
requests=$control/PUMP-BRIDGE-V1
replies=\$EDC/$hospital/pump-server/PUMP-BRIDGE-V1/REPLY
server_topics=(-t "$hospital/+/PUMP-BRIDGE-V1/events/#" -t "$hospital/+/PUMP-BRIDGE-V1/live/#"
  -t "\$EDC/$hospital/+/MQTT/#" -t "$replies/#")

# may_not_hear WHO FILTER...: each alone
may_not_hear() {
  local filter
  for filter in "${@:2}"; do
    fails subscribe_as "$1" -t "$filter" && grep '^Subscribed.* 128$' "$work/subscribed" || return
  done
}
holds "a gateway is granted the page's two subscriptions" \
  subscribe_as "$gateway" -t "$hospital/$gateway/#" -t "$control/#"
holds '  and may hear nothing of another, however it asks' may_not_hear "$neighbour" \
  "$mine/events/alarm" "$hospital/$gateway/#" "$hospital/+/PUMP-BRIDGE-V1/events/#" "$hospital/#" '#' \
  "\$EDC/#" "EDC/$hospital/$gateway/#" "$control/#" "\$EDC/$hospital/+/PUMP-BRIDGE-V1/#" \
  "+/$gateway/#" "$replies/#" "\$share/us/$hospital/$gateway/#"
holds "the server is granted the page's four" subscribe_as pump-server "${server_topics[@]}"
holds '  and may not hear everything' may_not_hear pump-server '#' "$hospital/#" "\$EDC/#" '+/#'

# may_not_say WHO TOPIC...: it is hung up on each time, and the log says why.
may_not_say() {
  local topic reason before
  for topic in "${@:2}"; do
    reason="Not authorized to publish on topic '${topic#\$}'"
    before=$(turned_away "$1" "$reason")
    fails publish_as "$1" "$topic" -m forged &&
      within 10 at_least "$((before + 1))" turned_away "$1" "$reason" || return
  done
}
subscribe_as pump-server -c "${server_topics[@]}" >"$work/out.txt" &&
  subscribe_as "$gateway" -c -t "$requests/#" >"$work/out.txt" || give_up "$(cat "$work/subscribed")"
holds 'a gateway may not speak as another, nor command it' may_not_say "$neighbour" \
  "$mine/events/alarm" "$mine/live/alarm" "$control/MQTT/BIRTH" "EDC/$hospital/$gateway/MQTT/BIRTH" \
  "$requests/EXEC/order" "$requests/REPLY/r-1" "$hospital/$gateway" x
become "$neighbour"
refuses '  nor leave a will for it: it does not come in' "$neighbour" 'Will Publish' "${client[@]}" \
  --will-topic "$control/MQTT/LWT" --will-payload forged
holds 'the server may not tell events' may_not_say pump-server "$mine/events/alarm"
holds 'a gateway may tell its events' publish_as "$gateway" "$mine/events/alarm" -m event
holds '  and that it is there' publish_as "$gateway" "$control/MQTT/BIRTH" -m born
become "$gateway"
before=$(came_in "$gateway")
mosquitto_sub "${client[@]}" -c -q 1 -t "$requests/#" --will-topic "$control/MQTT/LWT" --will-qos 1 \
  --will-payload gone >"$work/dying.txt" 2>&1 &
dying=$!
within 10 at_least "$((before + 1))" came_in "$gateway"
{ kill -KILL "$dying" && wait "$dying"; } 2>/dev/null # bash would say so
collect pump-server 3 "$replies/#" >"$work/heard"
printf '%s\n' "$mine/events/alarm event" "$control/MQTT/BIRTH born" "$control/MQTT/LWT gone" \
  >"$work/expected"
holds '  which the server hears, and its will when it is gone, and nothing that was forged' \
  diff "$work/expected" "$work/heard"

holds 'the server may ask it' publish_as pump-server "$requests/GET/status" -m question
holds '  which hears it' heard "$gateway" "$requests/#" "$requests/GET/status question"
holds '  and may answer' publish_as "$gateway" "$replies/r-1" -m answer
holds '  which the server hears' heard pump-server "$replies/#" "$replies/r-1 answer"

echo 'As much as it takes'
head -c $((9 * 1024 * 1024 - 4096)) /dev/zero >"$work/library"
holds 'a message of 9 MB is taken' publish_as pump-server "$requests/EXEC/library" -f "$work/library"
holds '  and comes to the gateway as it is' \
  heard "$gateway" "$requests/#" "$(stat -c %s "$work/library")" -F %l
many=2000 # twice what HiveMQ keeps for a client by itself
holds "a gateway tells $many events while the server is away" eval \
  'seq "$many" | publish_as "$gateway" "$mine/events/audit" -l'
collect pump-server "$many" "$replies/#" -F %p >"$work/heard" 2>&1
holds '  and the server hears them all, in their order' diff <(seq "$many") "$work/heard"

echo 'Who is revoked'
may_come() { publish_as "$1" "$hospital/$1/x" -m x; }
# list_of AUTHORITY [openssl ca options]: its list takes the place of the one that HiveMQ has.
list_of() {
  AUTHORITY=$1 openssl ca -config "$work/openssl.cnf" -batch -gencrl -out "$work/next.crl" "${@:2}" \
    2>"$work/ca.log" || give_up "OpenSSL: $(cat "$work/ca.log")"
  mv "$work/next.crl" "$home/conf/gateways.crl"
}
# refuses_gateway SENTENCE NAME REASON
refuses_gateway() {
  become "$2"
  refuses "$1" "$2" "$3" "${client[@]}"
}
holds 'a gateway comes in before' may_come "$neighbour"
revoke "$work/issuing" "$work/$neighbour.pem.leaf"
list_of "$work/issuing"
refuses_gateway 'it does not with a list in place that names it, and HiveMQ not restarted' \
  "$neighbour" revoked
holds '  while another does' may_come "$gateway"
list_of "$work/impostor-issuing"
refuses_gateway '  nor with the list of an impostor whose authority has the same name' \
  "$neighbour" status
refuses_gateway '    and then nobody does' "$gateway" status
list_of "$work/issuing" -crl_lastupdate "$(two_days_ago)" -crl_nextupdate "$(a_day_ago)"
refuses_gateway 'nobody does with a list that is a day overdue' "$gateway" status
rm "$home/conf/gateways.crl"
refuses_gateway '  nor with none' "$gateway" gateways.crl
list_of "$work/issuing"
holds 'with the list back, who is not on it comes in' may_come "$gateway"

echo 'The shipped agent'
configure "ssl://localhost:$tls_port" "$work/dev/*"
provision --request "$work/gateway.csr" >"$work/out.txt" 2>&1 || give_up "$(cat "$work/out.txt")"
certify "$work/issuing" as_requested "$work/gateway.csr" "$work/gateway.pem"
provision --certificate "$work/gateway.pem" >"$work/out.txt" 2>&1 ||
  give_up "$(cat "$work/out.txt")"
"$java" -XX:TieredStopAtLevel=1 -cp "$(dirname "$product")/demo/*" "$parts/BedsidePump.java" \
  "$pump_port" >"$work/pump.log" 2>&1 &
within 30 grep -q infuses "$work/pump.log" || give_up "The pump: $(cat "$work/pump.log")"

# listen: as the server, to what has come and comes for its session: topic, payload in hex.
seen=$work/seen
listen() {
  become pump-server
  mosquitto_sub "${client[@]}" -q 1 -c -t "$replies/#" -F '%t %x' >>"$seen" 2>&1 &
  listener=$!
}
seen() { grep -qF "$1 " "$seen"; }
listen
hung_up=$(turned_away "$gateway" '')
start_bridge "$work/agent.log" run --config "$work/config" --state "$work/state"
holds "the server sees the gateway's birth" within 60 seen "$control/MQTT/BIRTH"
for lane in audit clinical telemetry; do
  holds "  and events of the lane $lane" within 30 seen "$mine/events/$lane"
done
end "$listener"
protoc --encode=kuradatatypes.KuraPayload -I "$parts" "$parts/kura.proto" >"$work/request" <<'TEXT'
metric { name: "request.id" type: STRING string_value: "s-1" }
metric { name: "requester.client.id" type: STRING string_value: "pump-server" }
TEXT
become pump-server # -m, because mosquitto_rr sends nothing of a file; the request has no zero in it
mosquitto_rr "${client[@]}" -q 1 -t "$requests/GET/status" -m "$(cat "$work/request")" \
  -e "$replies/s-1" -W 20 -F %x >"$work/reply" 2>&1
answered_well() {
  perl -ne 'chomp; print pack("H*", $_)' "$work/reply" |
    protoc --decode=kuradatatypes.KuraPayload -I "$parts" "$parts/kura.proto" |
    grep -A 2 '"response.code"' | grep 'int_value: 200'
}
holds 'it asks for the status, and the answer is 200' answered_well
subscribe_as pump-server -c "${server_topics[@]}" >"$work/out.txt"
: >"$seen"
listen
within 30 seen "$mine/events/telemetry" # so it listens: nobody keeps a good-bye for it
holds 'the agent ends in order' end "$agent"
holds '  and says good-bye' within 10 seen "$control/MQTT/DC"
holds '  and HiveMQ has hung up on it at no time' test "$(turned_away "$gateway" '')" -eq "$hung_up"

# kept DIRECTORY LANE: what the journal of the gateway there says of it
kept() {
  bridge journal verify --config "$1/config" --state "$1/state" | grep "lane $2 .*: [0-9]"
}
for lane in audit clinical telemetry; do
  holds "  which it keeps, for nobody has signed for it: the lane $lane" \
    eval 'kept "$work" "$lane" | grep " 1 to "'
done

echo 'The reference server at the other end, with an authority of its own'
end "$broker"
mkdir "$work/second"
open_reference "$work/second/config"
cp "$work/second/config/anchors/server/demo-root.pem" "$work/second/gateways.pem"
cp "$work/second/config/anchors/revocation/demo-root.crl" "$work/second/gateways.crl"
cp "$hospital_side/authority/tls-server.pem" "$work/second/broker.pem" # its key is in it
ln -s broker.pem "$work/second/broker.key"
cp "$work/config/pump-bridge.json" "$work/second/config"
furnish "$work/second"
start_hivemq
provision_second() {
  bridge provision --config "$work/second/config" --state "$work/second/state" "$@" >"$work/out.txt" 2>&1 ||
    give_up "$(cat "$work/out.txt")"
}
provision_second --request "$work/second/gateway.csr"
certify_by_reference "$work/second/gateway.csr" "$work/second/gateway.pem"
provision_second --certificate "$work/second/gateway.pem"
serve "ssl://localhost:$tls_port" 'none 1 1 1 1' "$work/server.log" "$work/server.err"
start_bridge "$work/second/agent.log" run --config "$work/second/config" --state "$work/second/state"
holds 'it stores what the gateway tells' within 60 has_said first "$work/server.log"

has_let_go() { kept "$work/second" "$1" >"$work/kept" && fails grep ' 1 to ' "$work/kept"; }
for lane in audit clinical telemetry; do
  holds "  and signs for it, and the gateway lets go of the lane $lane" within 60 has_let_go "$lane"
done
end "$agent"
end "$pump_server"
holds 'what it stored is complete, by journal verify' \
  bridge journal verify --server-stream "$hospital_side/server/$gateway.records"
holds '  it has refused nothing' fails grep -q refused "$work/server.err"
holds '  and HiveMQ has hung up on neither' \
  fails grep -E "Client ID: ($gateway|pump-server), .*was disconnected. reason:" "$broker_log"
finish
