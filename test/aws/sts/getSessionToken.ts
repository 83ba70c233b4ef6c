import { issueCredentials } from './issueCredentials.ts';
import { longTermUser } from './longTermUser.ts';
import { readMfa } from './readMfa.ts';
import type { StsAction } from './stsAction.ts';

/** The user itself again, for a while; with an MFA code the session counts as signed in with MFA. */
export const getSessionToken: StsAction = ({ caller, read, state, mfa }) => {
  const durationSeconds = read.integer('DurationSeconds', 900, 129_600);
  const { serialNumber, tokenCode } = readMfa(read);
  read.finish();
  const user = longTermUser(caller, 'GetSessionToken');
  const mfaPresent = mfa.verify(caller.principal, serialNumber, tokenCode);
  return {
    Credentials: issueCredentials({ kind: 'user', user, mfaPresent }, durationSeconds ?? 43_200, state),
  };
};
