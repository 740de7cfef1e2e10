#!/usr/bin/env bash
# OpenSSL as an independent judge: of what the gateway asks for, of what the demo's authority signs;
# and as a hospital's authority whose certificates the gateway has to take, or to refuse.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"

need openssl=openssl
open_hospital
configure ssl://localhost:1 "$work/no-port/*"
request=$work/gateway.csr
identity=$work/state/trust/identity.p12

modes() { stat -c '%a' "$@" | sort -u | tr '\n' ' '; }
only_mode() { [ "$(modes "${@:2}")" = "$1 " ]; }
says() { openssl req -in "$request" -noout -text | grep -qF -- "$1"; }
public_key() { openssl "$1" -in "$2" -noout -pubkey; }

echo 'What the gateway asks for'
provision --request "$request" >"$work/out.txt" 2>"$work/err.txt" ||
  give_up "provision --request failed: $(cat "$work/err.txt")"
holds 'OpenSSL reads the request and finds it signed with its own key' \
  openssl req -in "$request" -noout -verify
holds 'its subject is the gateway and nothing else' \
  test "$(openssl req -in "$request" -noout -subject -nameopt RFC2253)" = "subject=CN=$gateway"
holds 'it asks for the URI of the gateway' says "URI:urn:pump-bridge:gateway:$gateway"
holds 'it asks for a certificate of a TLS client that signs' says 'TLS Web Client Authentication'
holds 'its key is on P-256, its signature ECDSA with SHA-256' \
  eval "says 'NIST CURVE: P-256' && says 'ecdsa-with-SHA256'"
holds 'no private key is in it' fails grep -q PRIVATE "$request"
holds 'the folders of keys have mode 0700' only_mode 700 "$work/state" \
  "$work/state/trust" "$work/state/trust/revocation"
holds 'the files of keys have mode 0600' eval "only_mode 600 \$(find '$work/state/trust' -type f)"
holds 'the key store does not open without its password' \
  fails openssl pkcs12 -in "$identity.waiting" -noout -passin pass:
holds 'OpenSSL opens the key store with its password, and the key in it is the one of the request' \
  eval "openssl pkcs12 -in '$identity.waiting' -nocerts -nodes -passin 'file:$work/state/trust/identity.secret' |
    openssl pkey -pubout | cmp - <(public_key req '$request')"
first_key=$(public_key req "$request")
provision --request "$work/again.csr" >"$work/out.txt" 2>&1
holds 'asking again asks for the same key' test "$(public_key req "$work/again.csr")" = "$first_key"

echo 'Certificates that must not come in'
# refused CODE SENTENCE FILE
refused() {
  local code=$1 sentence=$2 file=$3 before after status
  before=$(cat "$identity"* | sha256sum)
  provision --certificate "$file" --json >"$work/out.txt" 2>"$work/err.txt"
  status=$?
  after=$(cat "$identity"* | sha256sum)
  grep '^{"error"' "$work/err.txt" >"$work/error.json"
  holds "refused with exit code 2, code $code, a sentence, and the key store as it was: $sentence" \
    eval "cat '$work/err.txt'; [ $status -eq 2 ] && [ '$before' = '$after' ] &&
      [ \"\$(wc -l <'$work/error.json')\" -eq 1 ] && grep -qF '\"code\":\"$code\"' '$work/error.json' &&
      grep -qE '\"message\":\"[A-Z].* .*\\.\"' '$work/error.json' && [ ! -s '$work/out.txt' ]"
}

device() { # device FILE AUTHORITY [openssl ca options]
  local file=$1 authority=$2
  shift 2
  certify "$authority" as_requested "$request" "$work/$file" "$@"
}
key_and_request "$work/other" "/CN=$gateway"
NAMES=URI:urn:pump-bridge:gateway:$gateway \
  certify "$work/issuing" client "$work/other.csr" "$work/another-key.pem"
NAMES=URI:urn:pump-bridge:gateway:bed-13 \
  certify "$work/issuing" client "$request" "$work/another-gateway.pem" -subj /CN=bed-13
NAMES=URI:urn:pump-bridge:gateway:bed-13 \
  certify "$work/issuing" client "$request" "$work/another-uri.pem"
NAMES=URI:urn:pump-bridge:gateway:$gateway \
  certify "$work/issuing" server "$request" "$work/for-servers.pem"
device ended.pem "$work/issuing" -startdate "$(two_days_ago)" -enddate "$(a_day_ago)"
device early.pem "$work/issuing" -startdate "$(tomorrow)"
device impostor.pem "$work/impostor-issuing"
device good.pem "$work/issuing"

refused certificate-not-ours 'for another key' "$work/another-key.pem"
refused certificate-wrong-gateway 'for another gateway' "$work/another-gateway.pem"
refused certificate-wrong-gateway "with another gateway's URI" "$work/another-uri.pem"
refused device-key-purpose 'for a server' "$work/for-servers.pem"
refused device-certificate-expired 'ended yesterday' "$work/ended.pem"
refused device-certificate-not-yet-valid 'begins tomorrow' "$work/early.pem"
refused device-chain-untrusted 'from an impostor of the same names' "$work/impostor.pem"
refused device-chain-untrusted 'without its issuing authority' "$work/good.pem.leaf"
refused certificate-unreadable 'the request itself' "$request"

echo 'The certificate that must come in'
provision --certificate "$work/good.pem" >"$work/out.txt" 2>"$work/err.txt"
holds 'issued by OpenSSL below the hospital'\''s root: taken, with exit code 0' \
  eval "cat '$work/err.txt'; [ $? -eq 0 ] && grep -qF 'The certificate is in place' '$work/out.txt'"
holds 'OpenSSL finds the same certificate and its issuer in the key store' \
  eval "openssl pkcs12 -in '$identity' -nokeys -passin 'file:$work/state/trust/identity.secret' |
    grep -v '^[^-A-Za-z0-9+/]\\|^Bag\\|^subject\\|^issuer\\|^ ' | cmp - '$work/good.pem'"
holds 'the folders and files of keys are still private' \
  eval "only_mode 700 '$work/state' '$work/state/trust' && only_mode 600 \$(find '$work/state/trust' -type f)"
refused certificate-wrong-gateway 'for another gateway, when one is in place' \
  "$work/another-gateway.pem"

echo "What the demo's authority signs"
demo=$work/demo
printf '{"format":"pump-bridge-library-1","text":"r\303\251sum\303\251"}\r\n' >"$work/library.json"
"$java" -XX:TieredStopAtLevel=1 -cp "$(dirname "$product")/demo/*" "$parts/DemoDocuments.java" \
  "$demo" "$work/library.json" "$request" >"$work/java.log" 2>&1 ||
  give_up "the demo's authority could not sign: $(cat "$work/java.log")"
root=$demo/anchors/signers/demo-root.pem

# verifies FILE CONTENT: chain, dates, signatures; the purpose is ours and none that OpenSSL knows.
verifies() {
  openssl cms -verify -binary -inform DER -in "$1" -CAfile "$root" -purpose any \
    -certsout "$work/certificates.pem" -signer "$work/signers.pem" -out "$work/content" &&
    { [ -z "${2:-}" ] || cmp "$work/content" "$2"; }
}
purpose_of_each_signer() {
  local count
  count=$(grep -c BEGIN "$work/signers.pem")
  openssl crl2pkcs7 -nocrl -certfile "$work/signers.pem" | openssl pkcs7 -print_certs -text -noout |
    grep -A1 'Extended Key Usage' | grep -o '2\.25\.[0-9.]*' | sort >"$work/purposes"
  printf '%s\n' "$@" | sort | cmp - "$work/purposes" && [ "$count" -eq $# ]
}
holds 'OpenSSL verifies the library to the very byte' verifies "$demo/library.p7m" "$work/library.json"
holds 'two signers with the roles of author and approver' \
  purpose_of_each_signer "$library_author" "$library_approver"
holds 'OpenSSL verifies the association' verifies "$demo/association.p7m" "$work/library.json"
holds 'one signer with the role of the order system' purpose_of_each_signer "$role_arc.3"
holds 'OpenSSL verifies the confirmation' verifies "$demo/confirmation.p7m"
holds 'one signer with the role of the pump server' purpose_of_each_signer "$pump_server"
sed 's/pump-bridge-library-1/pump-bridge-library-2/' "$demo/library.p7m" >"$work/flipped.p7m"
holds 'OpenSSL refuses the library when one byte of it has changed' fails verifies "$work/flipped.p7m"
holds 'OpenSSL finds the certificate that the demo issues good for a TLS client' \
  openssl verify -CAfile "$root" -purpose sslclient -x509_strict "$demo/device.pem"
holds 'the demo keeps its keys in files of mode 0600' eval "only_mode 600 '$demo'/authority/*.pem"

finish
