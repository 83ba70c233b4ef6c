import type { Role } from '../organisation.ts';
import type { RolePrincipal } from '../principal.ts';

type Inherited = Pick<RolePrincipal, 'chained' | 'transitiveTags' | 'sourceIdentity'>;

/** Who comes from outside AWS brings nothing along, and is not chained. */
const fromOutside: Inherited = { chained: false, transitiveTags: new Set(), sourceIdentity: undefined };

/** Somebody in the role. */
export const roleSession = (
  role: Role,
  sessionName: string,
  inherited: Inherited = fromOutside,
): RolePrincipal => ({
  kind: 'role',
  accountId: role.accountId,
  partition: role.partition,
  name: role.name,
  path: role.path ?? '/',
  sessionName,
  maxSessionSeconds: role.maxSessionSeconds ?? 3600,
  ...inherited,
});
