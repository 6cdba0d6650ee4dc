// `npm run enterprise`: the bench enterprise on its own, so that any SIP phone can register with it.

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startEnterprise } from './enterprise.ts';

const PORTS = { tls: 5061, tcp: 5060, wss: 8089, 'sign-in': 4843 } as const;

const USAGE = `npm run enterprise -- [--folder DIR] [--port-offset N] [--tls PORT] [--tcp PORT] [--wss PORT] [--sign-in PORT] [--announce ADDRESS] [--md5-only]

--announce  where phones reach this machine if not at 127.0.0.1, e.g. 10.0.2.2 from an emulator; it listens on 127.0.0.1 all the same
--md5-only  offer only MD5 digests, for SIP phones that stumble over SHA-256`;

async function main(): Promise<number> {
  const settings = readSettings();
  if (typeof settings === 'string') return fail(`${settings}\n${USAGE}`);
  // Before anything is opened, so that an early Ctrl-C closes it too.
  const asked = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  const started = await startEnterprise(settings);
  if (!started.ok) return fail(`The bench enterprise cannot start: ${started.error}.`);
  const enterprise = started.value;
  if (settings.md5Only) enterprise.digest.algorithms = ['MD5'];
  const { ports } = enterprise;
  const people = enterprise.people.map((person) => `  ${person.extension}  ${person.displayName}, ${person.title}`);
  process.stdout.write(`Fernleigh's bench enterprise is running, on this machine only.

Register any SIP phone:
  address    sip:dana@${enterprise.domain}   (or sip:jun@${enterprise.domain})
  user       dana                      (or jun)
  password   harbour-lamp-42           (or quiet-river-17)
  server     127.0.0.1:${ports.tls} TLS, 127.0.0.1:${ports.tcp} TCP, wss://127.0.0.1:${ports.wss}
  trust      ${enterprise.authorityFile}

Sign in by extension and PIN (4217 and 246810, or 4218 and 135792):
  ${enterprise.signInUrl}

Then call one of these:
${people.join('\n')}
  4900  Audio Test Service
  4901  Echo

Ctrl-C stops it.
`);
  await asked;
  await enterprise.close();
  return 0;
}

function readSettings() {
  try {
    const { values } = parseArgs({
      options: {
        folder: { type: 'string', default: join('.offhook', 'enterprise') },
        'port-offset': { type: 'string', default: '0' },
        tls: { type: 'string' },
        tcp: { type: 'string' },
        wss: { type: 'string' },
        'sign-in': { type: 'string' },
        announce: { type: 'string' },
        'md5-only': { type: 'boolean', default: false },
      },
    });
    const port = (name: keyof typeof PORTS) => {
      const value = Number(values[name] ?? PORTS[name] + Number(values['port-offset']));
      if (!Number.isInteger(value) || value < 1 || value > 65535) throw new Error(`--${name}: not a port`);
      return value;
    };
    const ports = { tls: port('tls'), tcp: port('tcp'), wss: port('wss'), signIn: port('sign-in') };
    return { folder: resolve(values.folder), ports, announced: values.announce, md5Only: values['md5-only'] };
  } catch (error) {
    return (error as Error).message;
  }
}

function fail(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

process.exitCode = await main();
