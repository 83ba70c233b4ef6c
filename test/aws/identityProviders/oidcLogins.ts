import { randomBytes } from 'node:crypto';
import type { Answer } from '../answer.ts';
import { htmlPage } from '../html.ts';
import { personOf, type SitePerson } from './sitePeople.ts';

/** What somebody is asked in the browser. */
export interface OidcQuestion {
  readonly title: string;
  allow(person: string): Answer;
  refuse(): Answer;
}

export interface OidcLogins {
  /** The login page, where the person also allows or refuses. */
  ask(question: OidcQuestion): Answer;
  /** The form that the page posts. */
  decide(form: ReadonlyMap<string, string>): Answer;
}

/** The provider's login page: a question is answered once, by somebody with a password or with a refusal. */
export function oidcLogins(people: readonly SitePerson[]): OidcLogins {
  const open = new Map<string, OidcQuestion>();
  return {
    ask: (question) => {
      const nonce = randomBytes(16).toString('base64url');
      open.set(nonce, question);
      return loginPage(question, nonce, '');
    },
    decide: (form) => {
      const nonce = form.get('nonce') ?? '';
      const question = open.get(nonce);
      // The nonce is the page's own: another site's form cannot allow anything for the person.
      if (question === undefined) return htmlPage(403, 'This page is no longer valid', '');
      const person = personOf(people, form);
      const refused = form.get('decision') === 'deny';
      if (person === undefined && !refused) return loginPage(question, nonce, 'Wrong user name or password.');
      open.delete(nonce);
      return person === undefined || refused ? question.refuse() : question.allow(person.name);
    },
  };
}

const loginPage = ({ title }: OidcQuestion, nonce: string, problem: string): Answer =>
  htmlPage(
    200,
    title,
    `<p id="problem">${problem}</p>
    <form method="post" action="/login"><input type="hidden" name="nonce" value="${nonce}">
    <p><label>User <input name="user" autocomplete="username"></label></p>
    <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
    <button name="decision" value="allow">Sign in</button>
    <button name="decision" value="deny">Refuse</button></form>`,
  );
