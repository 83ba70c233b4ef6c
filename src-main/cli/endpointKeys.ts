import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { AppError } from '../core/errors.ts';
import { envValue } from './shellHas.ts';

export interface EndpointKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Milliseconds: an endpoint of ours answers from memory. */
const patience = 5000;

/**
 * Asks the container endpoint that the environment names, as an SDK does.
 * @throws AppError identity-mismatch when it is none on this machine, or gives no keys
 */
export async function endpointKeys(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<EndpointKeys> {
  const text = env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? '';
  const uri = URL.canParse(text) ? new URL(text) : undefined;
  // The token goes nowhere but to this machine.
  if (uri?.protocol !== 'http:' || uri.hostname !== '127.0.0.1') throw noKeys('It is none of Latchkey’s.');
  const document = await answerOf(
    uri,
    tokenOf(env),
    AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  );
  const { AccessKeyId, SecretAccessKey, Token, Message } = document;
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string' || typeof Token !== 'string') {
    throw noKeys(typeof Message === 'string' ? Message : 'It may have been closed.');
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
}

function tokenOf(env: NodeJS.ProcessEnv): string {
  const file = envValue(env, 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE');
  try {
    return file === undefined
      ? (env.AWS_CONTAINER_AUTHORIZATION_TOKEN ?? '')
      : readFileSync(file, 'utf8').trimEnd();
  } catch {
    throw noKeys(`Its token is not in ${file ?? ''}.`);
  }
}

async function answerOf(uri: URL, token: string, signal: AbortSignal): Promise<Record<string, unknown>> {
  try {
    const text = await new Promise<string>((resolve, reject) => {
      const request = get(
        uri,
        { signal, headers: { Authorization: token, Accept: 'application/json' } },
        (answer) => {
          let said = '';
          answer.setEncoding('utf8').on('data', (piece: string) => (said += piece));
          answer.on('end', () => {
            resolve(said);
          });
          answer.on('error', reject);
        },
      );
      request.on('error', reject);
    });
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw noKeys('Nobody answers there; it ends with the command that opened it.', cause);
  }
}

function noKeys(why: string, cause?: unknown): AppError {
  return new AppError('identity-mismatch', `The endpoint of this shell gives no keys. ${why}`, { cause });
}
