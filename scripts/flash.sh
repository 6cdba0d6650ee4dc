#!/bin/sh
# Writes an image on a card, after showing what is on it and asking: scripts/flash.sh [--config FILE] IMAGE [DEVICE]
set -u
export LC_ALL=C

usage='Usage: scripts/flash.sh [--config FILE] IMAGE [DEVICE]
  IMAGE   offhook-BOARD-VERSION.img.xz, or the same unpacked (.img)
  DEVICE  the card, e.g. /dev/sdb; without it the removable devices are listed. A file is written like a card.
  --config FILE   the configuration for the first start: account, servers, policy
  --yes           do not ask (for scripts; DEVICE must be given)'
say() { printf '%s\n' "$*" >&2; }
refuse() { say "Refused: $*"; exit 1; }

image='' device='' config='' yes=no
while [ $# -gt 0 ]; do
  case $1 in
    --config) [ $# -ge 2 ] || refuse "--config needs a file."; config=$2; shift ;;
    --yes) yes=yes ;;
    -h | --help) printf '%s\n' "$usage"; exit 0 ;;
    -*) refuse "there is no option $1. $usage" ;;
    *) if [ -z "$image" ]; then image=$1; elif [ -z "$device" ]; then device=$1; else refuse "one card at a time, please."; fi ;;
  esac
  shift
done
[ -n "$image" ] || { say "$usage"; exit 1; }
[ -r "$image" ] || refuse "there is no image $image."

# Bytes of the image when unpacked, and a command that prints them.
case $image in
  *.xz)
    command -v xz > /dev/null || refuse "xz is missing: install the package xz-utils."
    xz -t "$image" 2> /dev/null || refuse "$image is damaged; download it again."
    bytes=$(xz --robot --list "$image" | awk '$1 == "totals" { print $5 }')
    unpack() { xz -dc -- "$image"; }
    ;;
  *) bytes=$(wc -c < "$image"); unpack() { cat -- "$image"; } ;;
esac
if [ -r "$image.sha256" ]; then
  wanted=$(cut -d' ' -f1 < "$image.sha256")
  found=$(sha256sum < "$image" | cut -d' ' -f1)
  [ "$wanted" = "$found" ] || refuse "the checksum of $image is not the one in $image.sha256; download both again."
else
  say "Note: there is no $image.sha256, so nobody can say whether this image is the one that was built."
fi

# The place on the card for a first configuration is found by its text; it is the file offhook.json on the FAT partition.
place='{"offhook":"place for the configuration of this phone"}'
room=65536
if [ -n "$config" ]; then
  [ -r "$config" ] || refuse "there is no configuration $config."
  [ "$(wc -c < "$config")" -le $room ] || refuse "$config is larger than $room bytes."
  if command -v node > /dev/null; then
    node -e 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))' "$config" 2> /dev/null ||
      refuse "$config is not JSON."
  fi
fi

list() { lsblk -dnpo NAME,RM,HOTPLUG,TYPE,SIZE,VENDOR,MODEL | awk '($2 == 1 || $3 == 1) && $4 == "disk" && $5 != "0B"'; }
if [ -z "$device" ]; then
  cards=$(list)
  [ -n "$cards" ] || refuse "no removable device is plugged in. Plug the card in, or name it."
  [ "$yes" = no ] || refuse "with --yes the device must be named."
  say "Removable devices:"
  printf '%s\n' "$cards" | sed 's/^/  /' >&2
  printf 'Which one is to be written (e.g. /dev/sdb)? ' >&2
  read -r device || exit 1
fi
[ -e "$device" ] || refuse "there is no device $device."

disk_of() { lsblk -snpo NAME,TYPE "$1" 2> /dev/null | awk '$2 == "disk" || $2 == "loop" { print $1 }' | sort -u; }
if [ -b "$device" ]; then
  kind=$(lsblk -dno TYPE "$device")
  case $kind in
    disk) list | awk '{ print $1 }' | grep -qxF "$(readlink -f "$device")" ||
      refuse "$device is not removable; a system disk is never written." ;;
    loop) ;;
    *) refuse "$device is a part of a disk; name the whole one." ;;
  esac
  mounted=$(lsblk -nro NAME,MOUNTPOINT "$device" | awk '$2 != "" { print $1 " on " $2 }')
  [ -z "$mounted" ] || refuse "$device is in use: $mounted. Unmount it first."
  system=$(for point in / /boot /boot/efi /usr; do disk_of "$(findmnt -nvo SOURCE "$point" 2> /dev/null)"; done)
  if printf '%s\n' "$system" | grep -qxF "$(readlink -f "$device")"; then refuse "this system runs from $device."; fi
  [ -w "$device" ] || refuse "you may not write on $device: run this as root (sudo)."
  capacity=$(blockdev --getsize64 "$device")
else
  [ -f "$device" ] || refuse "$device is neither a device nor a file."
  capacity=$(wc -c < "$device")
fi
[ "$bytes" -le "$capacity" ] || refuse "the image has $bytes bytes and $device only $capacity."

if [ "$yes" = no ]; then
  say "$device will be overwritten. What is on it now is lost:"
  if [ -b "$device" ]; then lsblk -o NAME,SIZE,FSTYPE,LABEL,MODEL "$device" | sed 's/^/  /' >&2; fi
  printf 'Type its name again to go on: ' >&2
  read -r answer || exit 1
  [ "$answer" = "$device" ] || refuse "nothing was written."
fi

say "Writing $((bytes / 1000000)) MB on $device"
unpack | dd of="$device" bs=4M iflag=fullblock conv=fsync,notrunc status=progress || refuse "writing on $device failed; the card is not usable."

say "Reading it back"
# Not from memory: what the card itself says.
if [ -b "$device" ]; then blockdev --flushbufs "$device"; fi
sync "$device"
dd if="$device" iflag=nocache count=0 status=none 2> /dev/null
unpack | cmp -n "$bytes" - "$device" ||
  refuse "$device does not read back as it was written: the card is worn out, or not as large as it says."

if [ -n "$config" ]; then
  at=$(head -c 100000000 "$device" | grep -aboF "$place" | head -n 1 | cut -d: -f1)
  [ -n "$at" ] || refuse "the image is written, but has no place for a configuration; it is not one of Offhook."
  # JSON may end in spaces, and so the place keeps its size.
  { cat -- "$config"; head -c $((room - $(wc -c < "$config"))) /dev/zero | tr '\0' ' '; } |
    dd of="$device" bs=512 seek=$((at / 512)) iflag=fullblock conv=fsync,notrunc status=none ||
    refuse "the image is written, but its configuration could not be."
  dd if="$device" bs=512 skip=$((at / 512)) count=$((room / 512)) status=none | head -c "$(wc -c < "$config")" |
    cmp - "$config" || refuse "the configuration does not read back as it was written."
  say "The configuration is on the card. It is taken at the first start, then wiped from the card."
fi
if [ -b "$device" ]; then blockdev --rereadpt "$device" 2> /dev/null || true; fi
say "Done: $device can be taken out."
