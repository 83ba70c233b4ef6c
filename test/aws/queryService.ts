import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import type { AwsRequest } from './awsRequest.ts';
import type { AwsService } from './awsService.ts';
import { MalformedForm, parseForm } from './form.ts';
import { QueryError } from './queryError.ts';
import { xml, type XmlTree } from './xml.ts';

interface QueryOptions {
  readonly version: string;
  readonly namespace: string;
  readonly actions: ReadonlySet<string>;
  /** How the service calls a failure of its own. */
  readonly serverErrorCode: string;
  /** What goes into `<XResult>`; `undefined` for an action that answers with nothing. @throws QueryError */
  run(action: string, form: ReadonlyMap<string, string>, request: AwsRequest): XmlTree | undefined;
}

/** The query protocol: a form in and XML out. GET carries the same parameters in the query. */
export function queryService(options: QueryOptions): AwsService {
  const { version, namespace, actions, serverErrorCode, run } = options;
  const document = (status: number, root: string, tree: XmlTree): Answer => ({
    status,
    headers: { 'Content-Type': 'text/xml' },
    body: `<${root} xmlns="${namespace}">${xml(tree)}</${root}>`,
  });
  /** A fault of AWS's own has the type Receiver. */
  const failure = (status: number, code: string, message: string): Answer =>
    document(status, 'ErrorResponse', {
      Error: { Type: status >= 500 ? 'Receiver' : 'Sender', Code: code, Message: message },
      RequestId: randomUUID(),
    });
  return {
    operationOf: (request) => {
      try {
        const form = parameters(request);
        const action = form.get('Action') ?? '';
        return form.get('Version') === version && actions.has(action) ? action : undefined;
      } catch {
        return undefined;
      }
    },
    answer: (action, request) => {
      try {
        return document(200, `${action}Response`, {
          [`${action}Result`]: run(action, parameters(request), request),
          ResponseMetadata: { RequestId: randomUUID() },
        });
      } catch (error) {
        if (error instanceof QueryError) return failure(error.status, error.code, error.message);
        throw error;
      }
    },
    unknownOperation: (request) => {
      try {
        const form = parameters(request);
        const action = form.get('Action') ?? '';
        const given = form.get('Version') ?? 'NO_VERSION_SPECIFIED';
        return failure(400, 'InvalidAction', `Could not find operation ${action} for version ${given}`);
      } catch (error) {
        return failure(400, 'MalformedQueryString', error instanceof Error ? error.message : '');
      }
    },
    serverError: () => failure(500, serverErrorCode, 'Internal failure'),
    throttled: () => failure(400, 'Throttling', 'Rate exceeded'),
  };
}

type Form = Pick<AwsRequest, 'method' | 'path' | 'rawQuery' | 'body'>;

/** @throws MalformedForm, and for what is neither a GET nor a POST of the root */
function parameters({ method, path, rawQuery, body }: Form): Map<string, string> {
  if (path !== '/' || (method !== 'GET' && method !== 'POST')) {
    throw new MalformedForm('neither a GET nor a POST of the root');
  }
  if (method === 'POST' && rawQuery !== '') throw new MalformedForm('a POST has no query');
  return parseForm(method === 'GET' ? rawQuery : body.toString('utf8'));
}
