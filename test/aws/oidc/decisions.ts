import { randomBytes } from 'node:crypto';
import type { Answer } from '../answer.ts';
import type { AwsRequest } from '../awsRequest.ts';
import type { AwsState } from '../awsState.ts';
import { parseForm } from '../form.ts';
import { definitionList, htmlPage } from '../html.ts';
import { escapeMarkup } from '../markup.ts';
import type { Organisation } from '../organisation.ts';
import { browserSessions } from './browserSessions.ts';
import type { PortalSession } from './portalSessions.ts';

/** Something that a person must allow or refuse in the browser. */
export interface Question {
  readonly organisation: Organisation;
  /** What the person compares: the user code or nothing. */
  readonly userCode?: string;
  readonly clientName: string;
  approve(session: PortalSession): Answer;
  deny(): Answer;
}

export interface Decisions {
  /** The page with the question. */
  ask(question: Question): Answer;
  /** The form that the page posts. */
  decide(request: AwsRequest): Answer;
}

export function decisions(state: AwsState): Decisions {
  const open = new Map<string, Question>();
  const signIn = browserSessions(state);
  return {
    ask: (question) => {
      const nonce = randomBytes(16).toString('base64url');
      open.set(nonce, question);
      return questionPage(question, nonce);
    },
    decide: (request) => {
      const form = parseForm(request.body.toString('utf8'));
      const nonce = form.get('nonce') ?? '';
      const question = open.get(nonce);
      // The nonce is the page's own: another site's form cannot approve for the person.
      if (question === undefined) return htmlPage(403, 'This page is no longer valid', '');
      if (form.get('decision') !== 'approve') {
        open.delete(nonce);
        return question.deny();
      }
      const person = form.get('person') ?? '';
      if (!question.organisation.people.includes(person)) return htmlPage(400, 'Nobody of that name', '');
      open.delete(nonce);
      request.record.who = person;
      const { session, cookie } = signIn(request.headers.cookie, question.organisation, person);
      const answer = question.approve(session);
      return { ...answer, headers: { ...answer.headers, 'Set-Cookie': cookie } };
    },
  };
}

function questionPage({ organisation, userCode, clientName }: Question, nonce: string): Answer {
  const people = organisation.people.map((person) => `<option>${escapeMarkup(person)}</option>`).join('');
  const code =
    userCode === undefined
      ? ''
      : `<p>Is this the code that your device shows?</p><p><strong class="code" id="user-code">${escapeMarkup(userCode)}</strong></p>`;
  return htmlPage(
    200,
    'Authorization requested',
    `${code}${definitionList({ client: clientName, portal: organisation.startUrl })}
    <form method="post" action="/decision"><input type="hidden" name="nonce" value="${nonce}">
    <p><label>Sign in as <select name="person">${people}</select></label></p>
    <button name="decision" value="approve">Allow access</button>
    <button name="decision" value="deny">Deny</button></form>`,
  );
}
