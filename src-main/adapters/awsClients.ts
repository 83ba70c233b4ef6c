import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import { partitionOf } from '../core/partition.ts';
import type { AwsNetwork } from './awsNetwork.ts';
import { createTransport, timeouts } from './transport.ts';

export interface AwsClients {
  oidc(region: string): SSOOIDCClient;
  portal(region: string): SSOClient;
  sts(region: string, credentials: StsCredentials): STSClient;
  /** Base URL of a service in a region. */
  endpoint(service: AwsService, region: string): string;
}

export type AwsService = 'ssoOidc' | 'sso' | 'sts';

export interface StsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const hostPrefixes: Readonly<Record<AwsService, string>> = { ssoOidc: 'oidc', sso: 'portal.sso', sts: 'sts' };

/**
 * SDK clients, one a service and region, made anew when the network settings change. Endpoint, region and retries
 * are all given, so that neither the environment nor ~/.aws/config can lead a token elsewhere.
 */
export function createAwsClients(network: () => AwsNetwork): AwsClients {
  let madeFor = '';
  const made = new Map<string, unknown>();

  function endpoint(service: AwsService, region: string): string {
    const given = network().endpoints[service];
    return given ?? `https://${hostPrefixes[service]}.${region}.${partitionOf(region).dnsSuffix}`;
  }

  function config(service: AwsService, region: string) {
    const url = endpoint(service, region);
    return {
      endpoint: url,
      region,
      // Retrying and pacing are the domain's: it knows what a person waits for.
      maxAttempts: 1,
      retryMode: 'standard',
      defaultsMode: 'standard' as const,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      requestHandler: { ...timeouts, ...createTransport(network(), new URL(url).hostname) },
    };
  }

  function kept<Client>(key: string, make: () => Client): Client {
    const current = JSON.stringify(network());
    if (current !== madeFor) {
      made.clear();
      madeFor = current;
    }
    const known = made.get(key) as Client | undefined;
    if (known !== undefined) return known;
    const client = make();
    made.set(key, client);
    return client;
  }

  return {
    endpoint,
    oidc: (region) => kept(`oidc ${region}`, () => new SSOOIDCClient(config('ssoOidc', region))),
    portal: (region) => kept(`portal ${region}`, () => new SSOClient(config('sso', region))),
    sts: (region, credentials) => new STSClient({ ...config('sts', region), credentials }),
  };
}
