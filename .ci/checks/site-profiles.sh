#!/usr/bin/env bash
# A new model is a file: the commands of device-profiles/README.md, run as they stand there, make a
# publisher and sign the profile that stands there; the agent speaks by it with a pump written from
# the same page. What anybody else signed, or nobody, or what was changed, it keeps out and says so.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"

need openssl=openssl perl=perl
page=$repository/device-profiles/README.md
profiles=$work/config/profiles
desk=$work/desk # where the biomedical engineer works
open_hospital
mkdir "$profiles" "$desk"
cp "$work/signing/ca.pem" "$desk/signing-root.pem"
cp "$work/signing/ca.key" "$desk/signing-root.key"

# block LANGUAGE NUMBER: that code block of the page.
block() {
  awk -v opening="\`\`\`$1" -v wanted="$2" '$0 == opening { count++; within = count == wanted; next }
    /^```$/ { within = 0 } within' "$page"
}
# follow NUMBER: runs that block of commands at the engineer's desk.
follow() { (cd "$desk" && bash -euc "$(block sh "$1")"); }

# profile NAME: the page's, under another name, so that nothing but what is meant can be wrong with it.
profile() {
  sed "s/\"name\": \"example-vp1\"/\"name\": \"$1\"/; s/\"protocol\": \"example-vp1\"/\"protocol\": \"$1\"/" \
    "$desk/example-vp1.json" >"$desk/$1.json"
}
# sign NAME SIGNER [openssl cms options]: for the gateway, as on the page.
sign() {
  openssl cms -sign -binary -nodetach -outform DER -md sha256 -signer "$work/$2.pem.leaf" \
    -inkey "$work/$2.key" "${@:3}" -in "$desk/$1.json" -out "$profiles/$1.json.p7m"
}

# settings FAMILIES MORE: what a technician writes.
settings() {
  configure ssl://localhost:1 "tcp:127.0.0.1:$pump_port"
  sed -i "s|\"families\": .*|\"families\": [$1], \"site.profiles\": \"profiles\"$2 },|" \
    "$work/config/pump-bridge.json"
}
start_agent() {
  agent_log=$work/$1
  start_bridge "$agent_log" run --config "$work/config" --state "$work/state"
  within 60 grep -qx running "$agent_log" || give_up "The agent: $(cat "$agent_log")"
}
stop_agent() {
  end "$agent" && wait "$agent"
}
says() { grep -F -- "$1" "$agent_log"; }
keeps_out() { # keeps_out FILE CODE: and says why in a sentence
  grep -E "site profile refused file=$1 code=$2 reason=\"[^\"]* [^\"]*\.\"" "$agent_log"
}
counts() { # counts FILE: to the byte
  says "site profile counts file=$1 sha256=$(sha256sum <"$desk/${1%.p7m}" | cut -d' ' -f1)"
}
follows() { bridge pumps list --json --state "$work/state" | grep -F -- "$1"; }

perl "$parts/vp1.pl" >"$work/pump-port" &
within 10 test -s "$work/pump-port" || give_up 'The pump does not start.'
pump_port=$(cat "$work/pump-port")

echo 'At the desk'
block json 1 >"$desk/example-vp1.json"
holds 'the page makes a publisher' follow 1
holds 'and signs the profile' follow 2
holds 'OpenSSL gets the profile back out of it to the byte' \
  eval "openssl cms -verify -binary -inform DER -in '$desk/example-vp1.json.p7m' -purpose any \
    -CAfile '$desk/signing-root.pem' | cmp - '$desk/example-vp1.json'"
cp "$desk/example-vp1.json.p7m" "$profiles"

publisher=$role_arc.5
found_below "$work/signing-issuing" "$work/signing" "/O=$hospital/CN=Signing Issuing"
publish "$work/signing-issuing"
found "$work/signing-impostor" "/O=$hospital/CN=Signing Root"
signer_identity "$work/below" "$work/signing-issuing" 'Pia Publisher' "$publisher"
signer_identity "$work/author" "$work/signing" 'Ada Author' "$library_author"
signer_identity "$work/impostor" "$work/signing-impostor" 'Pat Publisher' "$publisher"
key_and_request "$work/ended" "/O=$hospital/CN=Ed Publisher"
ROLE=$publisher certify "$work/signing" signer "$work/ended.csr" "$work/ended.pem" \
  -startdate "$(two_days_ago)" -enddate "$(a_day_ago)"
for name in below unsigned by-author by-impostor by-ended idle changed renamed order; do
  profile "$name"
done
sed -i 's/"probe_order": 500/"probe_order": 501/' "$desk/below.json"
sed -i 's/"probe_order": 500/"probe_order": 30/' "$desk/order.json" # Alaris'
sign below below -certfile "$work/signing-issuing/ca.pem"
cp "$desk/unsigned.json" "$profiles"
sign by-author author
sign by-impostor impostor
sign by-ended ended
sign idle below -certfile <(cat "$work/signing-issuing/ca.pem" "$work/author.pem.leaf")
sign changed below -certfile "$work/signing-issuing/ca.pem"
perl -0pi -e 's/"priority": "high"/"priority": "none"/' "$profiles/changed.json.p7m"
sign renamed below -certfile "$work/signing-issuing/ca.pem"
mv "$profiles/renamed.json.p7m" "$profiles/another-name.json.p7m"
sign order below -certfile "$work/signing-issuing/ca.pem"
printf 'nonsense' >"$profiles/garbage.json.p7m"
ln -s "$desk/example-vp1.json.p7m" "$profiles/linked.json.p7m"

echo 'In production'
settings '"alaris", "example-vp1"' ''
start_agent agent-production.log
holds "the page's profile, signed as on the page, counts" counts example-vp1.json.p7m
holds 'one of a publisher below an issuing authority counts' counts below.json.p7m
holds 'kept out: one without a signature' keeps_out unsigned.json unsigned
holds 'kept out: one that the author of libraries signed' keeps_out by-author.json.p7m role-missing
holds 'kept out: one of an impostor of the same names' keeps_out by-impostor.json.p7m chain-untrusted
holds 'kept out: one of a publisher whose certificate has ended' \
  keeps_out by-ended.json.p7m '(certificate-expired|signing-time-implausible)'
holds 'kept out: one that brings a certificate which no signer needs' \
  keeps_out idle.json.p7m certificate-unexpected
holds 'kept out: one in which a word was changed after signing' \
  keeps_out changed.json.p7m signature-invalid
holds 'kept out: one under another name than it was signed with' \
  keeps_out another-name.json.p7m profile-wrong
holds 'kept out: one whose place in the order of trying is taken' keeps_out order.json.p7m profile-clash
holds 'kept out: what is no signed file at all' keeps_out garbage.json.p7m malformed
holds 'kept out: a link, even to a good one' keeps_out linked.json.p7m not-a-file
holds 'nothing else is kept out' test "$(grep -c 'site profile refused' "$agent_log")" -eq 10
holds 'the other families work on' \
  says 'drivers ready families=[alaris, example-vp1] poll_interval_ms=1000'
holds 'the pump of the page is found and followed by the profile alone' \
  within 30 follows '"protocol":"example-vp1","serial":"30417","software":"1.20"'
holds 'the agent ends in order' stop_agent

echo 'Where the site takes profiles without a signature'
settings '"unsigned"' ', "unsigned.profiles": true'
rm "$profiles"/*.p7m
sign changed below -certfile "$work/signing-issuing/ca.pem"
perl -0pi -e 's/"priority": "high"/"priority": "none"/' "$profiles/changed.json.p7m"
start_agent agent-unsigned.log
holds 'the one without counts' counts unsigned.json
holds 'a signature that does not hold is refused all the same' \
  keeps_out changed.json.p7m signature-invalid
holds 'the log says that this is not for a bedside' \
  says 'site profiles count without a signature: never at a bedside'
holds 'the agent ends in order' stop_agent

finish
