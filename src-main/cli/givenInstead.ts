import type { Output, ProfileRow } from '../contract.ts';

type Issued = Pick<Output<'credentials'>, 'profileName'> & Partial<Pick<Output<'credentials'>, 'roleName'>>;

/**
 * What to say when the person who was asked gave the keys of another profile, the one that only reads; undefined when
 * they are those of what was asked for. `row` is what letters stood for.
 */
export function givenInstead(asked: string, row: ProfileRow | undefined, issued: Issued): string | undefined {
  if (isWhatWasAsked(asked, row, issued)) return undefined;
  return `These are the keys of ${issued.profileName}, given instead of ${row?.name ?? asked}.`;
}

function isWhatWasAsked(asked: string, row: ProfileRow | undefined, issued: Issued): boolean {
  if (row !== undefined) return issued.profileName === row.name;
  const slash = asked.lastIndexOf('/');
  // A name holds no slash: this is ACCOUNT/ROLE.
  if (slash > 0) return issued.roleName === undefined || issued.roleName === asked.slice(slash + 1);
  return issued.profileName === asked || /^[0-9a-f]{24}$/.test(asked);
}
