// What the page can do for a visitor who rather watches: sign in and dial, key by key, as a person would.

export async function signIn(deskSet) {
  const { extension, pin } = deskSet.phone.owner;
  await deskSet.link.type([...extension, 'ok', ...pin, 'ok']);
}

export async function dial(deskSet, extension) {
  await deskSet.link.type([...extension, 'ok']);
}
