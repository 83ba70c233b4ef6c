import type { IamUser } from '../organisation.ts';
import { principalAccount, principalPartition } from '../principal.ts';
import { authorize } from './authorize.ts';
import type { IamCall } from './iamAction.ts';
import { IamError } from './iamError.ts';

type Caller = Pick<IamCall, 'principal' | 'caller' | 'state'>;

/**
 * The user that a call is about: of the caller's own account, and the caller itself where a long-term key names nobody.
 * @throws IamError ValidationError, AccessDenied, NoSuchEntity
 */
export function userOf(userName: string | undefined, action: string, call: Caller): IamUser {
  const name = userName ?? ownName(call);
  authorize({ action, resource: `user ${name}` }, call);
  const user = usersOfAccount(call).find((known) => known.name === name);
  if (user === undefined) {
    throw new IamError('NoSuchEntity', `The user with name ${name} cannot be found.`);
  }
  return user;
}

/** Those of the caller's account. */
export const usersOfAccount = ({ principal, state }: Caller): readonly IamUser[] =>
  state.organisations
    .flatMap(({ users }) => users)
    .filter(
      ({ accountId, partition }) =>
        accountId === principalAccount(principal) && partition === principalPartition(principal),
    );

function ownName({ principal, caller }: Caller): string {
  if (principal.kind !== 'user' || caller.sessionToken !== null) {
    throw new IamError('ValidationError', 'Must specify userName when calling with non-User credentials');
  }
  return principal.user.name;
}
