import { oidcProviderArn, samlProviderArn, type Organisation } from '../organisation.ts';
import { oidcIdentityProvider } from '../sts/oidcIdentityProvider.ts';
import { samlIdentityProvider } from '../sts/samlIdentityProvider.ts';
import { account, otherAccount, smallOrganisation } from './smallOrganisation.ts';

/** The company's own sign-in, which AWS trusts. */
export const companySaml = samlIdentityProvider('https://login.example.com/saml');
export const companyOidc = oidcIdentityProvider('https://login.example.com/oidc');
export const audience = 'latchkey';
export const subject = 'repo:example/shop:main';

const saml = { accountId: otherAccount, name: 'Company', ...companySaml };
const oidc = { accountId: otherAccount, audiences: [audience], ...companyOidc };
export const samlArn = samlProviderArn(saml);
/** Knows the same metadata, but no role trusts it. */
export const otherSamlArn = samlProviderArn({ ...saml, name: 'Spare' });
export const oidcArn = oidcProviderArn(oidc);

const anyone = [account, otherAccount].map((id) => `arn:aws:iam::${id}:root`);

/** The small organisation with a SAML and an OpenID Connect provider, and roles for who comes through them. */
export const federatedOrganisation = (): Organisation => {
  const small = smallOrganisation();
  const long = { accountId: otherAccount, maxSessionSeconds: 43_200 };
  return smallOrganisation({
    samlProviders: [saml, { ...saml, name: 'Spare' }],
    oidcProviders: [oidc],
    roles: [
      ...small.roles,
      { ...long, name: 'Long', trust: { principals: anyone } },
      {
        ...long,
        name: 'Staff',
        path: '/company/',
        trust: { principals: [], federated: { provider: samlArn } },
      },
      {
        ...long,
        name: 'Pipeline',
        trust: { principals: [], federated: { provider: oidcArn, subject: 'repo:example/*' } },
      },
      {
        accountId: otherAccount,
        name: 'Brief',
        maxSessionSeconds: 7200,
        trust: { principals: [], federated: { provider: samlArn } },
      },
    ],
  });
};
