import { samlIdentityProvider } from '../aws/sts/samlIdentityProvider.ts';
import type { Aws } from '../aws/standIn.ts';

const company = samlIdentityProvider('https://login.example.com/saml');

/** What somebody copies at a company’s sign-in page who may enter these accounts: a SAML response for `Staff` in each. */
export function companyResponse({ clock }: Aws, person: string, accounts: readonly string[]): string {
  const roles = accounts.map(
    (id) => [`arn:aws:iam::${id}:role/Staff`, `arn:aws:iam::${id}:saml-provider/Company`] as const,
  );
  return company.respond({ now: clock.now(), subject: person, sessionName: person, roles });
}
