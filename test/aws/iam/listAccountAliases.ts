import { principalAccount } from '../principal.ts';
import { authorize } from './authorize.ts';
import type { IamAction } from './iamAction.ts';
import { readPaging } from './readPaging.ts';

/** One at most. */
export const listAccountAliases: IamAction = (call) => {
  const pageOf = readPaging(call.read);
  call.read.finish();
  authorize({ action: 'iam:ListAccountAliases', resource: '*' }, call);
  const aliases = call.state.organisations
    .flatMap(({ accounts }) => accounts)
    .filter(({ id }) => id === principalAccount(call.principal))
    .flatMap(({ alias }) => alias ?? []);
  const { rows, rest } = pageOf([...new Set(aliases)]);
  return { AccountAliases: { member: rows }, ...rest };
};
