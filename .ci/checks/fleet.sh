#!/usr/bin/env bash
# Five hundred gateways on the real Mosquitto, each with its own certificate: the broker is killed
# and comes back; how they return is held against the limits, and every record against what the
# server has. The product's own program measures; Mosquitto's log, which it does not write, is
# counted beside it. That without spreading they would be a herd, HerdTest shows in virtual time.
# Broker and gateways share this machine: half of the median is its own work.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"

need mosquitto=mosquitto
gateways=500
spread=5 # seconds, the product's default

# fleet NAME ARGUMENTS...: runs it; its figures come into $work/NAME.json, its files to $work/NAME.
fleet() {
  local name=$1
  shift
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -Xss512k -jar "$product" fleet simulate \
    --state "$work/$name" --json "$@" >"$work/$name.json" 2>"$work/$name.err"
}

# said NAME: all figures for people.
said() {
  perl -ne 'next unless /"figure":"([^"]*)","value":"([^"]*)","unit":"([^"]*)"/;
    printf "    %-46s %10s %s", $1, $2, $3;
    printf " of %s", $1 if /"limit":"([^"]*)"/;
    printf " (%s)", $1 if /"ratio":"([^"]*)"/;
    print "\n"' "$work/$1.json"
}

# fullest_second LOG: most clients that Mosquitto saw connect in one second of its clock.
fullest_second() {
  sed -n 's/^\([0-9]*\): New client connected .* as gw-.*/\1/p' "$1" | uniq -c |
    sort -rn | awk 'NR == 1 { print $1 }'
}

echo "$gateways gateways, a restart of one second"
holds 'every limit is kept, every record arrives' fleet restart --gateways "$gateways" --backlog 20
said restart
log=$work/restart/broker/broker-2.log
names=$(sed -n 's/.*New client connected .* as \(gw-[0-9]*\) .*/\1/p' "$log" | sort -u | wc -l)
holds "by Mosquitto's log $names different gateways came back" test "$names" -eq "$gateways"
others() { perl -ne "print if / as (gw-\\d+) \\(.*u'([^']*)'/ && \$1 ne \$2" "$log"; }
holds 'each by the name in its certificate' test -z "$(others)"
most=$(fullest_second "$log")
bound=$((gateways * 5 / 2 / spread + 5))
holds "Mosquitto counts $most connections in its fullest second, bound $bound" \
  test "${most:-999999}" -le "$bound"
holds 'nothing that a gateway published was denied' fails grep -q 'Denied PUBLISH' "$log"

finish
