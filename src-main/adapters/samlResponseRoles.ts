import { roleArnFault } from '../core/arn.ts';
import type { SamlOffer } from '../core/ports.ts';

type OfferedRole = SamlOffer['roles'][number];

/** A role's name may hold commas, a provider's may not: it is told from the end that it stands at. */
const provider = String.raw`arn:aws(?:-[a-z]+)*:iam::\d{12}:saml-provider/[\w.-]{1,128}`;
const roleFirst = new RegExp(String.raw`^(?<role>.+?)\s*,\s*(?<provider>${provider})$`, 's');
const providerFirst = new RegExp(String.raw`^(?<provider>${provider})\s*,\s*(?<role>.+)$`, 's');

/**
 * The pairs of the Role attribute, in either order. What AWS would refuse anyhow is left out: something that is no
 * pair of ARNs, or a role and a provider of two accounts or partitions.
 */
export function rolesOffered(values: readonly string[]): readonly OfferedRole[] {
  const offered = new Map<string, OfferedRole>();
  for (const value of values) {
    const pair = pairOf(value);
    if (pair !== undefined) offered.set(`${pair.roleArn} ${pair.providerArn}`, pair);
  }
  return [...offered.values()];
}

function pairOf(value: string): OfferedRole | undefined {
  const { role, provider: providerArn } = (roleFirst.exec(value) ?? providerFirst.exec(value))?.groups ?? {};
  if (role === undefined || providerArn === undefined || roleArnFault(role) !== undefined) return undefined;
  return ownerOf(role) === ownerOf(providerArn) ? { roleArn: role, providerArn } : undefined;
}

/** Partition and account. */
const ownerOf = (arn: string): string => {
  const [, partition = '', , , account = ''] = arn.split(':');
  return `${partition}:${account}`;
};
