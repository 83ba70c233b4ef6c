import { serviceNames, type ServiceName } from './awsRequest.ts';
import { partitionOf } from './partition.ts';

export interface Route {
  readonly service: ServiceName | undefined;
  /** From the path (`/eu-west-1/oidc/token`); undefined where the endpoint names none. */
  readonly region: string | undefined;
  /** Below the prefix. */
  readonly path: string;
}

/** A path of AWS says which service it belongs to, so that one AWS_ENDPOINT_URL can stand for all. */
const ownersOfPaths: Readonly<Record<string, ServiceName>> = {
  '/client/register': 'oidc',
  '/device_authorization': 'oidc',
  '/token': 'oidc',
  '/authorize': 'oidc',
  '/assignment/accounts': 'portal',
  '/assignment/roles': 'portal',
  '/federation/credentials': 'portal',
  '/logout': 'portal',
  '/federation': 'signin',
  '/device': 'pages',
  '/decision': 'pages',
  '/': 'sts',
};

/** STS and IAM share the path `/`; the service that a call was signed for tells them apart. */
const signedForIam = /Credential=[^,\s]*\/iam\/aws4_request/;

/** `[/<region>][/<service>]<path>`; a prefix with and without its last slash means the same (`/sts`, `/sts/`). */
export function route(rawPath: string, authorization = ''): Route {
  const segments = rawPath.split('/').slice(1);
  const region = partitionOf(segments[0] ?? '') === undefined ? undefined : segments.shift();
  const prefix = serviceNames.find((name) => name === segments[0]);
  if (prefix !== undefined) segments.shift();
  const path = `/${segments.join('/')}`;
  const owner = path === '/' && signedForIam.test(authorization) ? 'iam' : ownersOfPaths[path];
  return { service: prefix ?? owner, region, path };
}
