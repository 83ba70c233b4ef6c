import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { ErrorAnswer } from '../contract.ts';
import { AppError, errorCodes } from '../core/errors.ts';

/** The command that is asked; JSON on the way there. */
export interface Question {
  readonly socket: string;
  readonly command: string;
  readonly input: unknown;
  /** Ours, when an agent of an older version should say so instead of answering. */
  readonly version?: string;
  readonly onProgress?: ((said: unknown) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type Exchange =
  | { readonly state: 'result'; readonly result: unknown }
  /** Nobody took the question: it may be asked again without being carried out twice. */
  | { readonly state: 'nobody' }
  /** An agent older than we are; it did nothing. */
  | { readonly state: 'older' };

/** An agent says at once that it has begun, however long the work takes. Milliseconds. */
const beginWithin = 10_000;

/**
 * One question over the socket.
 * @throws AppError what the agent answered, or agent-unreachable when it was lost in the middle
 * @throws the signal's reason when aborted; the agent stops working on it
 */
export async function exchange(question: Question): Promise<Exchange> {
  const { signal } = question;
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    let begun = false;
    const asked = send(question);
    const stop = () => {
      asked.destroy();
      reject(signal?.reason as Error);
    };
    const settle = () => {
      clearTimeout(silence);
      signal?.removeEventListener('abort', stop);
    };
    const silence = setTimeout(() => {
      settle();
      reject(lost('Latchkey’s agent does not answer.'));
      asked.destroy();
    }, beginWithin);
    signal?.addEventListener('abort', stop, { once: true });
    asked.on('information', () => {
      begun = true;
      clearTimeout(silence);
    });
    asked.on('response', (response) => {
      clearTimeout(silence);
      readAnswer(response, question.onProgress).then(resolve, reject).finally(settle);
    });
    asked.on('error', (cause: NodeJS.ErrnoException) => {
      settle();
      if (!begun && neverTaken(cause)) resolve({ state: 'nobody' });
      else reject(lost('Latchkey’s agent ended before it answered.', cause));
    });
  });
}

function send({ socket, command, input, version }: Question): ClientRequest {
  const body = JSON.stringify(input);
  const asked = request({
    socketPath: socket,
    method: 'POST',
    path: `/v1/${command}`,
    agent: false,
    headers: {
      host: 'latchkey',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(version !== undefined && { 'latchkey-version': version }),
    },
  });
  asked.end(body);
  return asked;
}

/** An agent that is just ending drops what it has not taken yet. */
function neverTaken(cause: NodeJS.ErrnoException): boolean {
  return ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(cause.code ?? '');
}

async function readAnswer(
  response: IncomingMessage,
  onProgress: ((said: unknown) => void) | undefined,
): Promise<Exchange> {
  let rest = '';
  response.setEncoding('utf8');
  try {
    for await (const piece of response as AsyncIterable<string>) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const answer = JSON.parse(line) as Answer;
        if (!('progress' in answer)) return finish(response, answer);
        onProgress?.(answer.progress);
      }
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw lost('Latchkey’s agent ended before it answered.', cause);
  }
  throw lost('Latchkey’s agent ended before it answered.');
}

type Answer = { readonly progress: unknown } | { readonly result: unknown } | { readonly error: ErrorAnswer };

function finish(response: IncomingMessage, answer: Exclude<Answer, { progress: unknown }>): Exchange {
  if ('result' in answer) return { state: 'result', result: answer.result };
  if (response.statusCode === 426) return { state: 'older' };
  const { code, message, hint, details } = answer.error;
  throw new AppError(errorCodes.find((known) => known === code) ?? 'internal', message, {
    details,
    ...(hint !== null && { hint }),
  });
}

function lost(message: string, cause?: unknown): AppError {
  return new AppError('agent-unreachable', message, { hint: 'Run the command again.', cause });
}
