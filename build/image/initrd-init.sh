#!/bin/busybox sh
# First program of a start: finds the disk and the slot, gives the phone its data partition, and hands over to systemd.
busybox=/bin/busybox
$busybox mkdir -p /dev /proc /sys /root /tmp
$busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev

say() { echo "offhook: $*" > /dev/kmsg; }
give_up() { say "$*; restarting"; echo "offhook: $*; restarting" > /dev/console; sleep 2; reboot -f; }

for module in /lib/modules/*.ko; do insmod "$module" || say "module $module was not loaded"; done
for word in $(cat /proc/cmdline); do
  case $word in
    rauc.slot=*) slot=${word#*=} ;;
    offhook.disk=*) wanted=${word#*=} ;;
  esac
done

# The disk is known by the number in its partition table, whatever the kernel calls it today.
find_disk() {
  for entry in /sys/block/*; do
    name=${entry##*/}
    case $name in loop* | ram* | nbd* | mmcblk*boot*) continue ;; esac
    number=$(dd if=/dev/"$name" bs=1 skip=440 count=4 2>/dev/null | hexdump -v -e '4/1 "%02x"')
    [ "$number" = "$wanted" ] && disk=$name && return 0
  done
  return 1
}
tries=0
until find_disk; do
  tries=$((tries + 1))
  [ $tries -gt 100 ] && give_up "no disk has the number $wanted"
  usleep 100000
done
part=$disk
case $disk in *[0-9]) part=${disk}p ;; esac

# The data partition reaches to the end of the card. Its length is four bytes of the partition table.
start=$(cat /sys/block/"$disk"/"$part"4/start)
length=$(cat /sys/block/"$disk"/"$part"4/size)
whole=$(cat /sys/block/"$disk"/size)
room=$((whole - start))
[ $room -gt 4294967295 ] && room=4294967295
if [ $((room - length)) -gt 8192 ]; then
  hex=$(printf '%08x' $room)
  b=${hex#??????}; rest=${hex%??}; c=${rest#????}; rest=${rest%??}; d=${rest#??}; a=${rest%??}
  printf "\\x$b\\x$c\\x$d\\x$a" | dd of=/dev/"$disk" bs=1 seek=506 count=4 conv=notrunc,fsync 2>/dev/null
  blockdev --rereadpt /dev/"$disk"
  say "data partition grown from $length to $room sectors"
fi

mkdir -p /dev/offhook
ln -s ../"$disk" /dev/offhook/disk
ln -s ../"$part"1 /dev/offhook/boot
ln -s ../"$part"2 /dev/offhook/slot-a
ln -s ../"$part"3 /dev/offhook/slot-b
ln -s ../"$part"4 /dev/offhook/data
case $slot in
  A) root=/dev/offhook/slot-a ;;
  B) root=/dev/offhook/slot-b ;;
  *) give_up "the boot script named no slot" ;;
esac
mount -t ext4 -o ro "$root" /root || give_up "slot $slot cannot be mounted"

mount --bind /dev /root/dev
mount -t proc proc /root/proc
mount -t tmpfs -o mode=0755,nosuid,nodev run /root/run
mkdir /root/run/offhook-start

# A factory reset that was asked for. The mark goes when the new file system is whole: a cut of power begins it anew.
reset_mark=offhook-factory-reset
forget() {
  say "factory reset: everything that was kept is being forgotten"
  mkdir -p /old
  if mount -t ext4 -o nosuid,nodev /dev/offhook/data /old; then
    # Keys and passwords first, in the very blocks where they lie; what a card has moved away by itself nobody can reach.
    find /old/var/lib/offhook /old/machine-id -type f | while read -r file; do
      dd if=/dev/zero of="$file" bs="$(($(wc -c < "$file") + 1))" count=1 conv=notrunc,fsync 2>/dev/null
    done
    umount /old
  fi
  chroot /root /usr/sbin/mke2fs -q -F -t ext4 -L offhook-data -E discard /dev/offhook/data > /dev/null 2>&1 || return 1
  dd if=/dev/zero of=/dev/"$disk" bs=512 seek=6144 count=1 conv=notrunc,fsync 2>/dev/null
}
if [ "$(dd if=/dev/"$disk" bs=512 skip=6144 count=1 2>/dev/null | head -c ${#reset_mark})" = "$reset_mark" ]; then
  forget || say "factory reset failed; it is tried again at the next start"
fi

# Without its data the phone comes up and dials all the same, with what a new one knows.
repair() {
  say "data partition is damaged; repairing"
  # From a spare superblock the first pass does not find everything: as often as it takes until nothing is left.
  for pass in 1 2 3; do chroot /root /usr/sbin/e2fsck -f -y /dev/offhook/data > /dev/null 2>&1 && return; done
}
data() {
  mount -t ext4 -o nosuid,nodev,noatime,errors=remount-ro /dev/offhook/data /root/data || return 1
  chroot /root /usr/sbin/resize2fs /dev/offhook/data > /dev/null 2>&1 || say "data partition keeps its size"
  mkdir -p /root/data/var && touch /root/data/.writable && sync || return 1
  # What is found damaged only now makes it read-only, and a system without a log and a phone without a store.
  grep -q ' /root/data ext4 rw' /proc/mounts
}
chroot /root /usr/sbin/e2fsck -p /dev/offhook/data > /dev/null 2>&1
[ $? -lt 4 ] || repair
if data || { umount /root/data 2>/dev/null; repair; data; }; then
  echo whole > /root/run/offhook-start/data
else
  say "data partition is missing; nothing will be kept"
  echo missing > /root/run/offhook-start/data
  umount /root/data 2>/dev/null
  mount -t tmpfs -o mode=0755,nosuid,nodev data /root/data
  mkdir /root/data/var
  # What can still be read is known until the next start: whose phone this is, and its configuration.
  mkdir /kept
  if mount -t ext4 -o ro,noload,nosuid,nodev /dev/offhook/data /kept; then
    mkdir /root/data/var/lib
    cp -a /kept/machine-id /kept/rauc /root/data 2>/dev/null
    cp -a /kept/var/lib/offhook /root/data/var/lib 2>/dev/null
    umount /kept
  fi
fi
mount --bind /root/data/var /root/var

# Who this phone is to the network; made once.
if [ ! -f /root/data/machine-id ] || [ "$(wc -c < /root/data/machine-id)" != 33 ]; then
  tr -d - < /proc/sys/kernel/random/uuid > /root/data/machine-id.new
  sync
  mv /root/data/machine-id.new /root/data/machine-id
fi
mount --bind /root/data/machine-id /root/etc/machine-id

umount /root/proc
umount /root/dev
mount --move /dev /root/dev
umount /proc /sys
exec switch_root /root /usr/lib/systemd/systemd
