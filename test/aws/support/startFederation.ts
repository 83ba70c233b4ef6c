import { awsClock } from '../awsClock.ts';
import { startOidcSite, type OidcSite } from '../identityProviders/startOidcSite.ts';
import { startSamlSite, type SamlSite } from '../identityProviders/startSamlSite.ts';
import type { ListenOptions } from '../listen.ts';
import {
  oidcProviderArn,
  organisation,
  roleArn,
  samlProviderArn,
  type OidcProvider,
  type Role,
} from '../organisation.ts';
import { startAws, type Aws } from '../standIn.ts';
import { companyOidc, companySaml } from './federatedOrganisation.ts';
import { account, otherAccount, smallOrganisation } from './smallOrganisation.ts';

export const govAccount = '210987654321';

/** AWS, and a company whose people enter it through the company's own sign-in, by one clock. */
export interface Federation {
  readonly aws: Aws;
  readonly saml: SamlSite;
  readonly oidc: OidcSite;
  /** Role ARNs by account: `Staff` comes by SAML, `Pipeline` by OpenID Connect. */
  readonly roles: Readonly<Record<string, { readonly staff: string; readonly pipeline: string }>>;
  close(): Promise<void>;
}

interface Place {
  readonly accountId: string;
  readonly partition: 'aws' | 'aws-us-gov';
}

const places: readonly Place[] = [
  { accountId: account, partition: 'aws' },
  { accountId: otherAccount, partition: 'aws' },
  { accountId: govAccount, partition: 'aws-us-gov' },
];

/**
 * Two accounts in one organisation and one in GovCloud; each knows the company's SAML and OpenID Connect providers, as
 * a role can only trust a provider of its own account. The assertion offers all three SAML roles.
 */
export async function startFederation(
  options: Pick<ListenOptions, 'tls'> & Pick<Partial<SamlSite>, 'people'> = {},
): Promise<Federation> {
  const clock = awsClock();
  const saml = await startSamlSite({
    ...options,
    clock,
    provider: companySaml,
    roles: places.map((place) => [roleArn(staffOf(place)), samlArnOf(place)] as const),
  });
  const oidc = await startOidcSite({ ...options, clock, signer: companyOidc });
  const provider = { audiences: [oidc.clientId], ...oidc.provider };
  const home = federated(
    places.filter(({ partition }) => partition === 'aws'),
    provider,
  );
  const organisations = [
    smallOrganisation({ ...home, roles: [...smallOrganisation().roles, ...home.roles] }),
    organisation({
      ...federated(
        places.filter(({ partition }) => partition === 'aws-us-gov'),
        provider,
      ),
      startUrl: 'https://start.us-gov-home.awsapps.com/directory/stand-in',
      region: 'us-gov-west-1',
      accounts: [{ id: govAccount, name: 'gov-prod' }],
      ...{ permissionSets: [], people: ['ada@example.com'], assignments: [] },
    }),
  ];
  const aws = await startAws({ clock, organisations });
  const roles = places.map((place) => {
    const pipeline = roleArn(pipelineOf(place, { ...provider, ...place }));
    return [place.accountId, { staff: roleArn(staffOf(place)), pipeline }] as const;
  });
  return {
    ...{ aws, saml, oidc, roles: Object.fromEntries(roles) },
    close: async () => {
      await Promise.all([aws, saml, oidc].map((server) => server.close()));
    },
  };
}

const federated = (own: readonly Place[], provider: Omit<OidcProvider, 'accountId'>) => ({
  samlProviders: own.map((place) => ({ ...companySaml, ...place, name: 'Company' })),
  oidcProviders: own.map((place) => ({ ...provider, ...place })),
  roles: own.flatMap((place) => [staffOf(place), pipelineOf(place, { ...provider, ...place })]),
});

const samlArnOf = (place: Place): string => samlProviderArn({ ...place, name: 'Company' });

const staffOf = (place: Place): Role => ({
  ...place,
  name: 'Staff',
  path: '/company/',
  maxSessionSeconds: 43_200,
  trust: { principals: [], federated: { provider: samlArnOf(place) } },
});

const pipelineOf = (place: Place, provider: OidcProvider): Role => ({
  ...place,
  name: 'Pipeline',
  maxSessionSeconds: 43_200,
  trust: { principals: [], federated: { provider: oidcProviderArn(provider) } },
});
