import { principalArn } from '../principal.ts';
import type { IamCall } from './iamAction.ts';
import { IamError } from './iamError.ts';

/** What AWS's self-service policy leaves open without MFA: with less nobody could sign in with a device. */
const openWithoutMfa: readonly string[] = ['iam:GetUser', 'iam:ListMFADevices'];

export interface Wanted {
  /** Such as `iam:CreateAccessKey`. */
  readonly action: string;
  /** As AWS's message has it, such as `user ada`. */
  readonly resource: string;
}

/** Roles may do everything in their account, users what their plan leaves them. @throws IamError AccessDenied */
export function authorize({ action, resource }: Wanted, { principal }: Pick<IamCall, 'principal'>): void {
  if (principal.kind !== 'user') return;
  const { user, mfaPresent = false } = principal;
  const deny = (reason: string): never => {
    throw new IamError(
      'AccessDenied',
      `User: ${principalArn(principal)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    );
  };
  const selfService = user.selfService === true;
  if (selfService && !mfaPresent && !openWithoutMfa.includes(action)) {
    deny('with an explicit deny in an identity-based policy');
  }
  if (user.denied?.includes(action) === true || (selfService && resource !== `user ${user.name}`)) {
    deny(`because no identity-based policy allows the ${action} action`);
  }
}
