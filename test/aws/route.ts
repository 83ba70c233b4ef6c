import { serviceNames, type ServiceName } from './awsRequest.ts';

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

export const regionPattern = /^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/;

/** `[/<region>][/<service>]<path>`; a prefix with and without its last slash means the same (`/sts`, `/sts/`). */
export function route(rawPath: string): Route {
  const segments = rawPath.split('/').slice(1);
  const region = regionPattern.test(segments[0] ?? '') ? segments.shift() : undefined;
  const prefix = serviceNames.find((name) => name === segments[0]);
  if (prefix !== undefined) segments.shift();
  const path = `/${segments.join('/')}`;
  return { service: prefix ?? ownersOfPaths[path], region, path };
}
