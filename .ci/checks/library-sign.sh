#!/usr/bin/env bash
# Two people sign a drug library, with keys in files and in tokens: what the product signs OpenSSL
# verifies, what OpenSSL signs the product takes, and either signs what the other has signed before.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"

need openssl=openssl softhsm2-util=softhsm2 pkcs11-tool=opensc script=bsdutils
module=$(readlink -f /usr/lib/softhsm/libsofthsm2.so)
pin=739218
password='correct horse'
anchors=$work/anchors
mkdir -p "$anchors" "$work/tokens"
cd "$work" || give_up "no $work"

cat >library-7.json <<'JSON'
{
  "format": "pump-bridge-library-1",
  "hospital": "st-example",
  "name": "Example, not for clinical use",
  "version": 7,
  "care_areas": [
    { "name": "ICU",
      "maximum_rate": { "value": "999", "unit": "mL/h" },
      "entries": [
        { "drug": "norepinephrine",
          "concentration": { "amount": "16", "amount_unit": "mg", "volume": "250", "volume_unit": "mL" },
          "continuous": { "dose": { "unit": "ug/kg/min", "soft_max": "0.5", "hard_max": "2" } },
          "high_alert": true,
          "source": "example, not for clinical use", "edition": "2026-03" } ] } ]
}
JSON
sha256=$(sha256sum library-7.json | cut -d' ' -f1)

# ---- the people ----

found "$work/signing" "/O=$hospital/CN=Signing Root"
found_below "$work/pharmacy" "$work/signing" "/O=$hospital/CN=Pharmacy Authority"
found "$work/impostor" "/O=$hospital/CN=Signing Root"
cp signing/ca.pem "$anchors/root.pem"
umask 077
printf '%s\n' "$password" >password
printf 'wrong\n' >wrong-password
printf '%s\n' "$pin" >pin
umask 022

# key_file NAME ROOT: NAME.p12 with its chain, as an authority hands it out
key_file() {
  openssl pkcs12 -export -inkey "$1.key" -in "$1.pem.leaf" -certfile <(sed '/^$/d' "$1.pem" "$2/ca.pem") \
    -passout file:password -out "$1.p12" 2>"$work/p12.log" || give_up "OpenSSL: $(cat "$work/p12.log")"
}
# person NAME AUTHORITY ROLE ROOT [KEY OPTIONS]
person() {
  local name=$1 authority=$2 role=$3 root=$4
  shift 4
  if [ $# -eq 0 ]; then
    key_and_request "$work/$name" "/O=$hospital/CN=$name"
  else
    openssl req -config "$work/openssl.cnf" -new -newkey "$@" -nodes -keyout "$name.key" \
      -out "$name.csr" -subj "/O=$hospital/CN=$name" 2>/dev/null
  fi
  ROLE=$role certify "$authority" signer "$work/$name.csr" "$work/$name.pem"
  key_file "$name" "$root"
}
person author "$work/pharmacy" "$library_author" "$work/signing"
person approver "$work/signing" "$library_approver" "$work/signing"
person second-author "$work/signing" "$library_author" "$work/signing"
person orders "$work/signing" "$role_arc.3" "$work/signing"
person visitor "$work/signing" emailProtection "$work/signing"
person stranger "$work/impostor" "$library_author" "$work/impostor"
person author-p384 "$work/signing" "$library_author" "$work/signing" ec -pkeyopt ec_paramgen_curve:P-384
person author-ed25519 "$work/signing" "$library_author" "$work/signing" ed25519
person author-rsa "$work/signing" "$library_author" "$work/signing" rsa:3072
person author-rsa2048 "$work/signing" "$library_author" "$work/signing" rsa:2048
person fired "$work/signing" "$library_author" "$work/signing"
AUTHORITY=$work/pharmacy openssl ca -config openssl.cnf -batch -gencrl -out "$anchors/pharmacy.crl" 2>/dev/null
revoke "$work/signing" "$work/fired.pem.leaf"
AUTHORITY=$work/signing openssl ca -config openssl.cnf -batch -gencrl -out "$anchors/signing.crl" 2>/dev/null

# ---- what is done ----

# signs FILE WHO OUT [OPTIONS]
signs() {
  local file=$1 who=$2 out=$3
  shift 3
  bridge library sign "$file" --key "$who.p12" --password-file password --out "$out" "$@" >told &&
    cat told
}
was_told() { cat told && grep -qF -- "$1" told; }
# refuses EXIT CODE ARGUMENTS...: and writes nothing
refuses() {
  local exit=$1 code=$2 status
  shift 2
  rm -f none.p7m
  bridge library sign "$@" --out none.p7m --json >"$work/out.txt" 2>"$work/err.txt"
  status=$?
  cat "$work/out.txt" "$work/err.txt"
  [ "$status" -eq "$exit" ] && grep -qF "\"code\":\"$code\"" "$work/err.txt" && [ ! -e none.p7m ]
}
by() { printf '%s\n' "$1" --key "$2.p12" --password-file password; }
# refused EXIT CODE FILE WHO [OPTIONS]
refused() {
  local exit=$1 code=$2 arguments
  mapfile -t arguments < <(by "$3" "$4")
  shift 4
  refuses "$exit" "$code" "${arguments[@]}" "$@"
}
takes() { # the gateway's own judgement
  bridge library verify "$1" --anchors "$anchors" --hospital "$hospital" --revocation if-known
}
# openssl_verifies FILE [OPTIONS]
openssl_verifies() {
  local file=$1
  shift
  openssl cms -verify -binary -inform DER -in "$file" -CAfile signing/ca.pem -purpose any \
    -signer signers.pem -out content "$@" && cmp content library-7.json
}
both_roles() {
  openssl crl2pkcs7 -nocrl -certfile signers.pem | openssl pkcs7 -print_certs -text -noout |
    grep -A1 'Extended Key Usage' | grep -o '2\.25\.[0-9.]*' | sort | tr '\n' ' ' |
    grep -qx "$library_author $library_approver "
}
openssl_signs() { # openssl_signs FILE OUT [OPTIONS]: as the author
  local file=$1 out=$2
  shift 2
  openssl cms -sign -binary -nodetach -outform DER -md sha256 -signer author.pem.leaf \
    -inkey author.key -certfile pharmacy/chain.pem -in "$file" -out "$out" "$@"
}
openssl_signs_too() { # openssl_signs_too FILE WHO OUT
  openssl cms -resign -inform DER -outform DER -md sha256 -signer "$2.pem.leaf" -inkey "$2.key" \
    -in "$1" -out "$3"
}

echo 'Two people, two calls'
holds 'the author signs the document' signs library-7.json author half.p7m
holds '  and was told hospital, version, entries and SHA-256' \
  eval "was_told 'version 7, for st-example: 1 entries in 1 care areas' && was_told '$sha256'"
holds '  and who is missing' was_told 'as library-approver'
holds '  which a gateway does not take' fails takes half.p7m
holds 'the approver signs what the author has signed' signs half.p7m approver library-7.p7m
holds '  and was told who had' was_told 'CN=author'
holds 'a gateway takes it' takes library-7.p7m
holds 'OpenSSL verifies it to the very byte' openssl_verifies library-7.p7m
holds '  with the roles of author and approver' both_roles
holds '  by the certificates that are named in the signatures (CAdES)' openssl_verifies library-7.p7m -cades
holds 'the other way round it is as good' eval \
  'signs library-7.json approver approved.p7m && signs approved.p7m author other.p7m && takes other.p7m'
holds 'OpenSSL finds strict DER' eval \
  'openssl asn1parse -inform DER -in library-7.p7m | fails grep -q "inf  *cons"'

echo 'With each kind of key'
for kind in p384 ed25519 rsa; do
  holds "an author with $kind" eval \
    "signs approved.p7m author-$kind $kind.p7m && takes $kind.p7m"
  # OpenSSL 3.0 knows no Ed25519 in CMS.
  [ "$kind" = ed25519 ] || holds '  whom OpenSSL verifies' openssl_verifies "$kind.p7m"
done
holds 'RSA with 2048 bits does not sign' refused 1 algorithm-weak library-7.json author-rsa2048

echo 'Together with OpenSSL'
holds 'OpenSSL signs as approver what the author signed here' eval \
  'openssl_signs_too half.p7m approver mixed.p7m && takes mixed.p7m'
holds 'the approver signs here what OpenSSL signed as author' eval \
  'openssl_signs library-7.json theirs.p7m && signs theirs.p7m approver ours.p7m && takes ours.p7m'
holds '  and OpenSSL verifies both' openssl_verifies ours.p7m
holds 'also when OpenSSL names its certificate (CAdES)' eval \
  'openssl_signs library-7.json cades.p7m -cades && signs cades.p7m approver cades-2.p7m && takes cades-2.p7m'

echo 'Who may not'
holds 'nobody signs twice' refused 1 same-signer half.p7m author
holds 'no role is taken twice' refused 1 role-taken half.p7m second-author
holds 'no third person signs' refused 1 role-taken library-7.p7m second-author
holds 'the order system does not sign libraries' refused 1 signer-unexpected library-7.json orders
holds 'a certificate without a role does not sign' refused 1 key-purpose library-7.json visitor
holds 'what a stranger signed is not signed by others' eval \
  'signs library-7.json stranger strange.p7m && refused 1 chain-untrusted strange.p7m approver'
holds 'what a person signed who was sent away is not signed by others' eval \
  'signs library-7.json fired fired.p7m && refused 1 certificate-revoked fired.p7m approver --anchors anchors'
sed 's/"hard_max": "2"/"hard_max": "9"/' half.p7m >flipped.p7m
holds 'what was changed is not signed by others' refused 1 signature-invalid flipped.p7m approver
head -c 900 half.p7m >cut.p7m
holds 'what was cut is not signed by others' refused 1 malformed cut.p7m approver
sed 's/"hard_max"/"hard_mx"/' library-7.json >misspelt.json
holds 'a document that no gateway would read is not signed' refused 1 library-malformed misspelt.json author
openssl_signs misspelt.json misspelt.p7m
holds '  not even when another has signed it' refused 1 library-malformed misspelt.p7m approver

echo 'Used wrongly'
holds 'a wrong password' refuses 2 signing-secret-wrong library-7.json --key author.p12 --password-file wrong-password
chmod 644 wrong-password
holds 'a password that others may read' refuses 2 secret-not-private library-7.json --key author.p12 --password-file wrong-password
holds 'no key' refuses 2 usage library-7.json
holds 'a file that is no key' refuses 2 signing-key-unreadable library-7.json --key library-7.json --password-file password
before=$(sha256sum <library-7.p7m)
holds 'what is there is not overwritten' eval \
  'signs half.p7m approver library-7.p7m; [ $? -eq 2 ] && [ "$(sha256sum <library-7.p7m)" = "$before" ]'
holds '  but with --force' eval \
  'signs half.p7m approver library-7.p7m --force && [ "$(sha256sum <library-7.p7m)" != "$before" ] && takes library-7.p7m'
holds 'nothing is left aside' eval '[ -z "$(find . -maxdepth 1 -name ".*.new")" ]'
holds 'the other person may read it' test "$(stat -c %a half.p7m)" = 644
holds 'the password is in no argument, and there is no such option' eval \
  'bridge library sign --help | fails grep -qE -- "--(password|pin)[ =]"'
asked() { # at a terminal
  printf '%s\n' "$password" | script -qec "'$java' -jar '$product' library sign library-7.json --key author.p12 --out asked.p7m" \
    "$work/typescript"
}
holds 'at a terminal the password is asked for' eval 'asked && [ -s asked.p7m ] && grep -q "Password of your key" typescript'

echo 'With keys in a token'
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$work/tokens" >softhsm2.conf
export SOFTHSM2_CONF=$work/softhsm2.conf
softhsm2-util --init-token --free --label pharmacy --pin "$pin" --so-pin 8214673 >token.log 2>&1 ||
  give_up "SoftHSM: $(cat token.log)"
into_token() { # into_token NAME ID
  openssl pkcs8 -topk8 -nocrypt -in "$1.key" -outform DER -out "$1.pk8" &&
    openssl x509 -in "$1.pem.leaf" -outform DER -out "$1.der" &&
    pkcs11-tool --module "$module" --login --pin "$pin" --write-object "$1.pk8" --type privkey --id "$2" --label "$1" &&
    pkcs11-tool --module "$module" --login --pin "$pin" --write-object "$1.der" --type cert --id "$2" --label "$1"
}
holds 'the approver'\''s key and certificate go into a token' into_token approver 01
in_token() { # in_token FILE OUT [OPTIONS]
  local file=$1 out=$2
  shift 2
  bridge library sign "$file" --pkcs11-library "$module" --pin-file pin --anchors anchors --out "$out" "$@"
}
holds 'and it signs there' in_token half.p7m token.p7m
holds '  which a gateway takes' takes token.p7m
holds '  and OpenSSL verifies' openssl_verifies token.p7m
holds 'an RSA key goes into it as well' into_token author-rsa 02
holds 'two keys could sign, so the name is asked for' refuses 2 signing-key-ambiguous \
  library-7.json --pkcs11-library "$module" --pin-file pin --anchors anchors
holds 'with its name it signs with RSA-PSS' in_token library-7.json rsa-token.p7m --key-name author-rsa
holds '  and the other one with hers' eval \
  'in_token rsa-token.p7m both-token.p7m --key-name approver && takes both-token.p7m && openssl_verifies both-token.p7m'
printf '0000\n' >wrong-pin
chmod 600 wrong-pin
holds 'a wrong PIN' refuses 2 token-pin-wrong library-7.json --pkcs11-library "$module" --pin-file wrong-pin --anchors anchors
holds 'a slot that is not there' refuses 2 token-missing library-7.json \
  --pkcs11-library "$module" --pkcs11-slot 4711 --pin-file pin --anchors anchors
holds 'a library that is not there' refuses 2 token-library-unusable library-7.json \
  --pkcs11-library /nowhere.so --pin-file pin --anchors anchors

finish
