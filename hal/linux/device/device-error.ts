// Says what an error number of the system means for a device, and what helps.

import { constants } from 'node:os';

const { EACCES, EBUSY, EINVAL, EIO, ENODEV, ENOENT, ENOTTY, ENXIO, EPERM } = constants.errno;

/** What is wrong and what helps, where nothing is plugged in. */
export const notThere = 'it is not there: plug it in, or name another in the board file';

/** Whether an error number says that there is no device, or none any more. */
export function isAbsent(errno: number): boolean {
  return [ENODEV, ENOENT, ENXIO].includes(Math.abs(errno));
}

/** `file` is what was opened, `group` the group of the system whose members may open it. */
export function deviceError(errno: number, file: string, group: string): string {
  switch (Math.abs(errno)) {
    case EACCES:
    case EPERM:
      return `${file} may not be opened: put the phone's user into the group "${group}"`;
    case EBUSY:
      return `${file} is in use by another program: end that program`;
    case ENODEV:
    case ENOENT:
    case ENXIO:
      return `${file} is not there: plug it in, or name another in the board file`;
    case EINVAL:
      return `${file} does not offer what the board file asks of it`;
    case ENOTTY:
      return `${file} is a device of another kind: name another in the board file`;
    case EIO:
      return `${file} does not answer: check its cable`;
    default:
      return `${file} fails with error ${Math.abs(errno)} of the system`;
  }
}

/** The number in an error that Node throws, EIO where it carries none. */
export function errnoOf(error: unknown): number {
  const number = error instanceof Error && 'errno' in error ? error.errno : undefined;
  return typeof number === 'number' ? Math.abs(number) : EIO;
}
