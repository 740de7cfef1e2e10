# shellcheck shell=bash
# Sourced after check.sh: a machine of its own with systemd, to install in and to break. Its disk is
# this one's with a layer of memory above, so what happens in it is gone with it. It has processes,
# devices and a loopback network of its own.

# own_groups: where this shell is in each hierarchy of control groups that systemd needs, as
# TYPE OPTION DIRECTORY. Devices are a hierarchy of their own in version 1 only.
own_groups() {
  if [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ]; then
    echo "cgroup2 rw /sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)"
  else
    echo "cgroup none,name=systemd /sys/fs/cgroup/systemd$(sed -n 's/^[0-9]*:name=systemd://p' /proc/self/cgroup)"
    echo "cgroup devices /sys/fs/cgroup/devices$(sed -n 's/^[0-9]*:devices://p' /proc/self/cgroup)"
  fi
}

# open_machine: boots it; what lies in $shared is /mnt in it.
open_machine() {
  [ "$(id -u)" -eq 0 ] || give_up 'Only root may open a machine of its own.'
  shared=$work/shared
  mkdir -p "$work/machine" "$shared"
  chmod 711 "$work"
  groups=$(own_groups)
  groups_made=()
  while read -r _ _ directory; do
    mkdir "$directory/check-$$" 2>"$work/out.txt" || give_up "No control group: $(cat "$work/out.txt")"
    groups_made+=("$directory/check-$$")
  done <<<"$groups"
  trap 'status=$?; close_machine; (exit "$status"); clear_away' EXIT
  (
    for directory in "${groups_made[@]}"; do echo "$BASHPID" >"$directory/cgroup.procs" || exit; done
    exec unshare --mount --pid --fork --kill-child=KILL --cgroup --uts --ipc --net \
      bash -c "$(declare -f lay_out boot); set -e; lay_out \"\$@\"; boot \"\$@\"" - "$work" "$groups"
  ) >"$work/boot.log" 2>&1 &
  machine=$!
  within 20 booted || give_up "The machine does not boot: $(tail -n 5 "$work/boot.log")"
}

# lay_out WORK GROUPS: its file systems.
lay_out() {
  local root=$1/machine/root kind option name
  mount -t tmpfs -o mode=755 machine "$1/machine"
  mkdir "$1/machine"/{above,aside,root}
  mount -t overlay -o "lowerdir=/,upperdir=$1/machine/above,workdir=$1/machine/aside" machine "$root"
  mount -t proc proc "$root/proc"
  mount --bind "$root/proc/sys" "$root/proc/sys" # the kernel's settings are everybody's
  mount -o remount,bind,ro "$root/proc/sys"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t tmpfs -o mode=755 groups "$root/sys/fs/cgroup"
  while read -r kind option _; do
    name=$root/sys/fs/cgroup/${option#*name=}
    [ "$kind" = cgroup2 ] && name=$root/sys/fs/cgroup
    mkdir -p "$name"
    mount -t "$kind" -o "$option" groups "$name"
  done <<<"$2"
  for name in run tmp dev; do mount -t tmpfs -o mode=755 "$name" "$root/$name"; done
  chmod 1777 "$root/tmp"
  for name in null zero full random urandom tty; do
    touch "$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
  done
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
  mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
  ln -s pts/ptmx "$root/dev/ptmx"
  mount --bind "$1/shared" "$root/mnt"
  # Nothing of this machine's starts there, and no disk is mounted.
  rm -rf "$root"/etc/systemd/system/*.wants "$root/usr/sbin/policy-rc.d"
  : >"$root/etc/fstab"
  cat >"$root/etc/systemd/system/machine.target" <<'UNIT'
[Unit]
Requires=sysinit.target
After=sysinit.target
AllowIsolate=yes
UNIT
}

# The kernel is everybody's: no modules, no clock.
boot() {
  exec env -i container=check PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    setpriv --bounding-set=-sys_module,-sys_time,-sys_rawio,-sys_boot chroot "$1/machine/root" /lib/systemd/systemd --system --unit=machine.target
}

# inside COMMAND...: as root of the machine.
inside() {
  nsenter --target "$init" --mount --pid --cgroup --uts --ipc --net --root --wd \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"
}

booted() {
  init=$(tr -d ' ' <"/proc/$machine/task/$machine/children")
  [ -n "$init" ] && inside systemctl is-active machine.target
}

close_machine() {
  local directory
  [ -z "${init:-}" ] || { kill -KILL "$init"; gone_soon "$init"; }
  init=
  for directory in "${groups_made[@]}"; do
    within 6 eval "find '$directory' -depth -type d -exec rmdir {} +"
  done
  groups_made=()
}
