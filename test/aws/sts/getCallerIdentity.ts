import { principalAccount, principalArn, principalId } from '../principal.ts';
import type { StsAction } from './stsAction.ts';

/** Needs no permission: everyone with valid credentials may ask who they are. */
export const getCallerIdentity: StsAction = ({ caller, read }) => {
  read.finish();
  return {
    Arn: principalArn(caller.principal),
    UserId: principalId(caller.principal),
    Account: principalAccount(caller.principal),
  };
};
