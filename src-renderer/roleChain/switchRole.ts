import { partitions } from '../../src-main/core/partition.ts';

/**
 * What was pasted as a role: the console's switch-role link becomes the role's ARN, everything else stays. `fault` is
 * a sentence where the link does not say which role it means.
 */
export function roleFromPaste(pasted: string): { readonly arn: string; readonly fault?: string } {
  const arn = pasted.trim();
  const partition = switchRolePartition(arn);
  if (partition === undefined) return { arn };
  const asked = new URL(arn).searchParams;
  const named = asked.get('account') ?? '';
  // As AWS prints it; an alias may have hyphens of its own.
  const account = /^[\d-]+$/.test(named) ? named.replaceAll('-', '') : named;
  // A role with a path stands in the link with it, without the first slash.
  const role = (asked.get('roleName') ?? '').replace(/^\//, '');
  if (role === '') return { arn, fault: 'The link names no role; it ends in roleName=NAME.' };
  if (!/^\d{12}$/.test(account)) {
    return {
      arn,
      fault: `The link names the account by its alias, “${account}”: AWS needs its twelve digits here.`,
    };
  }
  return { arn: `arn:${partition}:iam::${account}:role/${role}` };
}

/** The partition whose console the link is of; undefined for anything but a switch-role link. */
function switchRolePartition(text: string): string | undefined {
  if (!/^https:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { hostname, pathname } = new URL(text);
  if (pathname.replace(/\/$/, '').toLowerCase() !== '/switchrole') return undefined;
  // The host of a region ends in that of its partition.
  return partitions.find(({ signInHost }) => hostname === signInHost || hostname.endsWith(`.${signInHost}`))
    ?.id;
}
