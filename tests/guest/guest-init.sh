#!/bin/sh
# First process of the guest: loads the devices, puts the host's files under its own memory, and runs the tests there.
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
while read -r module; do
  insmod "/modules/$module.ko" || echo "guest: the module $module does not load"
done < /modules/order

# The host's root, read only, and above it memory that takes whatever is written.
mount -t 9p -o trans=virtio,version=9p2000.L,cache=loose,msize=262144,ro host /host || { echo "guest: no host"; poweroff -f; }
mount -t tmpfs -o size=600m tmpfs /over
mkdir /over/up /over/work
mount -t overlay -o lowerdir=/host,upperdir=/over/up,workdir=/over/work overlay /root || mount --bind /host /root
mount --bind /proc /root/proc
mount --bind /sys /root/sys
mount --bind /dev /root/dev
mkdir -p /root/dev/pts /root/dev/shm
mount -t devpts devpts /root/dev/pts
for folder in dev/shm tmp run; do mount -t tmpfs tmpfs "/root/$folder"; done
mount -t configfs configfs /root/sys/kernel/config
mkdir /root/run/report
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144 report /root/run/report || { echo "guest: no report"; poweroff -f; }
ip link set lo up
for card in /sys/class/drm/*-*; do echo "guest: screen ${card##*/} $(cat "$card/status")"; done
for port in /sys/class/virtio-ports/*; do
  [ "$(cat "$port/name" 2>/dev/null)" = qmp ] && export OFFHOOK_GUEST_QMP="/dev/${port##*/}"
done

tree=$(cat /job/tree)
HOME=/run PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  chroot /root "$tree/node_modules/node/bin/node" "$tree/tests/guest/inside.ts" /run/report "$tree"
echo "guest: done"
poweroff -f
