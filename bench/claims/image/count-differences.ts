// Counts the bytes in which two files differ; a length that differs counts byte by byte as well.

import { type FileHandle, open } from 'node:fs/promises';

const pieceBytes = 4 * 1024 * 1024;

export async function countDifferences(one: string, other: string): Promise<number> {
  const first = await open(one);
  try {
    const second = await open(other);
    try {
      return await compare(first, second);
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
}

async function compare(first: FileHandle, second: FileHandle): Promise<number> {
  const [a, b] = [Buffer.alloc(pieceBytes), Buffer.alloc(pieceBytes)];
  let differing = 0;
  for (let at = 0; ; at += pieceBytes) {
    const lengths = await Promise.all([first.read(a, 0, pieceBytes, at), second.read(b, 0, pieceBytes, at)]);
    const [left, right] = lengths.map(({ bytesRead }) => bytesRead) as [number, number];
    const both = Math.min(left, right);
    if (!a.subarray(0, both).equals(b.subarray(0, both)))
      for (let index = 0; index < both; index++) if (a[index] !== b[index]) differing++;
    differing += Math.abs(left - right);
    if (left < pieceBytes && right < pieceBytes) return differing;
  }
}
