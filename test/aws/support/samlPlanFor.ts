import type { SamlSitePlan } from '../identityProviders/samlSitePlan.ts';
import { partitions, type Partition } from '../partition.ts';

/** What leads a SAML site's people to the sign-in page of a partition: one assertion is good in one partition only. */
export function samlPlanFor(partition: Partition): Pick<SamlSitePlan, 'acs' | 'recipient' | 'audience'> {
  const { signInHost, samlAudience } = partitions[partition];
  const acs = `https://${signInHost}/saml`;
  return { acs, recipient: acs, audience: samlAudience };
}
