import { request as httpRequest, type Agent } from 'node:http';
import { request as httpsRequest } from 'node:https';

interface Exchange {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly agent: Agent;
  /** Milliseconds without a byte in either direction. */
  readonly idleMs: number;
  /** Bytes of the answer. */
  readonly largest: number;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** One HTTP exchange; redirects are answers like any other. @throws Error of the network, or of the signal */
export async function httpExchange(url: URL, exchange: Exchange): Promise<HttpAnswer> {
  const { method, headers, body, agent, idleMs, largest, signal } = exchange;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, agent, timeout: idleMs, signal });
    const stop = (message: string, code: string): void => {
      request.destroy(Object.assign(new Error(message), { code }));
    };
    request.on('timeout', () => {
      stop('timed out', 'ETIMEDOUT');
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size > largest) stop('too long', 'TOO_LONG');
      });
      response.on('error', reject);
      response.on('end', () => {
        const named = Object.entries(response.headers).map(
          ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const,
        );
        resolve({ status: response.statusCode ?? 0, headers: named, body: Buffer.concat(parts) });
      });
    });
    request.end(body);
  });
}
