import type { IAMClient } from '@aws-sdk/client-iam';
import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import { partitionOf } from '../core/partition.ts';
import type { SigningKeys } from '../core/ports.ts';
import type { AwsNetwork } from './awsNetwork.ts';
import { hearTime, noAwsTime, type AwsTime } from './awsTime.ts';
import { createTransport, timeouts } from './transport.ts';

export interface AwsClients {
  oidc(region: string): SSOOIDCClient;
  portal(region: string): SSOClient;
  /** `null` where the call is not signed; no credentials are looked for then. */
  sts(region: string, keys: SigningKeys | null): STSClient;
  /** The one IAM of the region's partition. */
  iam(region: string, keys: SigningKeys): Promise<IAMClient>;
  /** Base URL of a service in a region. */
  endpoint(service: AwsService, region: string): string;
  readonly time: AwsTime;
}

export type AwsService = 'ssoOidc' | 'sso' | 'sts';

const hostPrefixes: Readonly<Record<AwsService, string>> = { ssoOidc: 'oidc', sso: 'portal.sso', sts: 'sts' };

/** IAM has one endpoint a partition, and takes signatures of that one region alone. */
const iamOf: Readonly<Record<string, { readonly host: string; readonly region: string }>> = {
  aws: { host: 'iam.amazonaws.com', region: 'us-east-1' },
  'aws-us-gov': { host: 'iam.us-gov.amazonaws.com', region: 'us-gov-west-1' },
  'aws-cn': { host: 'iam.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' },
  'aws-eusc': { host: 'iam.eusc-de-east-1.amazonaws.eu', region: 'eusc-de-east-1' },
};

/**
 * SDK clients, one a service and region, made anew when the network settings change. Endpoint, region and retries
 * are all given, so that neither the environment nor ~/.aws/config can lead a token elsewhere.
 */
export function createAwsClients(network: () => AwsNetwork, time: AwsTime = noAwsTime): AwsClients {
  let madeFor = '';
  const made = new Map<string, unknown>();

  function endpoint(service: AwsService, region: string): string {
    const given = network().endpoints[service];
    return given ?? `https://${hostPrefixes[service]}.${region}.${partitionOf(region).dnsSuffix}`;
  }

  function config(url: string, region: string) {
    return {
      endpoint: url,
      region,
      // Retrying and pacing are the domain's: it knows what a person waits for.
      maxAttempts: 1,
      retryMode: 'standard',
      defaultsMode: 'standard' as const,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      systemClockOffset: time.offset(),
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
    ...{ endpoint, time },
    oidc: (region) =>
      kept(`oidc ${region}`, () => {
        const url = endpoint('ssoOidc', region);
        return hearTime(new SSOOIDCClient(config(url, region)), url, time);
      }),
    portal: (region) =>
      kept(`portal ${region}`, () => {
        const url = endpoint('sso', region);
        return hearTime(new SSOClient(config(url, region)), url, time);
      }),
    sts: (region, keys) => {
      const url = endpoint('sts', region);
      return hearTime(new STSClient({ ...config(url, region), credentials: credentialsOf(keys) }), url, time);
    },
    async iam(region, keys) {
      const { id } = partitionOf(region);
      const iam = iamOf[id];
      if (iam === undefined) throw new Error(`no IAM in ${id}`);
      const { IAMClient: Client } = await import('@aws-sdk/client-iam');
      const url = network().endpoints.iam ?? `https://${iam.host}`;
      return hearTime(
        new Client({ ...config(url, iam.region), credentials: credentialsOf(keys) }),
        url,
        time,
      );
    },
  };
}

/** Without keys the SDK would look for some in the environment, in files and in EC2's metadata. */
function credentialsOf(keys: SigningKeys | null) {
  if (keys === null) return () => Promise.reject(new Error('This call is not signed.'));
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
