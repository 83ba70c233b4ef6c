import { Agent } from 'node:http';
import { z } from 'zod';
import { isAccountId } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import type { InstanceMetadata } from '../core/ports.ts';
import { isLoopback } from '../core/sso/verificationLink.ts';
import { httpExchange, type HttpAnswer } from './httpExchange.ts';
import { within } from './within.ts';

export interface MetadataSurroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** A home named by LATCHKEY_HOME: only there the environment may lead elsewhere, and only within this machine. */
  readonly named: boolean;
}

const address = 'http://169.254.169.254';
const rolesPath = '/latest/meta-data/iam/security-credentials/';

/** Anywhere but on EC2 nobody is at the address, and nobody should wait for that. */
const idleMs = 1000;
const longestMs = 3000;
const largest = 64 * 1024;

/**
 * EC2's metadata, version 2 only: its token is what a page or a proxy that was tricked into asking cannot get, so
 * version 1 is never tried. No proxy: the address means this machine.
 */
export function createInstanceMetadata(surroundings: MetadataSurroundings): InstanceMetadata {
  return {
    async role(signal) {
      const read = await opened(surroundings, signal);
      const roleName = parsed(roleAnswer, (await read(rolesPath)).trim());
      const document = parsed(documentAnswer, json(await read('/latest/dynamic/instance-identity/document')));
      return { roleName, ...document };
    },

    async credentials(roleName, signal) {
      const read = await opened(surroundings, signal);
      const answer = json(await read(`${rolesPath}${encodeURIComponent(roleName)}`));
      // Failures come with status 200 too.
      if (parsed(codeAnswer, answer).Code !== 'Success') {
        throw refused(
          'EC2 gives this machine no credentials for its role.',
          'Check the role’s trust policy.',
        );
      }
      const { AccessKeyId, SecretAccessKey, Token, Expiration } = parsed(credentialsAnswer, answer);
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: Token,
        expiration: Date.parse(Expiration),
      };
    },
  };
}

/** A way to read with a fresh token. */
async function opened(
  { environment, named }: MetadataSurroundings,
  signal: AbortSignal,
): Promise<(path: string) => Promise<string>> {
  if (environment['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') {
    throw refused('AWS_EC2_METADATA_DISABLED switches the EC2 metadata off.', 'Unset it and start again.');
  }
  const base = named ? (loopback(environment['AWS_EC2_METADATA_SERVICE_ENDPOINT']) ?? address) : address;
  const ask = (method: string, path: string, headers: Record<string, string>): Promise<HttpAnswer> =>
    exchange(new URL(`${base}${path}`), method, headers, signal);
  const answer = await ask('PUT', '/latest/api/token', { 'x-aws-ec2-metadata-token-ttl-seconds': '60' });
  const token = answer.body.toString('latin1');
  if (answer.status !== 200 || !/^[\u0021-\u007e]{1,1024}$/.test(token)) {
    throw refused('The EC2 metadata gives no token (IMDSv2).', 'In a container, check its hop limit.');
  }
  return async (path) => {
    const { status, body } = await ask('GET', path, { 'x-aws-ec2-metadata-token': token });
    if (status === 200) return body.toString('utf8');
    if (status !== 404) throw refused(`The EC2 metadata refused with status ${status}.`);
    throw refused('This machine has no such role.', 'Attach an instance profile to it.');
  };
}

async function exchange(
  url: URL,
  method: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const agent = new Agent();
  try {
    return await httpExchange(url, {
      ...{ method, headers, agent, idleMs, largest },
      signal: within(longestMs, signal),
    });
  } catch {
    if (signal.aborted) throw signal.reason as Error;
    throw refused('This machine has no EC2 metadata.', 'An instance profile works on EC2 machines alone.');
  } finally {
    agent.destroy();
  }
}

function loopback(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, hostname, username, origin } = new URL(text);
  return protocol === 'http:' && isLoopback(hostname) && username === '' ? origin : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw odd();
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (!result.success) throw odd();
  return result.data;
}

const odd = (): AppError => refused('The answer is not what the EC2 metadata would say.');

const refused = (message: string, hint?: string): AppError =>
  new AppError('federation-refused', message, hint === undefined ? {} : { hint });

const text = z.string().min(1);
const roleAnswer = z.string().regex(/^[\w+=,.@-]{1,64}$/);
const documentAnswer = z
  .object({ accountId: z.string().refine(isAccountId), region: z.string().regex(/^[a-z0-9-]{1,64}$/) })
  .transform(({ accountId, region }) => ({ accountId, region }));
const codeAnswer = z.object({ Code: text });
const credentialsAnswer = z.object({
  AccessKeyId: text,
  SecretAccessKey: text,
  Token: text,
  Expiration: z.iso.datetime({ offset: true }),
});
