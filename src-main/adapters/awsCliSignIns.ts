import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AwsCliSignIn, AwsCliSignIns, Clock } from '../core/ports.ts';
import { sameStartUrl } from '../core/sso/sameStartUrl.ts';
import type { SsoSession } from '../core/sso/ssoSession.ts';
import { largestFile } from './sharedTarget.ts';

/** Bytes; a real one has some three thousand. */
const largest = 64 * 1024;
/** The AWS CLI writes in place: who reads meanwhile finds half of it. */
const writingMs = 50;
const mostNames = 100;

const cached = z.object({
  startUrl: z.string(),
  region: z.string(),
  /** It goes into a header. */
  accessToken: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  /** Of the AWS CLI, of the JavaScript SDK with milliseconds, of old AWS CLIs with `UTC`. */
  expiresAt: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|UTC|\+00:00)$/)
    .transform((text) => Date.parse(`${text.slice(0, 19)}Z`))
    .pipe(z.number()),
});

export interface AwsCliSignInsPlace {
  /** `~/.aws/sso/cache`. */
  readonly cache: string;
  /** The AWS config file, for the names that the person gave there. */
  readonly config: string;
  readonly clock: Clock;
}

/** The sign-ins in the AWS CLI's cache. Its files are named by a hash of the sso-session's name or of the start URL. */
export function createAwsCliSignIns({ cache, config, clock }: AwsCliSignInsPlace): AwsCliSignIns {
  async function readOne(name: string, place: SsoSession): Promise<AwsCliSignIn | undefined> {
    const hash = createHash('sha1').update(name, 'utf8').digest('hex');
    const path = join(cache, `${hash}.json`);
    let text = await readOwn(path);
    if (text !== undefined && parseJson(text) === undefined) {
      await clock.sleep(writingMs);
      text = await readOwn(path);
    }
    const { data } = cached.safeParse(parseJson(text ?? ''));
    if (data === undefined || data.region !== place.region) return undefined;
    if (!sameStartUrl(data.startUrl, place.startUrl)) return undefined;
    return { accessToken: data.accessToken, expiresAt: data.expiresAt };
  }

  return {
    async read(place) {
      const names = new Set([place.name, ...spellings(place.startUrl), ...(await namesIn(config))]);
      const found = await Promise.all([...names].map((name) => readOne(name, place).catch(() => undefined)));
      return found
        .filter((one) => one !== undefined)
        .reduce<AwsCliSignIn | undefined>(
          (last, one) => (last !== undefined && last.expiresAt >= one.expiresAt ? last : one),
          undefined,
        );
    },
  };
}

/** The hash is of what stands in the config file, as it is written there. */
function spellings(startUrl: string): readonly string[] {
  const plain = startUrl.replace(/\/?#?\/?$/, '');
  return [startUrl, ...['', '/', '#', '#/', '/#', '/#/'].map((end) => `${plain}${end}`)];
}

async function namesIn(config: string): Promise<readonly string[]> {
  const text = (await readRegular(config).catch(() => undefined)) ?? '';
  const headers = text.matchAll(/^\[\s*sso-session\s+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s\]]+))\s*\]/gm);
  return [...headers].slice(0, mostNames).map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

/** Links are followed, as the AWS CLI does. Undefined for what is no file, such as a pipe, which would never end. */
async function readRegular(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    return found.isFile() && found.size <= largestFile ? await file.readFile('utf8') : undefined;
  } finally {
    await file.close();
  }
}

/** Undefined for anything but a small regular file of the person's own. */
async function readOwn(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    const isOurs = process.getuid === undefined || found.uid === process.getuid();
    if (!found.isFile() || !isOurs || found.size > largest) return undefined;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(largest + 1), 0, largest + 1, 0);
    return bytesRead > largest ? undefined : buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
