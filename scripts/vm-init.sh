#!/bin/busybox sh
# shellcheck shell=dash
# Owns the guest of vm.sh from the kernel's start to power-off: it runs /command and reports its exit status.
# It does not mount tracefs or debugfs and starts nothing: what the command needs beyond this, it does itself.

export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
/bin/busybox --install -s

mount -t devtmpfs dev /dev
exec >/dev/console 2>&1
mount -t proc proc /proc
mount -t sysfs sys /sys
ip link set lo up
hostname tcpwho

# From the kernel's command line: those for stdout, stderr and exit status.
IFS=,
# shellcheck disable=SC2086  # three words
set -- $PORTS
unset IFS PORTS
# Held open, because a virtio console that is closed forgets that it is raw.
exec 3<>"/dev/$1" 4<>"/dev/$2" 5<>"/dev/$3"
for port in 3 4 5; do stty 115200 raw -echo <&$port; done

# An overlay may have brought a /tmp of its own, with files in it: it is part of the root, which is in memory anyway.
chmod 755 /
chmod 1777 /tmp

# Closing a port waits until its last byte is out, so all output is through before the status is.
cd /
sh /command </dev/null >&3 2>&4 3>&- 4>&- 5>&-
status=$?
exec 3>&- 4>&-
echo $status >&5
exec 5>&-
poweroff -f
