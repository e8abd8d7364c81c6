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

for port in ttyS1 ttyS2 ttyS3; do stty -F /dev/$port 115200 raw -echo; done

# An overlay may have brought a /tmp of its own, with files in it: it is part of the root, which is in memory anyway.
chmod 755 /
chmod 1777 /tmp

# Closing a port waits until its last byte is out, so all output is through before the status is.
cd /
sh /command </dev/null >/dev/ttyS1 2>/dev/ttyS2
echo $? >/dev/ttyS3
poweroff -f
