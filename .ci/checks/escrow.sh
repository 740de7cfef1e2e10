#!/usr/bin/env bash
# Key escrow, with a certificate that OpenSSL made: OpenSSL opens the envelope, and a desk that has
# nothing but a copy of a killed gateway's journal, the envelope and the hospital's key gets its
# records out.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"

need openssl=openssl
state=$work/state
config=$work/config
envelope=$state/trust/escrow.cms
mkdir "$work/dev"
cat >"$work/escrow.ext" <<END
[escrow_ec]
basicConstraints = critical, CA:false
keyUsage = critical, keyAgreement
extendedKeyUsage = $role_arc.8
[escrow_rsa]
basicConstraints = critical, CA:false
keyUsage = critical, keyEncipherment
extendedKeyUsage = $role_arc.8
END

# escrow_identity NAME KIND ALGORITHM [openssl ca options]: NAME.key, NAME.pem and NAME.p12
escrow_identity() {
  local name=$1 kind=$2 algorithm=$3
  shift 3
  openssl req -config "$work/openssl.cnf" -new -newkey "$algorithm" -pkeyopt "$key_option" -nodes \
    -keyout "$work/$name.key" -out "$work/$name.csr" -subj "/O=$hospital/CN=Key escrow $name" \
    2>/dev/null
  certify "$work/signing" "escrow_$kind" "$work/$name.csr" "$work/$name.pem" \
    -extfile "$work/escrow.ext" "$@"
  openssl pkcs12 -export -inkey "$work/$name.key" -in "$work/$name.pem.leaf" \
    -passout file:"$work/password" -out "$work/$name.p12" ||
    give_up "OpenSSL made no PKCS#12 of $name."
}

# wants NAME: as a technician sets it; empties it without a name
wants() {
  local setting=
  [ -z "${1:-}" ] || { setting=anchors/escrow.pem && cp "$work/$1.pem" "$config/anchors/escrow.pem"; }
  sed -i 's|"trust": { \("escrow.certificate": "[^"]*", \)\?|"trust": { "escrow.certificate": "'"$setting"'", |' \
    "$config/pump-bridge.json"
}

run() {
  start_bridge "$work/agent.log" run --config "$config" --state "$state"
  within 60 grep -qx running "$work/agent.log" || give_up "The agent: $(cat "$work/agent.log")"
}
stop() {
  end "$agent"
  wait "$agent" 2>/dev/null
}
export_journal() { bridge journal export --jsonl --config "$config" --state "$state"; }
told() { export_journal | grep "\"name\":\"$1\"" | grep -q "$2"; }

# opened NAME: what OpenSSL finds in the envelope
opened() { openssl cms -decrypt -inform DER -in "$envelope" -inkey "$work/$1.key"; }
holds_the_key() {
  opened "$1" | grep -q "\"key\":\"$(cut -d' ' -f2 "$state/trust/sealing.key")\"" &&
    opened "$1" | grep -q "\"gateway\":\"$gateway\""
}

# rescue OUT NAME OPTIONS...: at the desk; prints the exit code
rescue() {
  bridge journal rescue --state "$work/copy" --out "$1" --key "$work/$2.p12" \
    --password-file "${with:-$work/password}" "${@:3}" >"$work/rescue.out" 2>"$work/rescue.err"
  echo $?
}
gives() { # gives CODE OUT NAME OPTIONS...
  local code
  code=$(rescue "${@:2}")
  [ "$code" = "$1" ] || { cat "$work/rescue.out" "$work/rescue.err" && false; }
}
copied() { (cd "$work/copy" && find . -type f -print0 | sort -z | xargs -0 sha256sum); }

open_hospital
printf 'long and dull and written down\n' >"$work/password"
chmod 600 "$work/password"
key_option=ec_paramgen_curve:P-384 escrow_identity curve ec ec
key_option=rsa_keygen_bits:3072 escrow_identity large rsa rsa
key_option=ec_paramgen_curve:P-256 escrow_identity late ec ec -startdate "$(two_days_ago)" \
  -enddate "$(a_day_ago)"
configure ssl://localhost:1 "$work/dev/*"

echo 'Off unless set'
run
stop
holds 'no envelope is written' fails test -e "$envelope"

echo 'On a curve'
wants curve
run
holds 'the envelope is there' within 30 test -s "$envelope"
holds 'for its owner only' eval "[ \"\$(stat -c %a '$envelope')\" = 600 ]"
holds 'OpenSSL opens it with the hospital'\''s key: gateway and sealing key' holds_the_key curve
holds 'it is AES-256, and AES-256 key wrap with a hash of the curve'\''s size' \
  eval "openssl cms -cmsout -print -inform DER -in '$envelope' >'$work/cms.txt' &&
    grep -q aes-256-cbc '$work/cms.txt' && grep -q id-aes256-wrap '$work/cms.txt' &&
    grep -q sha384kdf '$work/cms.txt'"
holds 'another key does not' fails opened large
kill -KILL "$agent"
wait "$agent" 2>/dev/null

echo 'The gateway is dead, and a copy of two things is at the desk'
mkdir -p "$work/copy/trust"
cp -r "$state/journal" "$work/copy/"
cp "$envelope" "$work/copy/trust/"
chmod -R a-w "$work/copy"
before=$(copied)
holds 'its journal was never folded in' test -s "$work/copy/journal/journal.db-wal"
backlog=$work/backlog.jsonl
holds 'everything is rescued: exit code 0' gives 0 "$backlog" curve
holds 'for its owner only' eval "[ \"\$(stat -c %a '$backlog')\" = 600 ]"
holds 'the copy is as it was' eval "[ \"\$(copied)\" = \"\$before\" ]"
holds 'it says how many records of the audit lane no server has confirmed' \
  grep -qE '^backlog audit of bed-12.*: [1-9][0-9]* records, [1-9][0-9]* of them not confirmed' "$work/rescue.out"
holds 'the start of the agent and the escrow itself are among them' \
  eval "grep -q BRIDGE_STARTED '$backlog' && grep -q ESCROW_CHANGED '$backlog'"
holds 'they are verified like any export' bridge journal verify "$backlog"
holds 'they are what the gateway itself would export' \
  eval "export_journal | diff - '$backlog'"
holds 'as JSON, by its schema'\''s types' \
  eval "gives 0 '$work/again.jsonl' curve --json && ! grep -vE '^\{\"type\":\"(rescue|backlog|lane)\"' '$work/rescue.out'"
holds 'no key is in anything that was said or written' \
  fails grep -rqF -e "$(cut -d' ' -f2 "$state/trust/sealing.key")" -e 'dull and written' \
  "$backlog" "$work/rescue.out" "$work/rescue.err" "$work/agent.log" "$config"
holds 'a file that is there is not written over: exit code 2' gives 2 "$backlog" curve

echo 'What is refused at the desk'
holds 'another certificate'\''s key: exit code 2, and which one it should be' \
  eval "gives 2 '$work/no.jsonl' large && grep -q 'serial number' '$work/rescue.err'"
echo wrong >"$work/wrong"
holds 'a wrong password: exit code 2' \
  eval "with=$work/wrong gives 2 '$work/no.jsonl' curve && grep -q password '$work/rescue.err'"
head -c -1 "$envelope" >"$work/altered.cms"
printf '\0' >>"$work/altered.cms"
holds 'an envelope of which one byte has changed: exit code 2' \
  eval "gives 2 '$work/no.jsonl' curve --envelope '$work/altered.cms' && grep -q changed '$work/rescue.err'"
opened curve | sed "s/$gateway/bed-13/" |
  openssl cms -encrypt -binary -aes256 -outform DER -out "$work/other.cms" "$work/curve.pem.leaf"
holds 'an envelope that somebody else made: exit code 2' \
  gives 2 "$work/no.jsonl" curve --envelope "$work/other.cms"
holds 'no envelope at all: exit code 2' \
  gives 2 "$work/no.jsonl" curve --envelope "$work/not-there.cms"
holds 'nothing was written' fails test -e "$work/no.jsonl"
chmod -R u+w "$work/copy"
truncate -s -1000 "$work/copy/journal/journal.db-wal"
holds 'a torn WAL costs its last transaction only: exit code 0' gives 0 "$work/torn.jsonl" curve
holds '  and all else is there' \
  eval "[ \$(wc -l <'$work/torn.jsonl') -lt \$(wc -l <'$backlog') ] && grep -q BRIDGE_STARTED '$work/torn.jsonl'"

echo 'Another certificate'
wants large
run
holds 'the envelope is renewed for RSA' within 30 holds_the_key large
holds 'the old key opens it no more' fails opened curve
stop
holds 'the audit trail says why' told ESCROW_CHANGED certificate-changed

echo 'Certificates that are refused'
wants late
was=$(sha256sum <"$envelope")
run
stop
holds 'one that has ended is recorded' told ESCROW_REFUSED escrow-certificate-expired
holds 'the last good envelope stays' eval "[ \"\$(sha256sum <'$envelope')\" = '$was' ]"
rm "$envelope"
run
stop
holds 'and where there was none, none is written' fails test -e "$envelope"
wants large
run
holds 'the next good one is taken' within 30 holds_the_key large
stop
revoke "$work/signing" "$work/large.pem.leaf"
publish "$work/signing"
run
holds 'a revoked one takes its envelope along' within 30 fails test -e "$envelope"
stop
holds '  and that is recorded' told ESCROW_CHANGED certificate-revoked

echo 'Off again, and wiped'
wants curve
run
holds 'it is there once more' within 30 holds_the_key curve
stop
wants
bridge journal export --jsonl --config "$config" --state "$state" >"$work/desk.jsonl"
holds 'a command at a desk leaves it alone' test -s "$envelope"
run
holds 'the agent removes it' within 30 fails test -e "$envelope"
stop
holds '  and that is recorded' told ESCROW_CHANGED setting-empty
wants curve
run
within 30 test -s "$envelope"
stop
bridge decommission --config "$config" --state "$state" --no-receipt --no-drain --lose-undelivered \
  --yes-wipe "$gateway" >"$work/wipe.out" 2>&1
holds 'a decommission wipes it, and everything else' \
  eval "[ -z \"\$(find '$state' '$config' -mindepth 1 -print -quit)\" ]"
finish
