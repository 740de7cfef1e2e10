#!/usr/bin/env bash
# What a gateway signs in its own name, before an independent judge: OpenSSL verifies backup, gap
# record and receipt with nothing but the hospital's root, and grep looks for what a wipe may have
# left.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"

need openssl=openssl
open_hospital
configure ssl://localhost:1 "$work/no-port/*"
state=$work/state
config=$work/config
receipt=$work/receipt.p7m
backup=$work/backup.p7m

# verified FILE OUT: by the root alone; our purposes are none that OpenSSL knows.
verified() {
  openssl cms -verify -binary -inform DER -in "$1" -CAfile "$work/root/ca.pem" -purpose any -out "$2"
}
flipped() { # flipped FILE COPY: one byte of the signed content is another
  sed 's/"gateway":"bed-12"/"gateway":"bed-13"/' "$1" >"$2" && fails cmp -s "$1" "$2"
}
field() { grep -qF "\"$1\":\"$2\"" "$3"; }
decommission() { bridge decommission --config "$config" --state "$state" "$@"; }
status_of() { "$@" >"$work/out.txt" 2>"$work/err.txt"; echo $?; }
empty() { [ -z "$(find "$1" -mindepth 1 -print -quit)" ]; }

provision --request "$work/gateway.csr" >/dev/null 2>"$work/err.txt" ||
  give_up "provision --request failed: $(cat "$work/err.txt")"
certify "$work/issuing" as_requested "$work/gateway.csr" "$work/device.pem"
provision --certificate "$work/device.pem" >/dev/null 2>"$work/err.txt" ||
  give_up "provision --certificate failed: $(cat "$work/err.txt")"
serial=$(openssl x509 -in "$work/device.pem.leaf" -noout -serial | sed 's/serial=0*//' | tr A-F a-f)
fingerprint=$(openssl x509 -in "$work/device.pem.leaf" -outform DER | sha256sum | cut -d' ' -f1)

# Some records that no server will ever confirm.
start_bridge "$work/agent.log" run --config "$config" --state "$state"
within 60 grep -qx running "$work/agent.log" || give_up "The agent: $(cat "$work/agent.log")"

echo 'A backup'
holds 'a running agent makes one' bridge backup --config "$config" --state "$state" --out "$backup"
holds 'OpenSSL verifies it by the hospital'\''s root' verified "$backup" "$work/backup.json"
holds 'it says whose it is, and holds the configuration' \
  eval "field gateway $gateway '$work/backup.json' && field path config/pump-bridge.json '$work/backup.json'"
holds 'OpenSSL refuses it when one byte of it has changed' \
  eval "flipped '$backup' '$work/flipped' && fails verified '$work/flipped' '$work/nothing'"
holds 'no key and no secret is in it' \
  fails grep -qaE "PRIVATE KEY|$(cat "$state/trust/identity.secret")|$(cut -d' ' -f2 "$state/trust/sealing.key")" "$backup"

echo 'A gap record'
told() { bridge journal export --jsonl --config "$config" --state "$state" 2>"$work/err.txt"; }
signs_a_gap() { told | grep '"name":"JOURNAL_GAP_SIGNED"' >"$work/voucher.jsonl"; }
hash_of_gap() { told | grep '"name":"JOURNAL_GAP"' | sed 's/.*"hash":"\([0-9a-f]*\)","lane":"audit","mono_ms".*/\1/'; }
other_gap() { # other_gap FILE COPY: it owns up to less
  sed 's/store-restored/store-restores/' "$1" >"$2" && fails cmp -s "$1" "$2"
}
kill "$agent"
gone_soon "$agent" || give_up "The agent does not end: $(cat "$work/agent.log")"
cp "$state/journal/journal.db" "$work/image.db"
mv "$work/image.db" "$state/journal/journal.db" # another file, as from a backup of the disk
start_bridge "$work/agent.log" run --config "$config" --state "$state"
within 60 grep -qx running "$work/agent.log" || give_up "The agent: $(cat "$work/agent.log")"
holds 'the gateway says that its journal was set back, and signs that' within 60 signs_a_gap
sed 's/.*"signed":"\([A-Za-z0-9+/=]*\)".*/\1/' "$work/voucher.jsonl" | base64 -d >"$work/gap.p7m"
holds 'OpenSSL verifies it by the hospital'\''s root' verified "$work/gap.p7m" "$work/gap.json"
holds 'what is signed is the gap record, whole' \
  eval "[ \"\$(sha256sum <'$work/gap.json' | cut -d' ' -f1)\" = \"\$(hash_of_gap)\" ] &&
    field reason store-restored '$work/gap.json' && field gateway $gateway '$work/gap.json'"
holds 'OpenSSL refuses it when it owns up to something else' \
  eval "other_gap '$work/gap.p7m' '$work/flipped' && fails verified '$work/flipped' '$work/nothing'"

# What a pump server has stored of that epoch, up to the signature.
verify() { bridge journal verify --anchors "$config/anchors" "$@" >"$work/verify.txt" 2>"$work/err.txt"; }
epoch=$(sed 's/^{"clock":"[a-z]*","epoch":"\([0-9a-f]*\)".*/\1/' "$work/voucher.jsonl")
told | grep "^{\"clock\":\"[a-z]*\",\"epoch\":\"$epoch\".*\"lane\":\"audit\",\"mono_ms\"" |
  sed 's/^\(.*\)"hash":"\([0-9a-f]*\)",\("lane":"audit","mono_ms".*\)$/\2 \1\3/; /"name":"JOURNAL_GAP_SIGNED"/q' \
    >"$work/stored.records"
forged() { # forged AUTHORITY NAME COPY: the same record, signed by another and with a hash that fits
  key_and_request "$work/thief" "/CN=$2"
  NAMES=URI:urn:pump-bridge:gateway:$2 certify "$work/$1" client "$work/thief.csr" "$work/thief.pem"
  openssl cms -sign -binary -nodetach -outform DER -md sha256 -in "$work/gap.json" -inkey "$work/thief.key" \
    -signer "$work/thief.pem.leaf" -certfile "$work/$1/chain.pem" -out "$work/forged.p7m"
  sed '$d' "$work/stored.records" >"$3"
  tail -n 1 "$work/stored.records" |
    sed "s|\"signed\":\"[A-Za-z0-9+/=]*\"|\"signed\":\"$(base64 -w0 "$work/forged.p7m")\"|; s/^[0-9a-f]* //" \
      >"$work/body.txt"
  printf '%s %s\n' "$(tr -d '\n' <"$work/body.txt" | sha256sum | cut -d' ' -f1)" "$(cat "$work/body.txt")" >>"$3"
}
names() { grep -q "^$1: audit of $gateway" "$work/verify.txt"; }
holds 'the bridge verifies it in a gateway'\''s own journal' \
  eval "verify --config '$config' --state '$state' && grep -q '1 gap records, of which 1 are vouched for' '$work/verify.txt'"
holds 'and in what a server has stored' \
  eval "verify --server-stream '$work/stored.records' && grep -q '1 gap records, of which 1 are vouched for' '$work/verify.txt'"
forged impostor-issuing "$gateway" "$work/forged.records"
holds 'it refuses one by an authority that is not the hospital'\''s: exit code 1' \
  eval "[ \"\$(verify --server-stream '$work/forged.records'; echo \$?)\" = 1 ] && names signature-invalid"
forged issuing bed-13 "$work/forged.records"
holds 'it refuses one by another gateway of the hospital: exit code 1' \
  eval "[ \"\$(verify --server-stream '$work/forged.records'; echo \$?)\" = 1 ] && names signature-foreign"

echo 'What wipes nothing'
before=$(sha256sum <"$state/trust/identity.p12")
unchanged() { [ "$(sha256sum <"$state/trust/identity.p12")" = "$before" ] && [ ! -e "$receipt" ]; }
holds 'another id: exit code 1' \
  eval "[ \"\$(status_of decommission --receipt '$receipt' --yes-wipe bed-13)\" = 1 ] && unchanged"
holds 'an empty answer: exit code 1' \
  eval "[ \"\$(status_of decommission --receipt '$receipt' </dev/null)\" = 1 ] && unchanged"
holds 'records that the server has not confirmed: exit code 1, and counted' \
  eval "[ \"\$(status_of decommission --receipt '$receipt' --yes-wipe $gateway --drain-limit 1)\" = 1 ] &&
    grep -qE '[0-9]+ records' '$work/err.txt' && unchanged"
holds 'a receipt that would be wiped too: exit code 2' \
  eval "[ \"\$(status_of decommission --receipt '$state/r.p7m' --yes-wipe $gateway)\" = 2 ] && unchanged"
echo mine >"$state/mine.txt"
holds 'a file that is somebody else'\''s: exit code 2, and named' \
  eval "[ \"\$(status_of decommission --receipt '$receipt' --yes-wipe $gateway)\" = 2 ] &&
    grep -q mine.txt '$work/err.txt' && unchanged"
rm "$state/mine.txt"

echo 'A decommission'
secret=$(cat "$state/trust/identity.secret")
sealing=$(cut -d' ' -f2 "$state/trust/sealing.key")
openssl pkcs12 -in "$state/trust/identity.p12" -nocerts -nodes -passin "pass:$secret" 2>/dev/null |
  openssl pkey -out "$work/thief.pem"
pem_line=$(sed -n 2p "$work/thief.pem")
found_before() { grep -raF -- "$1" "$state" "$config" >/dev/null; }
holds 'before, its secrets can be found' \
  eval "found_before '$secret' && found_before '$sealing' && found_before $gateway && found_before $hospital"
printf '%s\ny\n%s\n' "$gateway" "$gateway" >"$work/answers"
holds 'it is confirmed by typing the gateway'\''s id, twice because records are lost' \
  eval "decommission --receipt '$receipt' --drain-limit 1 --by technician --reason moves <'$work/answers' >'$work/out.txt'"
holds 'the agent has ended' gone_soon "$agent"
holds 'it names the serial number to revoke' grep -q "serial number $serial " "$work/out.txt"
holds 'OpenSSL verifies the receipt by the hospital'\''s root' verified "$receipt" "$work/receipt.json"
holds 'the receipt names gateway, hospital, serial number and fingerprint' \
  eval "field gateway $gateway '$work/receipt.json' && field hospital $hospital '$work/receipt.json' &&
    field serial $serial '$work/receipt.json' && field sha256 $fingerprint '$work/receipt.json'"
holds 'it names who, why, the journal'\''s heads and what was lost' \
  eval "field by technician '$work/receipt.json' && field reason moves '$work/receipt.json' &&
    field lane audit '$work/receipt.json' && grep -qE '\"lost_records\":[1-9]' '$work/receipt.json'"
holds 'OpenSSL refuses it when one byte of it has changed' \
  eval "flipped '$receipt' '$work/flipped' && fails verified '$work/flipped' '$work/nothing'"
for what in "$secret" "$sealing" "$pem_line" "$gateway" "$hospital" PRIVATE CERTIFICATE; do
  holds "nothing of '${what:0:12}…' is found any more" fails found_before "$what"
done
holds 'both directories are empty' eval "empty '$state' && empty '$config'"

echo 'The next hospital'
mkdir -p "$config/anchors/server" "$config/anchors/signers"
cp "$work/impostor/ca.pem" "$config/anchors/server/"
cp "$work/signing/ca.pem" "$config/anchors/signers/"
gateway=bed-7 hospital=st-another configure ssl://localhost:1 "$work/no-port/*"
holds 'the gateway makes a new key' provision --request "$work/new.csr"
holds 'it is another one' \
  fails cmp -s <(openssl req -in "$work/new.csr" -noout -pubkey) <(openssl req -in "$work/gateway.csr" -noout -pubkey)

finish
