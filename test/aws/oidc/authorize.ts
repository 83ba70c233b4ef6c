import type { Answer } from '../answer.ts';
import type { AwsRequest } from '../awsRequest.ts';
import { parseForm } from '../form.ts';
import { htmlPage } from '../html.ts';
import { escapeMarkup } from '../markup.ts';
import type { AuthorizeRequest } from './authorizationCodes.ts';
import { grants, type Registration, type Registrations } from './registrations.ts';

const parameters = new Set([
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
  // Working clients send either name, joined by spaces or by commas.
  'scope',
  'scopes',
]);

/** What /authorize was asked, or the answer that refuses it. Only a redirect that was registered is ever used. */
export function readAuthorize(request: AwsRequest, clients: Registrations): AuthorizeRequest | Answer {
  const query = parseForm(request.rawQuery);
  const unknown = [...query.keys()].filter((name) => !parameters.has(name));
  for (const name of unknown) request.noteUnknown(`parameter ${name}`);
  const client = clients.find(query.get('client_id') ?? '', request.region);
  const redirectUri = query.get('redirect_uri') ?? '';
  if (client === undefined || !isRegistered(client, redirectUri)) {
    return htmlPage(
      400,
      'Invalid request',
      '<p>This client or its redirect address is not registered here.</p>',
    );
  }
  request.record.who = client.clientName;
  const state = query.get('state') ?? '';
  const refuse = (error: string, description: string): Answer =>
    redirect(redirectUri, { error, error_description: description, state });

  if (unknown.length > 0) return refuse('invalid_request', `unknown parameter ${unknown.join(', ')}`);
  if (query.get('response_type') !== 'code')
    return refuse('unsupported_response_type', 'response_type must be code');
  if (client.issuer === undefined || !client.grantTypes.has(grants.code))
    return refuse('unauthorized_client', 'not registered for this grant');
  if (state === '') return refuse('invalid_request', 'state is required');
  if (query.get('code_challenge_method') !== 'S256') return refuse('invalid_request', 'S256 only');
  const codeChallenge = query.get('code_challenge') ?? '';
  if (!/^[\w-]{43}$/.test(codeChallenge)) return refuse('invalid_request', 'code_challenge is malformed');
  const scopes = (query.get('scopes') ?? query.get('scope') ?? '').split(/[ ,]+/).filter(Boolean);
  if (!scopes.every((scope) => client.scopes.includes(scope)))
    return refuse('invalid_scope', 'Invalid scope');
  return { client, organisation: client.issuer, redirectUri, state, codeChallenge };
}

/** Sends the browser back to the client. */
export function redirect(redirectUri: string, parameters: Readonly<Record<string, string>>): Answer {
  const location = `${redirectUri}?${new URLSearchParams(parameters).toString()}`;
  const page = htmlPage(302, 'Signed in', `<p><a href="${escapeMarkup(location)}">Go on</a></p>`);
  return { ...page, headers: { ...page.headers, Location: location } };
}

/** Loopback redirects are registered without a port and used with one: the port does not count, the path does. */
function isRegistered(client: Registration, redirectUri: string): boolean {
  const withoutPort = (uri: string): string => uri.replace(/^(http:\/\/127\.0\.0\.1):\d+/, '$1');
  return client.redirectUris.some((registered) => withoutPort(registered) === withoutPort(redirectUri));
}
