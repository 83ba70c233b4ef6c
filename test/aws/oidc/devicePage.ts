import type { Answer } from '../answer.ts';
import type { AwsRequest } from '../awsRequest.ts';
import type { AwsService } from '../awsService.ts';
import { MalformedForm, parseForm } from '../form.ts';
import { htmlPage } from '../html.ts';
import type { Decisions } from './decisions.ts';
import type { DeviceAuthorization, DeviceAuthorizations } from './deviceAuthorizations.ts';

const operations: Readonly<Record<string, string>> = {
  'GET /device': 'DevicePage',
  'POST /decision': 'Decision',
};

/** The pages that a person's browser opens: the device page and the form behind both questions. */
export function devicePage(devices: DeviceAuthorizations, decisions: Decisions): AwsService {
  const run = (operation: string, request: AwsRequest): Answer => {
    if (operation === 'Decision') return decisions.decide(request);
    const typed = parseForm(request.rawQuery).get('user_code');
    if (typed === undefined) return typeCodePage();
    const authorization = devices.find(typed);
    return authorization?.decision === null ? ask(authorization, decisions) : wrongCodePage();
  };
  return {
    operationOf: ({ method, path }) => operations[`${method} ${path}`],
    answer: (operation, request) => {
      try {
        return run(operation, request);
      } catch (error) {
        if (error instanceof MalformedForm) return htmlPage(400, 'Invalid request', '');
        throw error;
      }
    },
    unknownOperation: () => htmlPage(404, 'Not found', ''),
    serverError: () => htmlPage(500, 'Internal server error', ''),
    throttled: () => htmlPage(429, 'Too many requests', ''),
  };
}

function ask(authorization: DeviceAuthorization, decisions: Decisions): Answer {
  return decisions.ask({
    organisation: authorization.organisation,
    clientName: authorization.clientName,
    userCode: authorization.userCode,
    approve: (session) => {
      authorization.decision = { state: 'approved', session };
      return htmlPage(200, 'Request approved', '<p>You can close this window.</p>');
    },
    deny: () => {
      authorization.decision = { state: 'denied' };
      return htmlPage(200, 'Request denied', '<p>You can close this window.</p>');
    },
  });
}

const typeCodePage = (): Answer =>
  htmlPage(
    200,
    'Enter the code that your device shows',
    '<form method="get" action="/device"><p><label>Code <input name="user_code" autocomplete="off"></label></p><button>Next</button></form>',
  );

const wrongCodePage = (): Answer =>
  htmlPage(400, 'This code is wrong, used or expired', '<p><a href="/device">Enter another code</a></p>');
