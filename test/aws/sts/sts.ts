import type { AwsService } from '../awsService.ts';
import type { AwsState } from '../awsState.ts';
import { principalArn } from '../principal.ts';
import { queryService } from '../queryService.ts';
import { assumeRole } from './assumeRole.ts';
import { assumeRoleWithSaml } from './assumeRoleWithSaml.ts';
import { assumeRoleWithWebIdentity } from './assumeRoleWithWebIdentity.ts';
import { getCallerIdentity } from './getCallerIdentity.ts';
import { getFederationToken } from './getFederationToken.ts';
import { getSessionToken } from './getSessionToken.ts';
import { mfaDevices } from './mfaDevices.ts';
import { parameterReader } from './parameterReader.ts';
import { verifySigV4 } from './sigV4.ts';
import type { StsAction, UnsignedStsAction } from './stsAction.ts';

const actions: ReadonlyMap<string, StsAction> = new Map([
  ['GetCallerIdentity', getCallerIdentity],
  ['AssumeRole', assumeRole],
  ['GetSessionToken', getSessionToken],
  ['GetFederationToken', getFederationToken],
]);
const unsignedActions: ReadonlyMap<string, UnsignedStsAction> = new Map([
  ['AssumeRoleWithSAML', assumeRoleWithSaml],
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
]);

/** Signed with SigV4 but for two calls. */
export function sts(state: AwsState): AwsService {
  const mfa = mfaDevices(state.clock);
  return queryService({
    version: '2011-06-15',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    actions: new Set([...actions.keys(), ...unsignedActions.keys()]),
    serverErrorCode: 'InternalFailure',
    run: (name, form, request) => {
      const read = parameterReader(form, request);
      const unsigned = unsignedActions.get(name);
      if (unsigned !== undefined) return unsigned({ read, state });
      const caller = verifySigV4(request, 'sts', state);
      request.record.who = principalArn(caller.principal);
      return actions.get(name)?.({ caller, read, state, mfa });
    },
  });
}
