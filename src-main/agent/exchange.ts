import { connect, type Socket } from 'node:net';
import type { ErrorAnswer } from '../contract.ts';
import { AppError, errorCodes } from '../core/errors.ts';
import { createAnswerReader } from './answerReader.ts';

/** The command that is asked; JSON on the way there. */
export interface Question {
  readonly socket: string;
  readonly command: string;
  readonly input: unknown;
  /** Ours, when an agent of an older version should say so instead of answering. */
  readonly version?: string;
  /** We have a session bus: an agent that lacks one should say so instead of answering. */
  readonly sessionBus?: boolean;
  readonly onProgress?: ((said: unknown) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type Exchange =
  | { readonly state: 'result'; readonly result: unknown }
  /** Nobody took the question: it may be asked again without being carried out twice. */
  | { readonly state: 'nobody' }
  /** An agent that ours would be better than, being older or without a session bus; it did nothing. */
  | { readonly state: 'outdone' };

/** An agent says at once that it has begun, however long the work takes. Milliseconds. */
const beginWithin = 10_000;

/**
 * One question over the socket.
 * @throws AppError what the agent answered, or agent-unreachable when it was lost in the middle
 * @throws the signal's reason when aborted; the agent stops working on it
 */
export async function exchange(question: Question): Promise<Exchange> {
  const { signal, onProgress } = question;
  signal?.throwIfAborted();
  const connection = ask(question);
  const stop = () => {
    connection.destroy(new Error('The caller gave up.'));
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await answerOf(connection, onProgress);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    connection.destroy();
  }
}

async function answerOf(connection: Socket, onProgress: Question['onProgress']): Promise<Exchange> {
  let begun = false;
  const silence = setTimeout(() => {
    connection.destroy(lost('Latchkey’s agent does not answer.'));
  }, beginWithin);
  const answered = new Promise<Exchange>((resolve, reject) => {
    const read = createAnswerReader({
      begun: () => {
        begun = true;
        clearTimeout(silence);
      },
      line: (line, status) => {
        const answer = JSON.parse(line) as Answer;
        if ('progress' in answer) onProgress?.(answer.progress);
        else resolve(finish(answer, status));
      },
    });
    const gone = (cause?: NodeJS.ErrnoException) => {
      if (cause instanceof AppError) reject(cause);
      else if (!begun && neverTaken(cause)) resolve({ state: 'nobody' });
      else reject(lost('Latchkey’s agent ended before it answered.', cause));
    };
    connection.on('error', gone).on('end', gone);
    connection.on('data', (piece: string) => {
      try {
        read(piece);
      } catch (error) {
        reject(error instanceof AppError ? error : lost('Latchkey’s agent gave no right answer.', error));
      }
    });
  });
  return answered.finally(() => {
    clearTimeout(silence);
  });
}

/** In HTTP/1.0, so that the answer is not chunked: loading node:http would cost every command a third of its start. */
function ask({ socket, command, input, version, sessionBus }: Question): Socket {
  const body = JSON.stringify(input);
  const head = [
    `POST /v1/${command} HTTP/1.0`,
    'Host: latchkey',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Latchkey-Asker: ${process.ppid}`,
    ...(version === undefined ? [] : [`Latchkey-Version: ${version}`]),
    ...(sessionBus === true ? ['Latchkey-Session-Bus: yes'] : []),
  ];
  const connection = connect(socket).setEncoding('utf8');
  connection.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return connection;
}

/** An agent that is just ending drops what it has not taken yet. */
function neverTaken(cause: NodeJS.ErrnoException | undefined): boolean {
  return cause === undefined || ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(cause.code ?? '');
}

type Answer = { readonly progress: unknown } | { readonly result: unknown } | { readonly error: ErrorAnswer };

/** @throws AppError what the agent answered */
function finish(answer: Exclude<Answer, { progress: unknown }>, status: number): Exchange {
  if ('result' in answer) return { state: 'result', result: answer.result };
  if (status === 426) return { state: 'outdone' };
  const { code, message, hint, details } = answer.error;
  throw new AppError(errorCodes.find((known) => known === code) ?? 'internal', message, {
    details,
    ...(hint !== null && { hint }),
  });
}

function lost(message: string, cause?: unknown): AppError {
  return new AppError('agent-unreachable', message, { hint: 'Run the command again.', cause });
}
