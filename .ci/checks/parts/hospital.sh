# shellcheck shell=bash
# Sourced after check.sh: a hospital's authorities, made by OpenSSL alone. What the product trusts
# here, none of the product's own code has made.

gateway=bed-12
hospital=st-example

# Extended key usages of model.trust.SignerRole.
role_arc=2.25.147690646269422333906582625601308031504
library_author=$role_arc.1
library_approver=$role_arc.2
pump_server=$role_arc.4

cat >"$work/openssl.cnf" <<'CONFIGURATION'
[req]
distinguished_name = nobody
prompt = no
[nobody]
CN = overridden
[ca]
default_ca = authority
[authority]
dir = ${ENV::AUTHORITY}
database = $dir/index.txt
new_certs_dir = $dir
certificate = $dir/ca.pem
private_key = $dir/ca.key
rand_serial = yes
unique_subject = no
default_md = sha256
default_days = 30
default_crl_days = 7
crl_extensions = list
policy = whoever
copy_extensions = copy
[whoever]
organizationName = optional
commonName = supplied
[list]
authorityKeyIdentifier = keyid
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[issuing]
basicConstraints = critical, CA:true, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[as_requested]
basicConstraints = critical, CA:false
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = ${ENV::NAMES}
authorityKeyIdentifier = keyid
[client]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectAltName = ${ENV::NAMES}
authorityKeyIdentifier = keyid
[signer]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = ${ENV::ROLE}
authorityKeyIdentifier = keyid
CONFIGURATION

export AUTHORITY=$work NAMES=email:nobody@example.org ROLE=clientAuth

a_day_ago() { date -u -d '1 day ago' +%Y%m%d%H%M%SZ; }
two_days_ago() { date -u -d '2 days ago' +%Y%m%d%H%M%SZ; }
tomorrow() { date -u -d '1 day' +%Y%m%d%H%M%SZ; }

# key_and_request FILE SUBJECT: FILE.key and FILE.csr
key_and_request() {
  openssl req -config "$work/openssl.cnf" -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout "$1.key" -out "$1.csr" -subj "$2" 2>/dev/null &&
    chmod 600 "$1.key"
}

# certify AUTHORITY EXTENSIONS REQUEST CERTIFICATE [openssl ca options]: a leaf, and its issuing
# authority behind it.
certify() {
  local authority=$1 extensions=$2 request=$3 certificate=$4
  shift 4
  AUTHORITY=$authority openssl ca -config "$work/openssl.cnf" -batch -notext -extensions "$extensions" -in "$request" \
    -out "$certificate.leaf" "$@" 2>"$work/ca.log" || give_up "OpenSSL: $(cat "$work/ca.log")"
  cat "$certificate.leaf" "$authority/chain.pem" >"$certificate"
}

# found AUTHORITY SUBJECT: a root; certificates that it issues need nothing behind them.
found() {
  mkdir -m 700 "$1"
  : >"$1/index.txt"
  : >"$1/chain.pem"
  key_and_request "$1/ca" "$2"
  AUTHORITY=$1 openssl ca -config "$work/openssl.cnf" -batch -notext -selfsign -extensions root -in "$1/ca.csr" \
    -out "$1/ca.pem" 2>"$work/ca.log" || give_up "OpenSSL: $(cat "$work/ca.log")"
}

# found_below AUTHORITY ROOT SUBJECT: an authority that a root has certified.
found_below() {
  mkdir -m 700 "$1"
  : >"$1/index.txt"
  key_and_request "$1/ca" "$3"
  certify "$2" issuing "$1/ca.csr" "$1/ca.pem"
  cp "$1/ca.pem" "$1/chain.pem"
}

# publish AUTHORITY: what it has revoked, for the gateway, in a list of its own
publish() {
  mkdir -p "$work/config/anchors/revocation"
  AUTHORITY=$1 openssl ca -config "$work/openssl.cnf" -batch -gencrl \
    -out "$work/config/anchors/revocation/$(basename "$1").crl" 2>"$work/ca.log" ||
    give_up "OpenSSL: $(cat "$work/ca.log")"
}

# revoke AUTHORITY CERTIFICATE
revoke() {
  AUTHORITY=$1 openssl ca -config "$work/openssl.cnf" -batch -revoke "$2" 2>"$work/ca.log" ||
    give_up "OpenSSL: $(cat "$work/ca.log")"
}

# server_identity FILE AUTHORITY NAMES [openssl ca options]
server_identity() {
  local file=$1 authority=$2 names=$3
  shift 3
  key_and_request "$file" "/O=$hospital/CN=pump server"
  NAMES=$names certify "$authority" server "$file.csr" "$file.pem" "$@"
}

# client_identity FILE AUTHORITY NAME
client_identity() {
  key_and_request "$1" "/O=$hospital/CN=$3"
  NAMES=URI:urn:pump-bridge:server:$3 certify "$2" client "$1.csr" "$1.pem"
}

# signer_identity FILE AUTHORITY NAME ROLE
signer_identity() {
  key_and_request "$1" "/O=$hospital/CN=$3"
  ROLE=$4 certify "$2" signer "$1.csr" "$1.pem"
}

# open_hospital: a root for transport with an issuing authority below it, a root for signatures, and
# an impostor who gave himself the same names.
open_hospital() {
  found "$work/root" "/O=$hospital/CN=Transport Root"
  found_below "$work/issuing" "$work/root" "/O=$hospital/CN=Transport Issuing"
  found "$work/signing" "/O=$hospital/CN=Signing Root"
  found "$work/impostor" "/O=$hospital/CN=Transport Root"
  found_below "$work/impostor-issuing" "$work/impostor" "/O=$hospital/CN=Transport Issuing"
  mkdir -p "$work/config/anchors/server" "$work/config/anchors/signers"
  cp "$work/root/ca.pem" "$work/config/anchors/server/root.pem"
  cp "$work/signing/ca.pem" "$work/config/anchors/signers/root.pem"
  publish "$work/root"
  publish "$work/issuing"
  publish "$work/signing"
}

# configure SERVER PORTS: what a technician writes.
configure() {
  cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "$gateway", "hospital": "$hospital" },
  "transports": { "ports": ["$2"] },
  "drivers": { "families": ["alaris"] },
  "gateway": { "sample.interval.s": 1 },
  "uplink": { "server": "$1", "account": "$hospital" } }
JSON
}

# provision ARGUMENTS...
provision() { bridge provision --config "$work/config" --state "$work/state" "$@"; }
