# shellcheck shell=bash
# Sourced after check.sh and hospital.sh: the reference pump server with the demonstration's own
# authority, behind a broker that the check has started. By what the demonstration ships.

hospital_side=$work/reference
demo=$(dirname "$product")/demo
as_the_server=("$java" -Xmx512m -cp "$product:$demo/*" "$parts/ReferenceServer.java")
reference_server() { "${as_the_server[@]}" "$@"; }

# open_reference CONFIG: its authority, and the anchors where a gateway looks for them.
open_reference() {
  reference_server open "$hospital_side" "$1/anchors" || give_up 'The demonstration has no keys.'
}

# certify_by_reference REQUEST CERTIFICATE
certify_by_reference() {
  reference_server certify "$hospital_side" "$1" "$2" || give_up 'The request is not certified.'
}

# serve URL EXPECTED LOG ERRORS: in the background; signals to $pump_server reach it, and not a shell
# around it. EXPECTED is an epoch and the last numbers of its four lanes.
serve() {
  "${as_the_server[@]}" serve "$hospital_side" "$1" "$hospital" "$2" >"$3" 2>"$4" &
  pump_server=$!
  within 60 grep -q '^ready' "$3" || give_up "$(cat "$4")"
}

# said WHAT LOG: when a server said it.
said() { awk -v what="$1" '$1 == what { print $2 }' "$2"; }
has_said() { [ -n "$(said "$@")" ]; }
