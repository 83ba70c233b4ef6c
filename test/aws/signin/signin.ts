import { jsonAnswer, type Answer } from '../answer.ts';
import type { AwsRequest } from '../awsRequest.ts';
import type { AwsService } from '../awsService.ts';
import type { AwsState } from '../awsState.ts';
import { MalformedForm, parseForm } from '../form.ts';
import { definitionList, htmlPage } from '../html.ts';
import { principalAccount, principalArn, principalPartition } from '../principal.ts';
import { consoleRegion } from './consoleRegion.ts';
import { FederationRefused, readSession } from './federationSession.ts';
import { signinTokens, type SigninTokens } from './signinTokens.ts';

const parametersOf: Readonly<Record<string, readonly string[]>> = {
  getSigninToken: ['Action', 'Session', 'SessionDuration'],
  login: ['Action', 'Issuer', 'Destination', 'SigninToken'],
};

/** Console federation: temporary credentials in, a link that signs a browser in out. Names are case-sensitive. */
export function signin(state: AwsState): AwsService {
  const tokens = signinTokens(state.clock);
  const run = (operation: string, request: AwsRequest): Answer => {
    const form = parameters(request);
    const unknown = [...form.keys()].filter((name) => parametersOf[operation]?.includes(name) !== true);
    for (const name of unknown) request.noteUnknown(`parameter ${name}`);
    if (unknown.length > 0) throw new FederationRefused(`unknown parameter ${unknown.join(', ')}`);
    if (operation === 'login') return login(form, request, tokens);
    const session = readSession(form, request, state);
    request.record.who = principalArn(session.principal);
    return jsonAnswer(200, { SigninToken: tokens.issue(session) });
  };
  return {
    operationOf: (request) => {
      try {
        const action = parameters(request).get('Action') ?? '';
        return Object.hasOwn(parametersOf, action) ? action : undefined;
      } catch {
        return undefined;
      }
    },
    answer: (operation, request) => {
      try {
        return run(operation, request);
      } catch (error) {
        // AWS gives a page and no reason; the reason is in the log of this stand-in only.
        if (error instanceof FederationRefused || error instanceof MalformedForm) return invalidCredentials();
        throw error;
      }
    },
    unknownOperation: invalidCredentials,
    serverError: () => htmlPage(500, 'Internal Server Error', ''),
    throttled: () => htmlPage(429, 'Too Many Requests', ''),
  };
}

type Form = Pick<AwsRequest, 'method' | 'path' | 'rawQuery' | 'body'>;

/** GET with a query or POST with a form; logging in is for browsers, so GET. @throws MalformedForm */
function parameters({ method, path, rawQuery, body }: Form): Map<string, string> {
  if (path !== '/federation') throw new MalformedForm('not the federation endpoint');
  if (method === 'GET') return parseForm(rawQuery);
  if (method !== 'POST' || rawQuery !== '') throw new MalformedForm('GET with a query, or POST with a form');
  return parseForm(body.toString('utf8'));
}

/** AWS sends the browser on to the console; this page stands for it and says who is signed in where. */
function login(form: ReadonlyMap<string, string>, request: AwsRequest, tokens: SigninTokens): Answer {
  if (request.method !== 'GET') throw new FederationRefused('a browser opens the link');
  const destination = form.get('Destination') ?? '';
  const session = tokens.redeem(form.get('SigninToken') ?? '');
  if (session === undefined)
    throw new FederationRefused('the token is unknown, used or older than 15 minutes');
  const { principal, consoleEndsAt } = session;
  const region = consoleRegion(destination, principalPartition(principal));
  if (region === undefined)
    throw new FederationRefused("the destination is no URL of the partition's console");
  request.record.who = principalArn(principal);
  return htmlPage(
    200,
    'AWS Management Console',
    definitionList({
      identity: principalArn(principal),
      account: principalAccount(principal),
      destination,
      region,
      until: new Date(consoleEndsAt).toISOString(),
    }),
  );
}

const invalidCredentials = (): Answer =>
  htmlPage(400, 'Amazon Web Services Sign-In', '<p>Invalid credentials parameter</p>');
