#!/usr/bin/env bash
# The Wi-Fi profile that the gateway writes, used by wpa_supplicant's own EAP client against hostapd's
# own RADIUS server: with the key in a file and in a token, before and after a renewal.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"

need openssl=openssl hostapd=hostapd eapol_test=eapoltest softhsm2-util=softhsm2
# OpenSSL's way to a token has no command of its own.
engines=$(openssl version -e)
engines=${engines#*\"}
[ -e "${engines%\"*}/pkcs11.so" ] || need no-such-command=libengine-pkcs11-openssl
library=$(readlink -f /usr/lib/softhsm/libsofthsm2.so)
radius_port=$((20000 + RANDOM % 12000))
mkdir "$work/dev" "$work/tokens"

# radius NAME: hostapd's server with this certificate; takes clients of the hospital.
radius() {
  printf '127.0.0.1/32 shared-for-this-test\n' >"$work/radius.clients"
  printf '* TLS\n' >"$work/radius.users"
  cat >"$work/hostapd.conf" <<CONFIGURATION
driver=none
radius_server_clients=$work/radius.clients
radius_server_auth_port=$radius_port
eap_server=1
eap_user_file=$work/radius.users
ca_cert=$work/root/ca.pem
server_cert=$work/$1.pem
private_key=$work/$1.key
CONFIGURATION
  hostapd "$work/hostapd.conf" >"$work/hostapd.log" 2>&1 &
  hostapd=$!
  within 10 grep -q AP-ENABLED "$work/hostapd.log" || give_up "hostapd: $(cat "$work/hostapd.log")"
}

profile=$work/state/trust/wifi.conf
authenticates() {
  eapol_test -c "$profile" -a 127.0.0.1 -p "$radius_port" -s shared-for-this-test -t 10 -r 0 \
    >"$work/eapol.log" 2>&1
  local status=$?
  grep -E 'TLS:|OpenSSL|ENGINE|EAP-TLS|SUCCESS|FAILURE|Line|engine' "$work/eapol.log" | tail -n 18
  [ "$status" -eq 0 ] && grep -q '^SUCCESS$' "$work/eapol.log"
}

# configure_keys FURTHER_SETTINGS
configure_keys() {
  cat >"$work/config/pump-bridge.json" <<JSON
{ "trust": { "gateway.id": "$gateway", "hospital": "$hospital",
    "wifi.ssid": "ward 7", "wifi.server": "radius.example.org"$1 },
  "transports": { "ports": ["$work/dev/*"] },
  "drivers": { "families": ["alaris"] },
  "uplink": { "server": "ssl://localhost:1", "account": "$hospital" } }
JSON
}
# renew NAME: as a technician does it; the profile follows.
renew() {
  provision --request "$work/$1.csr" &&
    certify "$work/issuing" as_requested "$work/$1.csr" "$work/$1.pem" &&
    provision --certificate "$work/$1.pem"
}
# The agent writes the profile; it need not reach its pump server.
start_agent() { start_agent_for 30 "$1"; }
start_agent_for() {
  start_bridge "$work/agent.log" run --config "$work/config" --state "$work/state"
  within "$1" grep -q "$2" "$profile"
}
private() { [ "$(stat -c %a "$profile")" = 600 ]; }

open_hospital
mkdir "$work/config/anchors/wifi"
cp "$work/root/ca.pem" "$work/config/anchors/wifi/root.pem"
server_identity "$work/radius" "$work/issuing" DNS:radius.example.org
server_identity "$work/elsewhere" "$work/issuing" DNS:radius.elsewhere.org
server_identity "$work/impostor-radius" "$work/impostor-issuing" DNS:radius.example.org

echo 'A key in a file'
configure_keys ''
holds 'the gateway gets its certificate' renew first
holds 'it writes a profile' start_agent private_key=
holds '  that only its owner reads' private
radius radius
holds 'with it the network lets the gateway in' authenticates
holds '  by the name in its certificate' grep -q "CN=$gateway" "$work/hostapd.log" "$work/eapol.log"
end "$agent"
holds 'a new certificate is installed' renew second
holds 'the profile is there again' start_agent private_key=
holds 'and the network lets the gateway in' authenticates
end "$hostapd"
radius elsewhere
holds 'a server of the same authority with another name is refused' fails authenticates
holds '  for its name' grep -q 'domain' "$work/eapol.log"
end "$hostapd"
radius impostor-radius
holds 'an impostor with the right name is refused' fails authenticates
end "$hostapd"
end "$agent"

echo 'A key in a token'
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$work/tokens" \
  >"$work/softhsm2.conf"
export SOFTHSM2_CONF=$work/softhsm2.conf
softhsm2-util --init-token --free --label bedside --pin 739218 --so-pin 8214673 >"$work/out.txt" 2>&1 ||
  give_up "SoftHSM: $(cat "$work/out.txt")"
printf '739218' >"$work/config/token.pin" && chmod 600 "$work/config/token.pin"
configure_keys ", \"key.store\": \"pkcs11\", \"pkcs11.library\": \"$library\""
holds 'the gateway gets its certificate' renew third
printf '739218\n' >"$work/config/token.pin"
holds 'with a line end in the file of the PIN there is no profile' \
  eval 'fails start_agent_for 10 private_key=.pkcs11: && [ ! -e "$profile" ]'
end "$agent"
printf '739218' >"$work/config/token.pin"
holds 'it writes a profile' start_agent private_key=.pkcs11:
holds '  without the PIN in it' fails grep -q 739218 "$profile"
cp "$profile" "$work/before.conf"
radius radius
holds 'with it the network lets the gateway in' authenticates
end "$agent"
holds 'a new certificate is installed' renew fourth
holds 'the profile is for the new key' start_agent private_key=.pkcs11:
changed() { ! cmp -s "$profile" "$work/before.conf"; }
holds '  and not for the old one' within 10 changed
holds 'and the network lets the gateway in' authenticates
end "$agent"

finish
