// What the page can do for a visitor who rather watches: sign in and dial, key by key, as a person would.

/** The first soft key is what the screen most likely wants: on to the PIN, sign in, call. */
const goOn = 'soft1';

export async function signIn(deskSet) {
  const { extension, pin } = deskSet.phone.owner;
  await deskSet.link.type([...extension, goOn, ...pin, goOn]);
}

export async function dial(deskSet, extension) {
  await deskSet.link.type(['home', ...extension, goOn]);
}

export async function unlock(deskSet) {
  await deskSet.link.type([...deskSet.phone.owner.pin, goOn]);
}
