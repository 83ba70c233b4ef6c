import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export const serviceNames = ['oidc', 'portal', 'sts', 'iam', 'signin', 'pages'] as const;
/** The five services of AWS and `pages`: what a person's browser sees of them. */
export type ServiceName = (typeof serviceNames)[number];

/** One line of the stand-in's log: everything the tests count or look for. */
export interface RequestRecord {
  readonly service: ServiceName | 'unknown';
  /** AWS's name of the operation, such as `CreateToken`; the method and path where AWS has none. */
  readonly operation: string;
  /** The region that the endpoint stood for. */
  readonly region: string;
  /** By the stand-in's clock, epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Null until answered, and for good when the connection was dropped. */
  status: number | null;
  /** The body of the answer, whether or not it arrived: what was issued is in it. Null until answered. */
  answer: string | null;
  /** The client's name, the person or the caller's ARN, once the stand-in knows it. */
  who: string | null;
}

export interface AwsRequest {
  readonly method: string;
  /** As it came over the wire, with the prefix: this is what SigV4 signed. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** The path below the service's prefix. */
  readonly path: string;
  readonly region: string;
  /** Whether the endpoint named its region, or stands for all of them. */
  readonly regional: boolean;
  readonly headers: IncomingHttpHeaders;
  /** In order, repeated names kept. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly record: RequestRecord;
  /** Notes something that AWS's models do not have. The tests demand that nothing was noted. */
  noteUnknown(what: string): void;
}

const bodyLimit = 1_000_000;

/** @throws when the client goes away, or sends more than any AWS call needs */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error('the request body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function headerPairs(message: IncomingMessage): (readonly [string, string])[] {
  const flat = message.rawHeaders;
  return Array.from(
    { length: flat.length / 2 },
    (_, index) => [flat[index * 2] ?? '', flat[index * 2 + 1] ?? ''] as const,
  );
}
