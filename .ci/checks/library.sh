#!/usr/bin/env bash
# The pharmacist's desk: a library that OpenSSL signed for two people is read, verified and used as a
# gateway would; what is changed, half signed or signed by strangers is refused and says why. The
# expected doses are computed by bc, to thirty digits.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$(dirname "$0")/parts/hospital.sh"

need openssl=openssl bc=bc jq=jq
found "$work/signing" "/O=$hospital/CN=Signing Root"
found "$work/stranger" "/O=$hospital/CN=Signing Root"
mkdir -p "$work/anchors"
cp "$work/signing/ca.pem" "$work/anchors/root.pem"
signer_identity "$work/author" "$work/signing" 'Ada Author' "$library_author"
signer_identity "$work/approver" "$work/signing" 'Pat Approver' "$library_approver"
signer_identity "$work/strange" "$work/stranger" 'Eve Approver' "$library_approver"

# sign FILE SIGNER...: into FILE.p7m
sign() {
  local file=$1 options=()
  shift
  for who in "$@"; do options+=(-signer "$work/$who.pem" -inkey "$work/$who.key"); done
  openssl cms -sign -binary -nodetach -outform DER -md sha256 -in "$file" -out "$file.p7m" "${options[@]}"
}
example=$repository/bundles/druglibrary/src/test/resources/examples/library.json
cp "$example" "$work/library.json"
sign "$work/library.json" author approver

verify() { bridge library verify --anchors "$work/anchors" "$@"; }
check() { bridge library check --anchors "$work/anchors" --library "$work/library.json.p7m" "$@"; }
# refused FILE CODE: exit code 1 and this code
refused() {
  local out status
  out=$(verify --json "$1")
  status=$?
  printf '%s\n' "$out"
  [ "$status" -eq 1 ] && [ "$(jq -r .code <<<"$out")" = "$2" ]
}
says() { grep -qF -- "$1" "$work/answer"; }

holds 'library verify takes what OpenSSL signed for author and approver' verify "$work/library.json.p7m"
verify "$work/library.json.p7m" >"$work/answer" 2>&1
holds '  and names both people' says 'Ada Author'
holds '  also who approved it' says 'Pat Approver'
holds '  and the hash of what they signed, as sha256sum computes it' \
  says "$(sha256sum <"$work/library.json" | cut -d' ' -f1)"
holds 'a gateway of another hospital would refuse it' fails verify --hospital other "$work/library.json.p7m"

sed 's/"hard_max": "2"/"hard_max": "9"/' "$work/library.json.p7m" >"$work/flipped.p7m"
holds 'a changed limit breaks the signatures' refused "$work/flipped.p7m" signature-invalid
cp "$work/library.json" "$work/half.json"
sign "$work/half.json" author
holds 'one signature is not enough' refused "$work/half.json.p7m" role-missing
cp "$work/library.json" "$work/strange.json"
sign "$work/strange.json" author strange
holds "a stranger's approval counts nothing" refused "$work/strange.json.p7m" chain-untrusted
sed 's/"hard_max": "2"/"hard_max": 2/' "$work/library.json" >"$work/number.json"
sign "$work/number.json" author approver
holds 'a limit that is no text is refused' refused "$work/number.json.p7m" library-malformed
verify --json "$work/number.json.p7m" >"$work/answer"
holds '  with its place' says '$.care_areas[0].entries[0].continuous.dose.hard_max'
revoke "$work/signing" "$work/author.pem.leaf"
AUTHORITY=$work/signing openssl ca -config "$work/openssl.cnf" -batch -gencrl -out "$work/anchors/signing.crl" 2>/dev/null
holds 'once the author is revoked, so is the library' refused "$work/library.json.p7m" certificate-revoked
rm "$work/anchors/signing.crl"
holds 'where the policy demands a list, none is not enough' \
  fails verify --revocation require "$work/library.json.p7m"

holds 'library show prints every limit of a document' bridge library show "$work/library.json"
holds '  and of a signed one, once its signatures hold' \
  bridge library show --anchors "$work/anchors" "$work/library.json.p7m"
holds '  and nothing of one whose signatures do not' \
  fails bridge library show --anchors "$work/anchors" "$work/flipped.p7m"
holds 'a signed one without --anchors is a question of use' \
  eval 'bridge library show "$work/library.json.p7m"; [ $? -eq 2 ]'

# order ID FIELDS...: one line; norepinephrine 16 mg in 250 mL for 70 kg in the ICU
order() {
  printf '{"id":"%s","care_area":"ICU","drug":"norepinephrine","concentration":{"amount":"16",' "$1"
  printf '"amount_unit":"mg","volume":"250","volume_unit":"mL"},"weight":{"value":"70","unit":"kg"},%s}\n' "$2"
}
{
  order within '"dose":{"value":"0.1","unit":"ug/kg/min"}'
  order by-rate '"rate":{"value":"7","unit":"mL/h"}'
  order soft '"dose":{"value":"0.6","unit":"ug/kg/min"}'
  order overridden '"dose":{"value":"0.6","unit":"ug/kg/min"},"override":{"by":"Dr. Example","reason":"shock"}'
  order hard '"dose":{"value":"2.001","unit":"ug/kg/min"}'
  order disagree '"dose":{"value":"0.1","unit":"ug/kg/min"},"rate":{"value":"65.6","unit":"mL/h"}'
  order unit '"dose":{"value":"7","unit":"ug/min"}'
  order exponent '"dose":{"value":"1e-1","unit":"ug/kg/min"}'
  printf 'no json\n'
  printf '{"id":"drug","care_area":"ICU","drug":"unobtainium","rate":{"value":"1","unit":"mL/h"}}\n'
} >"$work/orders"
check --orders "$work/orders" >"$work/verdicts"
holds 'library check answers every line' test "$(wc -l <"$work/verdicts")" -eq 10
# verdict ID VERDICT CODE [PIV]
verdict() {
  jq -se --arg id "$1" --arg verdict "$2" --arg code "$3" --arg piv "${4:-}" \
    '.[] | select(.id == $id) | .verdict == $verdict and .code == $code and (.piv // "") == $piv' \
    "$work/verdicts"
}
# figure ID NAME EXPRESSION: what bc computes, to six digits
figure() {
  local expected
  expected=$(bc <<<"scale=30; x = $3; scale=6; (x + 0.0000005) / 1")
  jq -se --arg id "$1" --argjson expected "$(printf '%.6f' "$expected")" \
    ".[] | select(.id == \$id) | (.$2.value | tonumber) == \$expected" "$work/verdicts"
}
holds 'a dose within its limits' verdict within within within-limits
holds '  with the rate that it needs' figure within rate '0.1 * 70 * 60 / 64'
holds 'a rate' verdict by-rate within within-limits
holds '  with the dose that it gives' figure by-rate dose '7 * 64 / 60 / 70'
holds 'a dose beyond the soft limit' verdict soft soft-high soft-limit-passed
holds '  overridden by somebody, for a reason' verdict overridden soft-high soft-limit-overridden
holds 'a dose beyond the hard limit' verdict hard hard-high hard-limit-passed 9024
holds 'a dose and a rate that are not the same' verdict disagree invalid dose-and-rate-disagree 9018
holds 'a dose in another unit is not converted' verdict unit cannot-judge unit-mismatch 9009
holds 'an exponent is no figure' verdict exponent invalid bad-input
holds 'what is no JSON is answered in its place' verdict '' invalid bad-input
holds 'an unknown drug cannot be judged' verdict drug cannot-judge drug-unknown 9010
holds 'with --strict the exit code is 1 if one is not within' fails check --strict --orders "$work/orders"
cp "$work/flipped.p7m" "$work/library.json.p7m"
holds 'by a changed library nothing is judged' fails check --orders "$work/orders"
finish
