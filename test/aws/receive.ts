import type { IncomingMessage } from 'node:http';
import {
  headerPairs,
  readBody,
  type AwsRequest,
  type RequestRecord,
  type ServiceName,
} from './awsRequest.ts';
import type { AwsService } from './awsService.ts';
import type { Handling } from './handle.ts';
import { route } from './route.ts';

/** A request that was read, understood as far as possible, and logged. */
export interface Received {
  readonly request: AwsRequest;
  /** Undefined for a path that belongs to no service. */
  readonly target: { readonly name: ServiceName; readonly service: AwsService } | undefined;
  /** Undefined for what the service does not have. */
  readonly operation: string | undefined;
}

/** @throws when the client goes away */
export async function receive(message: IncomingMessage, handling: Handling): Promise<Received> {
  const body = await readBody(message);
  const { method = '', url = '/' } = message;
  const at = url.indexOf('?');
  const rawPath = at < 0 ? url : url.slice(0, at);
  const rawQuery = at < 0 ? '' : url.slice(at + 1);
  const { service: name, region, path } = route(rawPath, message.headers.authorization);
  const target = name === undefined ? undefined : { name, service: handling.services[name] };
  const operation = target?.service.operationOf({ method, path, rawQuery, body });
  const record: RequestRecord = {
    service: name ?? 'unknown',
    operation: operation ?? `${method} ${path}`,
    region: region ?? handling.defaultRegion,
    at: handling.clock.now(),
    method,
    url,
    headers: message.headers,
    body: body.toString('utf8'),
    status: null,
    answer: null,
    who: null,
  };
  handling.log.requests.push(record);
  const request: AwsRequest = {
    method,
    rawPath,
    rawQuery,
    path,
    region: record.region,
    regional: region !== undefined,
    headers: message.headers,
    rawHeaders: headerPairs(message),
    body,
    record,
    noteUnknown: (what) => {
      handling.log.unknownCalls.push({ what, request: record });
    },
  };
  return { request, target, operation };
}
