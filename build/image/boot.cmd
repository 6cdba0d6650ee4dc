# Chooses the slot by the boot state (docs/boot-state.md), spends the one start of a trial, and starts the slot's kernel.
setenv here ${ramdisk_addr_r}
setenv there ${kernel_addr_r}
setenv seq0 none
setenv seq1 none
${devtype} dev ${devnum}
setenv SEQ
if ${devtype} read ${here} 0x800 1 && env import -c ${here} 0x200 SEQ; then setenv seq0 0x${SEQ}; fi
setenv SEQ
if ${devtype} read ${there} 0x1000 1 && env import -c ${there} 0x200 SEQ; then setenv seq1 0x${SEQ}; fi
# Of two whole copies the one with the higher number counts, copy 0 where they are equal; the other one is written.
setenv newest
if test ${seq0} != none; then
  setenv newest ${here}
  setenv spare 0x1000
fi
if test ${seq1} != none; then
  if test ${seq0} = none || test ${seq1} -gt ${seq0}; then
    setenv newest ${there}
    setenv spare 0x800
  fi
fi
setenv order A B
setenv LAST none
if test -n "${newest}"; then
  env import -c ${newest} 0x200 SEQ LAST TRIAL SLOT_A SLOT_B
  echo "offhook: seq=${SEQ} last=${LAST} trial=${TRIAL} A=${SLOT_A} B=${SLOT_B}"
  setenv order ${LAST}
  if test ${LAST} = A && test ${SLOT_B} = good; then setenv order A B; fi
  if test ${LAST} = B && test ${SLOT_A} = good; then setenv order B A; fi
  if test ${TRIAL} != - && test ${TRIAL} != ${LAST}; then
    setenv trial ${TRIAL}
    setenv TRIAL -
    setexpr SEQ ${SEQ} + 1
    env export -c -s 0x200 ${here} SEQ LAST TRIAL SLOT_A SLOT_B
    # A trial that cannot be counted could start for ever.
    if ${devtype} write ${here} ${spare} 1; then setenv order ${trial} ${LAST}; fi
  fi
else
  echo "offhook: both copies of the boot state are lost"
fi
for slot in ${order}; do
  setenv part 2
  if test ${slot} = B; then setenv part 3; fi
  echo "offhook: starting slot ${slot}"
  setenv bootargs "@ARGUMENTS@ ro rauc.slot=${slot} offhook.confirmed=${LAST} offhook.disk=@DISK@ panic=5 fsck.repair=yes quiet systemd.show_status=0 net.ifnames=0"
  if load ${devtype} ${devnum}:${part} ${kernel_addr_r} /boot/Image && load ${devtype} ${devnum}:${part} ${ramdisk_addr_r} /boot/initrd.img; then
    booti ${kernel_addr_r} ${ramdisk_addr_r}:${filesize} @DEVICE_TREE@
  fi
  echo "offhook: slot ${slot} does not start"
done
reset
