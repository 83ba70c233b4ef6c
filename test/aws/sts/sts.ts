import type { Answer } from '../answer.ts';
import type { AwsRequest } from '../awsRequest.ts';
import type { AwsService } from '../awsService.ts';
import type { AwsState } from '../awsState.ts';
import { MalformedForm, parseForm } from '../form.ts';
import { principalArn } from '../principal.ts';
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
import { StsError, stsFailure, stsSuccess } from './stsError.ts';

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
const known: ReadonlySet<string> = new Set([...actions.keys(), ...unsignedActions.keys()]);
const version = '2011-06-15';

/** STS: the query protocol, a form in and XML out, signed with SigV4 but for two calls. GET carries the same parameters in the query. */
export function sts(state: AwsState): AwsService {
  const mfa = mfaDevices(state.clock);
  const run = (operation: string, request: AwsRequest): Answer => {
    const unsigned = unsignedActions.get(operation);
    if (unsigned !== undefined) {
      return stsSuccess(operation, unsigned({ read: parameterReader(parameters(request), request), state }));
    }
    const action = actions.get(operation);
    if (action === undefined) return unknownAction(request);
    const caller = verifySigV4(request, 'sts', state);
    request.record.who = principalArn(caller.principal);
    const read = parameterReader(parameters(request), request);
    return stsSuccess(operation, action({ caller, read, state, mfa }));
  };
  return {
    operationOf: (request) => {
      try {
        const form = parameters(request);
        const action = form.get('Action') ?? '';
        return form.get('Version') === version && known.has(action) ? action : undefined;
      } catch {
        return undefined;
      }
    },
    answer: (operation, request) => {
      try {
        return run(operation, request);
      } catch (error) {
        if (error instanceof StsError) return stsFailure(error.code, error.message);
        throw error;
      }
    },
    unknownOperation: unknownAction,
    serverError: () => stsFailure('InternalFailure', 'Internal failure'),
    throttled: () => stsFailure('Throttling', 'Rate exceeded'),
  };
}

type Form = Pick<AwsRequest, 'method' | 'path' | 'rawQuery' | 'body'>;

/** @throws MalformedForm, and for what is neither a GET nor a POST of the root */
function parameters({ method, path, rawQuery, body }: Form): Map<string, string> {
  if (path !== '/' || (method !== 'GET' && method !== 'POST')) throw new MalformedForm('not a call of STS');
  if (method === 'POST' && rawQuery !== '') throw new MalformedForm('a POST has no query');
  return parseForm(method === 'GET' ? rawQuery : body.toString('utf8'));
}

function unknownAction(request: AwsRequest): Answer {
  try {
    const form = parameters(request);
    const action = form.get('Action') ?? '';
    const given = form.get('Version') ?? 'NO_VERSION_SPECIFIED';
    return stsFailure('InvalidAction', `Could not find operation ${action} for version ${given}`);
  } catch (error) {
    return stsFailure('MalformedQueryString', error instanceof Error ? error.message : '');
  }
}
