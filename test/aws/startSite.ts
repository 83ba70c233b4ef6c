import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { jsonAnswer, type Answer } from './answer.ts';
import type { AwsClock } from './awsClock.ts';
import { readBody } from './awsRequest.ts';
import { MalformedForm, parseForm } from './form.ts';
import { listen, type ListenOptions } from './listen.ts';

/** One request to a site, as it came. */
export interface SiteRequest {
  readonly method: string;
  /** The name that the client used for this host, with the port. */
  readonly host: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Empty unless the body is a form. */
  readonly form: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  /** By the site's clock, epoch milliseconds. */
  readonly at: number;
}

/** A server that is no service of AWS, with its log. */
export interface Site {
  readonly url: string;
  readonly requests: readonly SiteRequest[];
  close(): Promise<void>;
}

export interface SiteOptions extends ListenOptions {
  readonly clock: AwsClock;
}

/** Serves what `answer` makes of each request. */
export async function startSite(
  options: SiteOptions,
  answer: (request: SiteRequest) => Answer,
): Promise<Site> {
  const { clock } = options;
  const requests: SiteRequest[] = [];
  const { url, close } = await listen(options, () => async (message, response) => {
    const request = await receive(message, clock);
    if (request !== undefined) requests.push(request);
    const malformed = jsonAnswer(400, { error: 'invalid_request', error_description: 'Malformed form' });
    send(request === undefined ? malformed : answer(request), clock, response);
  });
  return { url, requests, close };
}

/** Undefined for a query or form that cannot be read. */
async function receive(message: IncomingMessage, clock: AwsClock): Promise<SiteRequest | undefined> {
  const body = await readBody(message);
  const { method = '', headers, url = '/' } = message;
  const [path = '/', ...query] = url.split('?');
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  try {
    return {
      ...{ method, path, headers, host: headers.host ?? '', at: clock.now() },
      query: parseForm(query.join('?')),
      form: parseForm(isForm ? body.toString('utf8') : ''),
    };
  } catch (error) {
    if (error instanceof MalformedForm) return undefined;
    throw error;
  }
}

function send({ status, headers, body }: Answer, clock: AwsClock, response: ServerResponse): void {
  response.sendDate = false;
  const date = new Date(clock.now()).toUTCString();
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body), Date: date });
  response.end(body);
}
