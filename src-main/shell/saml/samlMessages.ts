import { z } from 'zod';

/** Characters that AWS takes of a SAML response in AssumeRoleWithSAML. */
export const longestAssertion = 100_000;

/** What the application tells the process of a company sign-in, as one line of JSON at its standard input. */
export const samlAsk = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2048),
  /** Where the sign-in ends, such as https://signin.aws.amazon.com/saml. */
  acsUrls: z.array(z.url({ protocol: /^https$/ })).min(1),
  title: z.string().max(200),
  proxy: z.url({ protocol: /^https?$/ }).nullable(),
  noProxy: z.string().nullable(),
  /** PEM of the person's own certificate authorities. */
  authorities: z.string().nullable(),
});
export type SamlAsk = z.infer<typeof samlAsk>;

/** What comes back, once, as one line of JSON. */
export const samlOutcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assertion'), assertion: z.string().min(1).max(longestAssertion) }),
  z.strictObject({ kind: z.literal('closed') }),
  /** The page sent something to AWS that cannot be a SAML response. */
  z.strictObject({ kind: z.literal('refused'), why: z.enum(['too-long', 'not-a-response']) }),
]);
export type SamlOutcome = z.infer<typeof samlOutcome>;
