#!/usr/bin/env bash
# The Debian packages, by those who will judge them: lintian, dpkg, and systemd that runs the agent in
# a machine of its own. Installed, configured, broken, upgraded, removed, purged: keys and records stay.
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"
# shellcheck source=parts/hospital.sh
. "$parts/hospital.sh"
# shellcheck source=parts/machine.sh
. "$parts/machine.sh"

need openssl=openssl dpkg-deb=dpkg lintian=lintian unshare=util-linux systemd-analyze=systemd adduser=adduser
dpkg -s openjdk-17-jre-headless >"$work/out.txt" 2>&1 || need no-such-command=openjdk-17-jre-headless
[ -z "$(getent passwd pump-bridge)" ] || give_up 'This machine has a user pump-bridge already.'

target=$repository/bundles/runtime/target
architecture=$(dpkg --print-architecture)
version=$(bridge --version | cut -d' ' -f2)
package=$target/pump-bridge_${version}_$architecture.deb
for_kura=$target/pump-bridge-kura_${version}_all.deb
[ -f "$package" ] || give_up "$package is not there; build it with 'mvn verify' first."
state=/var/lib/pump-bridge
config=/etc/pump-bridge

# unpack_to DIRECTORY FILE: of the package, as dpkg would.
unpack_to() { mkdir -p "$1" && dpkg-deb --fsys-tarfile "$package" | tar -x -C "$1" "./$2"; }
as_user() { inside setpriv --reuid=pump-bridge --regid=pump-bridge --init-groups "$@"; }
property() { inside systemctl show -P "$1" pump-bridge; }
is() { [ "$(property "$1")" = "$2" ]; }
follows() { inside systemctl is-active pump-bridge && logged running; }
logged() { # since its last start
  inside journalctl --output cat "_SYSTEMD_INVOCATION_ID=$(property InvocationID)" >"$work/journal.txt"
  grep -qx "$1" "$work/journal.txt"
}
install_package() { inside dpkg --install "/mnt/$(basename "$1")" >"$work/dpkg.txt" 2>&1; }
says() { cat "$work/dpkg.txt" && grep -q "$1" "$work/dpkg.txt"; }

echo 'The packages'
for deb in "$target"/*.deb; do
  holds "lintian finds no error in $(basename "$deb")" lintian --allow-root --fail-on error "$deb"
done
unpack_to "$work/unpacked" usr/lib/systemd/system/pump-bridge.service
unit=$work/unpacked/usr/lib/systemd/system/pump-bridge.service
holds 'systemd-analyze takes the unit' eval \
  "sed 's|/usr/bin/java|/bin/true|' '$unit' >'$work/pump-bridge.service' && systemd-analyze verify --man=no '$work/pump-bridge.service' 2>&1 | tee '$work/verified.txt' && fails grep -q 'pump-bridge.service' '$work/verified.txt'"
exposure=$(systemd-analyze security --offline=true "$unit" 2>&1 | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\).*/\1/p')
holds "it gives the agent little: exposure $exposure of 10 (a service without any of it: 9.6)" \
  systemd-analyze security --offline=true --threshold=25 "$unit"

echo 'A machine, and the package on it'
open_machine
cp "$target"/*.deb "$shared"
holds 'dpkg installs it' eval "install_package '$package' || { cat '$work/dpkg.txt'; false; }"
holds 'it says that it is not configured' says 'not configured yet'
holds '  and so not started, which is no failure' eval \
  'is ActiveState inactive && is Result success && inside systemctl is-enabled pump-bridge'
holds 'a start without a configuration is none either' eval \
  'inside systemctl start pump-bridge && is ActiveState inactive && is ConditionResult no'
holds 'its user may use serial ports, and nobody can log in as it' eval \
  'inside id -nG pump-bridge | grep -qw dialout && inside getent passwd pump-bridge | grep -q ":/nonexistent:.*nologin$"'
holds 'all that runs is root'\''s' eval \
  '[ -z "$(inside find /usr/lib/pump-bridge /usr/bin/pump-bridge ! -user root -o -perm /022)" ]'
holds 'state and configuration are its user'\''s alone' eval \
  "[ \"\$(inside stat -c '%U:%G %a' $state $config | tr '\n' ' ')\" = 'pump-bridge:pump-bridge 700 pump-bridge:pump-bridge 750 ' ]"
holds 'its bill of materials is that of what is installed' eval \
  'inside grep -q "$(inside sha256sum /usr/lib/pump-bridge/pump-bridge.jar | cut -d" " -f1)" /usr/share/doc/pump-bridge/bom.json'
holds 'pump-bridge --version, as its user' eval \
  "[ \"\$(as_user pump-bridge --version)\" = 'pump-bridge $version' ]"
holds 'pump-bridge --help, as anybody' eval "inside setpriv --reuid=65534 --regid=65534 --clear-groups pump-bridge --help | grep -q '^  run '"
holds 'installed once more, it changes nothing' eval \
  "before=\$(inside stat -c '%n %U %a %i' $state $config) && install_package '$package' && [ \"\$(inside stat -c '%n %U %a %i' $state $config)\" = \"\$before\" ]"

echo 'A configured gateway'
open_hospital
configure ssl://localhost:1 /dev/ttyS63
inside mknod --mode=660 /dev/ttyS63 c 4 127 # of no hardware, yet the agent will try it
inside chgrp dialout /dev/ttyS63
cp -r "$work/config/." "$shared/config"
inside cp -r /mnt/config/. $config
inside chown -R pump-bridge:pump-bridge $config
inside pump-bridge provision --request - >"$work/gateway.csr" 2>"$work/err.txt" ||
  give_up "provision --request: $(cat "$work/err.txt")"
certify "$work/issuing" as_requested "$work/gateway.csr" "$shared/device.pem"
holds 'root provisions it' inside pump-bridge provision --certificate /mnt/device.pem
holds '  and what that made is the agent'\''s all the same' eval \
  "[ -z \"\$(inside find $state ! -user pump-bridge)\" ] && [ -n \"\$(inside find $state -name identity.p12)\" ]"
inside systemctl start pump-bridge
holds 'the agent runs' within 60 follows
agent=$(property MainPID)
status() { inside grep -E "^$1:" "/proc/$agent/status" | tr -s '\t ' ' '; }
holds '  as its user, without a capability, filtered' eval \
  "[ \"\$(inside stat -c %U /proc/$agent)\" = pump-bridge ] && [ \"\$(status 'CapBnd|CapEff|CapPrm' | cut -d' ' -f2 | sort -u)\" = 0000000000000000 ] &&
    [ \"\$(status 'NoNewPrivs|Seccomp' | cut -d' ' -f2 | tr '\n' ' ')\" = '1 2 ' ]"
# where_it_is COMMAND...: as the agent's user, in what it sees of the disk.
where_it_is() {
  inside nsenter --target "$agent" --mount --root --wd setpriv --reuid=pump-bridge --regid=pump-bridge --init-groups "$@"
}
shipped_only() { # all that it has loaded is root's
  where_it_is cat "/proc/$agent/maps" | grep -o '/.*\.so.*' | sort -u >"$work/maps.txt"
  cat "$work/maps.txt"
  grep -q '^/usr/lib/pump-bridge/native/libsqlitejdbc.so' "$work/maps.txt" &&
    grep -q '^/usr/lib/pump-bridge/native/libjSerialComm.so' "$work/maps.txt" &&
    fails grep -v '^/usr/lib/' "$work/maps.txt"
}
holds '  with the native libraries of the package and no other' within 10 shipped_only
refuses() { # refuses WHY COMMAND...
  local why=$1
  shift
  where_it_is "$@" >"$work/refused.txt" 2>&1 && return 1
  cat "$work/refused.txt"
  grep -q "$why" "$work/refused.txt"
}
holds '  it can write its state' where_it_is touch $state/probe
where_it_is rm $state/probe
holds '  but not say whom it trusts' refuses 'Read-only file system' touch $config/anchors/server/probe.pem
inside cp /bin/true $state/probe
inside chown pump-bridge $state/probe
holds '  nor run what was put into its state' eval "as_user $state/probe && refuses 'Permission denied' $state/probe"
inside rm $state/probe
devices=/sys/fs/cgroup/devices/system.slice/pump-bridge.service/devices.list
if inside test -e $devices; then # in version 2 it is a program of the kernel's, which nobody can read
  holds '  nor open another device than a port' eval \
    "inside cat $devices >'$work/devices.txt'; cat '$work/devices.txt'; grep -qx 'c 4:\* rw' '$work/devices.txt' && fails grep -qE '^c (1|10):\*' '$work/devices.txt' &&
      fails grep -qvE '^c 1:[35789] |^c 5:[02] |^[bc] 0:0 |^c [0-9]+:\* rw\$' '$work/devices.txt'"
fi
holds '  a command reaches it' inside pump-bridge journal stats
inside kill -KILL "$agent"
holds 'killed, it comes back by itself' eval 'within 60 eval "is NRestarts 1 && is SubState running"'
agent=$(property MainPID)

echo 'An upgrade'
dpkg-deb -R "$package" "$work/newer"
sed -i "s/^Version: .*/Version: $version+1/" "$work/newer/DEBIAN/control"
dpkg-deb --root-owner-group -Znone -b "$work/newer" "$shared/newer.deb" >"$work/out.txt"
inside sed -i 's/^PUMP_BRIDGE_LOG=.*/PUMP_BRIDGE_LOG=DEBUG/' /etc/default/pump-bridge
holds 'dpkg puts a newer version in its place' eval "install_package newer.deb || { cat '$work/dpkg.txt'; false; }"
holds '  which runs' eval "within 60 follows && ! is MainPID '$agent'"
holds '  with the settings of the technician' inside grep -qx PUMP_BRIDGE_LOG=DEBUG /etc/default/pump-bridge

echo 'What only a person can put right'
inside systemctl stop pump-bridge
holds 'the agent has ended in order' is Result success
inside sed -i 's/"families"/"familie"/' $config/pump-bridge.json
inside systemctl start pump-bridge
holds 'a mistake in the configuration ends it, once' eval 'within 60 is ActiveState failed && is ExecMainStatus 2 && is NRestarts 0'
inside sed -i 's/"familie"/"families"/' $config/pump-bridge.json
inside systemctl restart pump-bridge
holds '  and a restart mends that' within 60 eval 'is SubState running'

echo 'Removed, and purged'
kept() { # what SQLite folds in when it is closed left out
  inside find $state/trust $state/journal $config -type f ! -name '*-wal' ! -name '*-shm' | sort
}
within 60 follows
agent=$(property MainPID)
before=$(kept)
identity=$(inside sha256sum $state/trust/identity.p12 $state/trust/sealing.key)
inside dpkg --remove pump-bridge >"$work/dpkg.txt" 2>&1
holds 'removed, the agent has ended' fails inside test -e "/proc/$agent"
holds '  what ran is gone' fails inside test -e /usr/lib/pump-bridge -o -e /usr/bin/pump-bridge
holds '  keys, records and configuration are there' eval '[ "$(kept)" = "$before" ] && grep -q identity.p12 <<<"$before"'
holds '  and that is said' says 'pump-bridge decommission'
inside dpkg --purge pump-bridge >"$work/dpkg.txt" 2>&1
holds 'purged, dpkg knows nothing of it' eval 'fails inside dpkg -s pump-bridge && fails inside test -e /etc/default/pump-bridge'
holds '  keys, records and configuration are still there' eval '[ "$(kept)" = "$before" ] &&
  [ "$(inside sha256sum $state/trust/identity.p12 $state/trust/sealing.key)" = "$identity" ]'
holds '  and nobody else'\''s' eval "[ \"\$(inside stat -c %U $state/trust/identity.p12)\" = pump-bridge ]"
holds '  and that is said' says 'pump-bridge decommission'
holds 'installed again, it goes on as the same gateway' eval "install_package '$package' && within 60 follows"
holds '  and no record is missing' inside pump-bridge journal verify
holds 'decommissioned, it says what to revoke' eval \
  "inside pump-bridge decommission --receipt /tmp/receipt.p7m --yes-wipe $gateway --lose-undelivered --drain-limit 1 >'$work/out.txt' 2>&1 || { cat '$work/out.txt'; false; }; grep -q 'serial number' '$work/out.txt'"
holds '  the agent has ended, and does not come back' eval 'within 20 is ActiveState inactive && inside systemctl start pump-bridge && is ActiveState inactive'
inside dpkg --purge pump-bridge >"$work/dpkg.txt" 2>&1
holds '  and a purge leaves nothing' eval \
  "fails inside test -e $state -o -e $config && fails says decommission"

echo 'The bundles for Kura 6'
plugins=/opt/eclipse/kura/plugins
holds 'dpkg installs them, the adapter a level before' eval \
  "install_package '$for_kura' && [ \"\$(inside ls $plugins/6s)\" = io.pumpbridge.kura-$version.jar ] && [ \"\$(inside ls $plugins/7s | wc -l)\" -eq 11 ]"
holds 'and takes them away' eval "inside dpkg --purge pump-bridge-kura && fails inside test -e $plugins"

close_machine
holds 'this machine has nothing of it' eval \
  "[ ! -e /usr/lib/pump-bridge ] && [ ! -e $state ] && [ ! -e $config ] && fails getent passwd pump-bridge && fails dpkg -s pump-bridge"

finish
