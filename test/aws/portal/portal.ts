import { jsonAnswer, type Answer } from '../answer.ts';
import type { AwsRequest } from '../awsRequest.ts';
import type { AwsService } from '../awsService.ts';
import type { AwsState } from '../awsState.ts';
import { MalformedForm, parseForm } from '../form.ts';
import { limiter } from '../limiter.ts';
import { partitionOf } from '../partition.ts';
import { reservedRole } from '../organisation.ts';
import type { PortalSession } from '../oidc/portalSessions.ts';
import { pageOf } from './pageOf.ts';
import { PortalError, portalFailure } from './portalError.ts';

interface PortalCall {
  readonly session: PortalSession;
  readonly query: ReadonlyMap<string, string>;
  readonly state: AwsState;
}

interface Operation {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly parameters: readonly string[];
  run(call: PortalCall): Answer;
}

const paging = ['max_result', 'next_token'];

const operations: Readonly<Record<string, Operation>> = {
  '/assignment/accounts': { name: 'ListAccounts', method: 'GET', parameters: paging, run: listAccounts },
  '/assignment/roles': {
    name: 'ListAccountRoles',
    method: 'GET',
    parameters: ['account_id', ...paging],
    run: listAccountRoles,
  },
  '/federation/credentials': {
    name: 'GetRoleCredentials',
    method: 'GET',
    parameters: ['account_id', 'role_name'],
    run: getRoleCredentials,
  },
  '/logout': { name: 'Logout', method: 'POST', parameters: [], run: logout },
};

/** The access portal: no signature, the raw access token in `x-amz-sso_bearer_token` is the only credential. */
export function portal(state: AwsState): AwsService {
  const mayPass = limiterOfEachRegion(state);
  return {
    operationOf: ({ method, path }) =>
      operations[path]?.method === method ? operations[path].name : undefined,
    answer: (_name, request) => {
      try {
        if (!mayPass(request.region)) throw tooMany();
        return run(request, state);
      } catch (error) {
        if (error instanceof PortalError) return portalFailure(error.kind, error.message);
        if (error instanceof MalformedForm) return portalFailure('InvalidRequestException', error.message);
        throw error;
      }
    },
    unknownOperation: ({ path }) =>
      operations[path] === undefined
        ? portalFailure('UnknownOperationException', 'Unknown operation')
        : portalFailure('MethodNotAllowedException', 'Method Not Allowed'),
    serverError: () => portalFailure('InternalServerException', 'Internal server error'),
    throttled: () => portalFailure(tooMany().kind, tooMany().message),
  };
}

const tooMany = (): PortalError => new PortalError('TooManyRequestsException', 'HTTP 429 Unknown Code');

function run(request: AwsRequest, state: AwsState): Answer {
  const operation = operations[request.path];
  if (operation === undefined) throw new Error(`no operation at ${request.path}`);
  const session = sessionOf(request, state);
  const query = parseForm(request.rawQuery);
  for (const name of query.keys()) {
    if (operation.parameters.includes(name)) continue;
    request.noteUnknown(`parameter ${name}`);
    throw new PortalError('InvalidRequestException', `unknown parameter ${name}`);
  }
  return operation.run({ session, query, state });
}

/** All calls in a region count together. */
function limiterOfEachRegion({ clock, behaviour }: AwsState): (region: string) => boolean {
  const limiters = new Map<string, () => boolean>();
  return (region) => {
    const mayPass = limiters.get(region) ?? limiter(clock, () => behaviour.portalRate);
    limiters.set(region, mayPass);
    return mayPass();
  };
}

/** Unknown, expired, signed out or of another region: AWS says the same to all. */
function sessionOf(request: AwsRequest, { tokens }: AwsState): PortalSession {
  const token = request.headers['x-amz-sso_bearer_token'];
  const session = typeof token === 'string' ? tokens.sessionOf(token, request.region) : undefined;
  if (session === undefined)
    throw new PortalError('UnauthorizedException', 'Session token not found or invalid');
  request.record.who = session.person;
  return session;
}

function listAccounts({ session, query, state }: PortalCall): Answer {
  const accounts = session.organisation.accountsOf(session.person);
  const page = pageOf(accounts, `accounts of ${session.person}`, pagingOf(query), state.behaviour);
  return jsonAnswer(200, {
    nextToken: page.nextToken,
    accountList: page.rows.map(({ id, name, email }) => ({
      accountId: id,
      accountName: name,
      emailAddress: email,
    })),
  });
}

function listAccountRoles({ session, query, state }: PortalCall): Answer {
  const accountId = accountIdOf(query);
  const sets = session.organisation.permissionSetsOf(session.person, accountId);
  if (sets.length === 0) throw new PortalError('ForbiddenException', 'No access');
  const page = pageOf(sets, `roles of ${session.person} in ${accountId}`, pagingOf(query), state.behaviour);
  return jsonAnswer(200, {
    nextToken: page.nextToken,
    roleList: page.rows.map((roleName) => ({ roleName, accountId })),
  });
}

/** `role_name` is the permission set's name; the role behind it has another. A removed assignment is 403, not 404. */
function getRoleCredentials({ session, query, state }: PortalCall): Answer {
  const { organisation, person } = session;
  const accountId = accountIdOf(query);
  const setName = query.get('role_name') ?? '';
  if (setName === '') throw new PortalError('InvalidRequestException', 'role_name is required');
  if (!organisation.permissionSetsOf(person, accountId).includes(setName)) {
    throw new PortalError('ForbiddenException', 'No access');
  }
  const set = organisation.permissionSet(setName);
  const { name, path } = reservedRole(organisation, accountId, setName);
  // Whole seconds, given in milliseconds.
  const expiration = Math.floor(state.clock.now() / 1000) * 1000 + set.sessionHours * 3_600_000;
  const issued = state.credentials.temporary(
    {
      kind: 'role',
      accountId,
      partition: partitionOf(organisation.region),
      name,
      path,
      sessionName: person,
      maxSessionSeconds: 43_200,
      chained: false,
      transitiveTags: new Set(),
      sourceIdentity: undefined,
    },
    expiration,
  );
  const { accessKeyId, secretAccessKey, sessionToken } = issued;
  return jsonAnswer(200, { roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration } });
}

/** Ends the portal session with all of its tokens. Role credentials that were handed out live on. */
function logout({ session }: PortalCall): Answer {
  session.over = true;
  return { status: 200, headers: {}, body: '' };
}

const pagingOf = (query: ReadonlyMap<string, string>) => ({
  maxResult: query.get('max_result'),
  nextToken: query.get('next_token'),
});

function accountIdOf(query: ReadonlyMap<string, string>): string {
  const accountId = query.get('account_id') ?? '';
  if (!/^\d{12}$/.test(accountId))
    throw new PortalError('InvalidRequestException', 'account_id is twelve digits');
  return accountId;
}
