// Why the set-up cannot go on: one sentence that a person can act on.

export class SetupStop extends Error {
  constructor(sentence) {
    super(sentence);
    this.name = 'SetupStop';
  }
}

const causes = [
  {
    signs: /No space left on device|ENOSPC|not enough free space|Disk quota exceeded/i,
    sentence: (doing) => `The disk is full: free about 4 GB, then run the same command again (while ${doing}).`,
  },
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network (?:request|failure|is unreachable)|Could not resolve|Temporary failure resolving|Failed to fetch|Unable to fetch|Could not connect|spurious network error|failed to download from/i,
    sentence: (doing) =>
      `The network cannot be reached: connect this machine to the internet, then run the same command again (while ${doing}).`,
  },
  {
    signs: /Could not get lock|Unable to acquire the dpkg frontend lock/i,
    sentence: () => 'Another program is installing packages: let it finish, then run the same command again.',
  },
];

/** The sentence for a command's failure, from what it printed; undefined where the cause is none of the usual ones. */
export function explain(printed, doing) {
  return causes.find((cause) => cause.signs.test(printed))?.sentence(doing);
}
