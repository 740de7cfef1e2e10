# shellcheck shell=bash
# Sourced after check.sh: the real Mosquitto.

# start_mosquitto [VARIABLE=VALUE...]: with $work/mosquitto.conf, which logs to $broker_log; it is
# $broker.
start_mosquitto() {
  env "$@" mosquitto -c "$work/mosquitto.conf" >"$work/broker.out" 2>&1 &
  broker=$!
  within 10 grep -q 'mosquitto version .* running' "$broker_log" ||
    give_up "Mosquitto does not start: $(cat "$work/broker.out" "$broker_log")"
}
