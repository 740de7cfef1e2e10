#!/usr/bin/env bash
# The real rsyslog as the hospital's collector of the audit lane: every record arrives, in order,
# through restarts of both ends; an impostor gets no byte; and what rsyslog has stored proves the
# journal's chain with sha256sum alone.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"

# The driver is a package of its own; where rsyslogd is there without it, its start says so.
need openssl=openssl rsyslogd=rsyslog perl=perl
driver=$(find /usr/lib -path '*rsyslog/lmnsd_ossl.so' -print -quit)
[ -n "$driver" ] || need pump-bridge-needs-the-driver=rsyslog-openssl

# ---- the collector ----

# start_collector PORT CERTIFICATE FILE: stores each message as it came, one a line, and before it
# answers: what rsyslog keeps in a queue in memory dies with it, and nobody but rsyslog can know.
start_collector() {
  cat >"$work/rsyslog-$1.conf" <<CONFIGURATION
global(
  workDirectory="$work"
  maxMessageSize="64k"
  defaultNetstreamDriver="ossl"
  defaultNetstreamDriverCAFile="$work/root/ca.pem"
  defaultNetstreamDriverCertFile="$work/$2.pem"
  defaultNetstreamDriverKeyFile="$work/$2.key")
main_queue(queue.type="Direct")
module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1"
  streamDriver.authMode="x509/name" permittedPeer=["$gateway"])
input(type="imtcp" port="$1" address="127.0.0.1")
template(name="raw" type="string" string="%rawmsg%\n")
action(type="omfile" file="$3" template="raw")
CONFIGURATION
  rsyslogd -n -f "$work/rsyslog-$1.conf" -i "$work/rsyslog-$1.pid" >>"$work/rsyslog-$1.log" 2>&1 &
  collector=$!
  within 10 eval "(: <'/dev/tcp/127.0.0.1/$1') 2>/dev/null" ||
    give_up "rsyslog does not start: $(cat "$work/rsyslog-$1.log")"
}

# ---- the gateway ----

# configure_collector PORT
configure_collector() {
  cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "$gateway", "hospital": "$hospital" },
  "transports": { "ports": ["$work/dev/*"] },
  "drivers": { "families": ["alaris"] },
  "uplink": { "server": "ssl://localhost:$nobody_port", "account": "$hospital",
    "audit.collector": "localhost:$1" } }
JSON
}

# start_agent LOG
start_agent() {
  agent_log=$work/$1
  PUMP_BRIDGE_LOG=DEBUG start_bridge "$agent_log" run --config "$work/config" --state "$work/state"
}

# ---- what is stored ----

# durables: each audit record that the journal has reported durable, as epoch/seq, in order.
durables() {
  sed -n 's/.*record durable epoch=\([^ ]*\) lane=audit seq=\([0-9]*\).*/\1\/\2/p' "$work"/agent-*.log |
    sort -t/ -k2n -u
}

# stored FILE...: as epoch/seq, in order of arrival, each once.
stored() {
  perl -ne 'print "$1/$2\n" if / epoch="([^"]*)" seq="(\d+)"/ and not $seen{"$1/$2"}++' "$@"
}

all_stored() { diff <(durables) <(stored "$work/stored") && [ -n "$(durables)" ]; }
at_least() { [ "$(stored "$work/stored" | wc -l)" -ge "$1" ]; }

# chained FILE: the text of each message has the hash told beside it, and names that of the message
# before it; first arrivals only.
chained() {
  perl -MDigest::SHA=sha256_hex -ne '
    / seq="(\d+)".* hash="([0-9a-f]{64})"\] \xEF\xBB\xBF(\{.*\})$/ or die "unreadable: $_";
    my ($number, $hash, $text) = ($1, $2, $3);
    next if $seen{$hash}++;
    $last //= "0" x 64;
    sha256_hex($text) eq $hash or die "record $number has another hash\n";
    $text =~ /"prev":"$last"/ or die "record $number does not follow\n";
    $last = $hash; $count++;
    END { $count or die "nothing is there\n" }' "$1"
}

mkdir "$work/dev"
open_hospital
server_identity "$work/good" "$work/issuing" DNS:localhost,IP:127.0.0.1
server_identity "$work/impostor-server" "$work/impostor-issuing" DNS:localhost,IP:127.0.0.1
good_port=$(free_port)
impostor_port=$(free_port)
nobody_port=$(free_port)
configure_collector "$good_port"
provision --request "$work/gateway.csr" >"$work/out.txt" 2>&1 || give_up "$(cat "$work/out.txt")"
certify "$work/issuing" as_requested "$work/gateway.csr" "$work/gateway.pem"
provision --certificate "$work/gateway.pem" >"$work/out.txt" 2>&1 ||
  give_up "$(cat "$work/out.txt")"

echo 'The audit lane at the collector'
start_collector "$good_port" good "$work/stored"
start_agent agent-1.log
holds 'the first records arrive' within 40 at_least 3
holds 'all that the journal has taken arrives, in order' within 20 all_stored
grep -a ' BRIDGE_STARTED ' "$work/stored" | head -n 1 >"$work/one"
holds 'a message has facility 13, our name, the event as its id and the quality of the clock' \
  grep -Eqa "^<10[89]>1 20[-0-9]+T[0-9:.]+Z $gateway pump-bridge - BRIDGE_STARTED \[timeQuality tzKnown=\"1\" isSynced=\"[01]\"\]\[pumpBridge@32473 " "$work/one"
holds 'its text has the hash told beside it, and each names the one before' chained "$work/stored"

echo 'A collector that comes and goes'
end "$collector"
holds 'the agent ends in order while nobody listens' end "$agent"
start_agent agent-2.log
within 30 grep -q 'COLLECTOR_REFUSED\|audit collector not reached' "$agent_log"
holds 'that the collector is away is a record of its own' \
  within 10 grep -q 'audit collector not reached code=unreachable' "$agent_log"
start_collector "$good_port" good "$work/stored"
holds 'what happened meanwhile arrives when it is back' within 60 all_stored
for round in 3 4 5; do
  kill -KILL "$collector"
  wait "$collector" 2>/dev/null
  end "$agent"
  start_agent "agent-$round.log"
  start_collector "$good_port" good "$work/stored"
  holds "after a killed collector and a restarted agent, nothing is missing ($((round - 2)))" \
    within 60 all_stored
done
kill -KILL "$agent"
wait "$agent" 2>/dev/null
start_agent agent-6.log
holds 'after a killed agent, nothing is missing' within 60 all_stored
holds 'the chain of all that is stored holds' chained "$work/stored"
end "$agent"

echo 'An impostor'
end "$collector"
start_collector "$impostor_port" impostor-server "$work/stored-by-impostor"
configure_collector "$impostor_port"
start_agent agent-7.log
holds 'a collector of another authority is refused' \
  within 30 grep -q 'audit collector not reached code=server-chain-untrusted' "$agent_log"
holds '  and has stored nothing' test ! -s "$work/stored-by-impostor"
end "$agent"
end "$collector"
configure_collector "$good_port"
start_collector "$good_port" good "$work/stored"
start_agent agent-8.log
holds 'the refusal and all since then arrive at the right one' within 60 all_stored
holds '  with the reason' grep -qa 'COLLECTOR_REFUSED.*server-chain-untrusted' "$work/stored"
holds '  in one chain' chained "$work/stored"
holds 'the agent ends in order' end "$agent"

echo 'The journal itself'
bridge journal export --jsonl --config "$work/config" --state "$work/state" >"$work/export" 2>"$work/out.txt"
hashes_of_journal() { grep '"lane":"audit"' "$work/export" | sed 's/.*"hash":"\([0-9a-f]*\)".*/\1/'; }
hashes_stored() { perl -ne 'print "$1\n" if /" hash="([0-9a-f]+)"\]/ and not $seen{$1}++' "$work/stored"; }
all_but_the_last_second() { # what the agent wrote while it ended may wait for its next start
  diff <(hashes_of_journal | head -n "$(hashes_stored | wc -l)") <(hashes_stored) &&
    [ "$(hashes_of_journal | wc -l)" -ge "$(hashes_stored | wc -l)" ]
}
holds 'the journal has the same records, hash for hash, in the same order' all_but_the_last_second
holds 'the product finds its own export whole' bridge journal verify "$work/export"
holds 'the product finds its store whole' \
  bridge journal verify --config "$work/config" --state "$work/state"
grep -v '"lane":"audit".*"seq":4,' "$work/export" >"$work/export-without"
holds 'without the fourth record of the lane it does not, and names it' \
  eval "bridge journal verify $work/export-without >$work/verdict; [ \$? -eq 1 ] && grep -q '^missing: audit of $gateway.* 4\.' $work/verdict"

finish
