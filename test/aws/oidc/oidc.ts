import { jsonAnswer, type Answer } from '../answer.ts';
import type { AwsRequest } from '../awsRequest.ts';
import type { AwsService } from '../awsService.ts';
import type { AwsState } from '../awsState.ts';
import { MalformedForm } from '../form.ts';
import { htmlPage } from '../html.ts';
import { readAuthorize, redirect } from './authorize.ts';
import { createToken, type Grants } from './createToken.ts';
import type { Decisions } from './decisions.ts';
import { OidcError, oidcFailure } from './oidcError.ts';

const operations: Readonly<Record<string, string>> = {
  'POST /client/register': 'RegisterClient',
  'POST /device_authorization': 'StartDeviceAuthorization',
  'POST /token': 'CreateToken',
  'GET /authorize': 'Authorize',
};

/** SSO OIDC: unsigned JSON in camelCase. `url` is where the verification links lead. */
export function oidc(state: AwsState, grants: Grants, decisions: Decisions, url: string): AwsService {
  const run = (operation: string, request: AwsRequest): Answer => {
    if (operation === 'Authorize') return authorize(request, grants, decisions);
    // CreateTokenWithIAM is POST /token?aws_iam=t, which is not here; nothing else has a query.
    if (request.rawQuery !== '') {
      request.noteUnknown(`query ${request.rawQuery}`);
      throw new OidcError('InvalidRequestException', 'unknown query parameter');
    }
    if (operation === 'RegisterClient') return jsonAnswer(200, grants.clients.register(request));
    if (operation === 'StartDeviceAuthorization') return jsonAnswer(200, grants.devices.start(request, url));
    return jsonAnswer(200, createToken(request, state, grants));
  };
  return {
    operationOf: ({ method, path }) => operations[`${method} ${path}`],
    answer: (operation, request) => {
      try {
        return run(operation, request);
      } catch (error) {
        if (error instanceof OidcError) return oidcFailure(error.kind, error.message);
        if (error instanceof MalformedForm) return htmlPage(400, 'Invalid request', '');
        throw error;
      }
    },
    unknownOperation: () => oidcFailure('UnknownOperationException', 'Unknown operation'),
    serverError: () => oidcFailure('InternalServerException', 'Internal server error'),
    throttled: () => oidcFailure('TooManyRequestsException', 'Too many requests'),
  };
}

function authorize(request: AwsRequest, { clients, codes }: Grants, decisions: Decisions): Answer {
  const asked = readAuthorize(request, clients);
  if ('status' in asked) return asked;
  const { client, organisation, redirectUri, state } = asked;
  return decisions.ask({
    organisation,
    clientName: client.clientName,
    approve: (session) => redirect(redirectUri, { code: codes.issue(asked, session), state }),
    deny: () => redirect(redirectUri, { error: 'access_denied', error_description: 'User denied', state }),
  });
}
