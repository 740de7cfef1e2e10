#!/usr/bin/env bash
# Whom a gateway trusts: the commands of bundles/trust/README.md, run as they stand there, make roots,
# people and a signed site package with OpenSSL; a gateway that knows nobody takes it by its code,
# then the roots change twice. What anybody else signed, or was changed, is kept out and says why.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"

need openssl=openssl perl=perl script=bsdutils
page=$repository/bundles/trust/README.md
desk=$work/desk
mkdir -p "$desk" "$work/bin" "$work/config"
printf '#!/bin/sh\nexec "%s" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -jar "%s" "$@"\n' \
  "$java" "$product" >"$work/bin/pump-bridge"
chmod 755 "$work/bin/pump-bridge"
PATH=$work/bin:$PATH
# Revocation lists have a check of their own.
cat >"$work/config/pump-bridge.json" <<'JSON'
{ "trust": { "gateway.id": "bed-12", "hospital": "st-example", "revocation": "if-known" },
  "transports": { "ports": ["/dev/pump-bridge-test/*"] },
  "uplink": { "server": "ssl://localhost:1", "account": "st-example" } }
JSON

# follow NUMBER: runs that block of commands of the page's section, at the desk.
follow() {
  (cd "$desk" && bash -euc "$(awk -v wanted="$1" '/^## /{ here = $0 == "## Site package" }
    here && $0 == "```sh" { count++; within = count == wanted; next } /^```$/ { within = 0 } within' "$page")")
}
# root NAME SUBJECT: as the page makes one.
root() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 3650 \
    -subj "/O=st-example/CN=$2" -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$desk/$1.key" -out "$desk/$1.pem" 2>"$work/root.log"
}
# person FILE ROLE ROOT [NAME]
person() {
  (
    cd "$desk" || exit 1
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
      -subj "/O=st-example/CN=${4:-$1} of security" -keyout "$1.key" -out "$1.csr"
    printf '%s\n' 'basicConstraints = critical, CA:false' 'keyUsage = critical, digitalSignature' \
      "extendedKeyUsage = 2.25.147690646269422333906582625601308031504.$2" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA "$3.pem" -CAkey "$3.key" -days 365 -extfile "$1.ext" \
      -out "$1.pem"
  ) 2>"$work/person.log"
}
# whom NUMBER MORE...: writes site-NUMBER.json from the folder whom-NUMBER.
whom() {
  (cd "$desk" && pump-bridge site make --from "whom-$1" --hospital "${hospital:-st-example}" \
    --number "$1" --reason "number $1" "${@:2}") >"$desk/site-$1.json"
}
# sign FILE AUTHOR APPROVER TARGET: one after the other.
sign() {
  (
    cd "$desk" || exit 1
    openssl cms -sign -binary -nodetach -outform DER -md sha256 \
      -signer "$2.pem" -inkey "$2.key" -in "$1" -out half.p7m &&
      openssl cms -resign -inform DER -outform DER -md sha256 \
        -signer "$3.pem" -inkey "$3.key" -in half.p7m -out "$4"
  )
}
# site COMMAND ARGUMENTS...: at the gateway.
site() { pump-bridge site "$1" --config "$work/config" --state "$work/state" --json "${@:2}"; }
tells() { # tells EXIT PATTERN COMMAND...: the exit code, and what is printed
  local wanted=$1 pattern=$2 status
  shift 2
  "$@" >"$work/told" 2>&1
  status=$?
  cat "$work/told"
  [ "$status" -eq "$wanted" ] && grep -qF -- "$pattern" "$work/told"
}
installs() { tells 0 '"code":"site-package-in-force"' site install "$@"; }
refuses() { tells 1 "\"code\":\"$1\"" site install "${@:2}"; }

echo 'At the desk'
root transport-root 'Transport Root'
holds 'the page makes a root and two people' follow 1
holds 'and makes, signs, judges and numbers the package' eval 'follow 2 >"$work/followed"'
code=$(tail -n 1 "$work/followed")
by_perl() { # the first 120 bits, by another program
  perl -MDigest::SHA=sha256 -0777 -ne 'my $bits = unpack("B120", sha256($_));
    print join "", map { substr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", oct("0b$_"), 1) } $bits =~ /.{5}/g' "$1"
}
holds 'the code is the first 120 bits of the hash, and a check symbol' \
  eval '[ "$(by_perl "$desk/site-1.p7m")" = "$(tr -d - <<<"$code" | cut -c1-24)" ] && [ ${#code} -eq 29 ]'
holds 'OpenSSL gets the document back to the byte, both signatures hold' \
  eval "openssl cms -verify -binary -inform DER -in '$desk/site-1.p7m' -purpose any \
    -CAfile '$desk/signing-root.pem' | cmp - '$desk/site-1.json'"

echo 'A gateway that knows nobody'
holds 'says so' tells 1 '"source":"nobody"' site show
holds 'takes nothing without a code' refuses site-code-needed "$desk/site-1.p7m"
printf '%s' "$code" | tr 'A-Z0-9' 'B-ZA1-90' >"$work/mistyped"
holds 'tells a mistyped code' refuses site-code-mistyped "$desk/site-1.p7m" --code-file "$work/mistyped"
root strange-root 'Signing Root'
person adam 6 strange-root
person bert 7 strange-root
mkdir -p "$desk/whom-9/server" "$desk/whom-9/signers"
cp "$desk/strange-root.pem" "$desk/whom-9/server"
cp "$desk/strange-root.pem" "$desk/whom-9/signers"
whom 9
sign site-9.json adam bert site-9.p7m
printf '%s\n' "$code" >"$work/code"
holds 'tells a package that was exchanged' \
  refuses site-code-other-package "$desk/site-9.p7m" --code-file "$work/code"
# As somebody types it: once wrongly, then in small letters without groups.
printf '%s\n%s\n' "${code%?}" "$(tr -d - <<<"$code" | tr 'A-Z' 'a-z')" >"$work/typing"
typed() {
  script -qec "pump-bridge site install --ask --config '$work/config' --state '$work/state' '$desk/site-1.p7m'" \
    /dev/null <"$work/typing"
}
holds 'takes it when the code is typed at the console, the second time right' \
  tells 0 'Site package 1 is in force.' typed
holds 'keeps the very bytes' cmp "$desk/site-1.p7m" "$work/state/trust/site.p7m"
holds 'for its owner only' \
  eval "[ \"\$(stat -c %a '$work/state/trust/site.p7m' '$work/state/trust/site.record' | sort -u)\" = 600 ]"
holds 'shows whom it trusts' tells 0 'CN=Signing Root,O=st-example' site show
strange_code=$(pump-bridge site code "$desk/site-9.p7m") || give_up 'No code for a good file.'
printf '%s\n' "$strange_code" >"$work/strange-code"
holds 'takes no other by a code any more' \
  refuses site-code-too-late "$desk/site-9.p7m" --code-file "$work/strange-code"
holds 'and none of strangers of the same names' refuses chain-untrusted "$desk/site-9.p7m"

echo 'The roots change'
root new-root 'New Signing Root'
person nora 6 new-root
person nils 7 new-root
mkdir -p "$desk"/whom-2/{server,signers/leaving,withdrawn}
cp "$desk/transport-root.pem" "$desk/whom-2/server"
cp "$desk/new-root.pem" "$desk/whom-2/signers"
cp "$desk/signing-root.pem" "$desk/whom-2/signers/leaving"
person lost 5 signing-root
cp "$desk/lost.pem" "$desk/whom-2/withdrawn"
whom 2 --until "$(date -u -d '30 days' +%Y-%m-%dT%H:%M:%SZ)"
sign site-2.json ada ben site-2.p7m
sign site-2.json nora nils site-2-new.p7m
holds 'the new people cannot bring themselves in' refuses chain-untrusted "$desk/site-2-new.p7m"
holds 'the old ones can, beside themselves' installs "$desk/site-2.p7m"
holds 'the same file again changes nothing' \
  tells 0 site-package-already-in-force site install "$desk/site-2.p7m"
holds 'an older one is refused' refuses site-not-newer "$desk/site-1.p7m"
mkdir -p "$desk"/whom-3/{server,signers,withdrawn}
cp "$desk/transport-root.pem" "$desk/whom-3/server"
cp "$desk/new-root.pem" "$desk/whom-3/signers"
whom 3
sign site-3.json nora nils forgetful.p7m
holds 'what was withdrawn may not be left out' refuses site-withdrawal-missing "$desk/forgetful.p7m"
cp "$desk/lost.pem" "$desk/whom-3/withdrawn"
whom 3
sign site-3.json ada ben locking.p7m
holds 'whoever would lock himself out is told' refuses site-locks-out "$desk/locking.p7m"
person nora-again 7 new-root nora
sign site-3.json nora nora-again twice.p7m
holds 'one person twice is refused, by two certificates' refuses same-signer "$desk/twice.p7m"
sign site-3.json nora lost wrong-role.p7m
holds 'a withdrawn signer of another role is refused' refuses signer-withdrawn "$desk/wrong-role.p7m"
openssl cms -sign -binary -nodetach -outform DER -md sha256 -signer "$desk/nora.pem" \
  -inkey "$desk/nora.key" -in "$desk/site-3.json" -out "$desk/half.p7m"
holds 'one signature is refused' refuses role-missing "$desk/half.p7m"
holds 'none is refused' refuses malformed "$desk/site-3.json"
sign site-3.json nora nils site-3.p7m
perl -0pe 's/number 3/number 4/' "$desk/site-3.p7m" >"$desk/changed.p7m"
holds 'one in which a word was changed is refused' refuses signature-invalid "$desk/changed.p7m"
holds 'the desk foresees it' \
  tells 0 '"accept":true' pump-bridge site verify --json --in-force "$desk/site-2.p7m" "$desk/site-3.p7m"
holds 'the new people drop the old root' installs "$desk/site-3.p7m"
cp -r "$desk/whom-3" "$desk/whom-4"
whom 4
sign site-4.json ada ben old-people.p7m
holds 'and the old people sign nothing any more' refuses chain-untrusted "$desk/old-people.p7m"
hospital=elsewhere whom 4
sign site-4.json nora nils elsewhere.p7m
holds "another hospital's is refused" refuses site-other-hospital "$desk/elsewhere.p7m"

echo 'A flipped bit'
perl -0pi -e 's/number 3/number 7/' "$work/state/trust/site.p7m"
holds 'is found' tells 1 '"code":"site-package-damaged"' site show
whom 4
sign site-4.json nora nils site-4.p7m
holds 'and nothing newer is believed on it' refuses site-package-damaged "$desk/site-4.p7m"
holds 'the same bytes mend it' installs "$desk/site-3.p7m"
holds 'then the next one comes in' installs "$desk/site-4.p7m"

finish
