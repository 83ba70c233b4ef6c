import { describe, expect, it } from 'vitest';
import { windowContract } from '../../../src-main/contract.ts';
import { pageFault } from '../../../src-renderer/sources/pageFault.ts';
import { programFault, programWords } from '../../../src-renderer/sources/programFault.ts';
import {
  clientIdFault,
  scopesFault,
  tokenFileFault,
} from '../../../src-renderer/sources/webIdentityFaults.ts';
import { fc } from '../../support/fc.ts';

const { input } = windowContract.addSource;
const own = { name: 'okta', region: 'eu-west-1' };
const taken = (kind: 'saml' | 'web-identity', from: unknown): boolean =>
  input.safeParse({ source: { kind, ...own, from } }).success;

/** What people type, and what they do not. */
const texts = (like: fc.Arbitrary<string>) => fc.oneof(like, fc.string({ maxLength: 300 }));
const pages = fc.oneof(
  fc.webUrl({ validSchemes: ['http', 'https'] }),
  fc.constantFrom(
    'http://localhost:1/',
    'http://127.0.0.1/x',
    'https://',
    'http://[::1]:8080',
    ' https://a.b ',
  ),
);

describe('what the form takes is what main takes', () => {
  it.each<
    readonly [string, fc.Arbitrary<string>, (text: string) => string | undefined, (text: string) => boolean]
  >([
    [
      'a sign-in page',
      texts(pages),
      (text) => pageFault(text, 'The sign-in page'),
      (text) => taken('saml', { kind: 'page', url: text.trim() }),
    ],
    [
      'a program',
      texts(fc.stringMatching(/^[a-z "']{0,40}$/)),
      programFault,
      (text) => taken('saml', { kind: 'command', command: wordsOf(text) }),
    ],
    [
      'a token file',
      texts(fc.string().map((path) => `/${path}`)),
      tokenFileFault,
      (text) => taken('web-identity', { kind: 'file', path: text.trim() }),
    ],
    [
      'a client id',
      fc.string({ maxLength: 300 }),
      clientIdFault,
      (text) =>
        taken('web-identity', { kind: 'oidc', issuer: 'https://id.example.com', clientId: text.trim() }),
    ],
    [
      'scopes',
      texts(fc.stringMatching(/^[a-z: "]{0,60}$/)),
      scopesFault,
      (text) => {
        const oidc = { kind: 'oidc', issuer: 'https://id.example.com', clientId: 'aws' };
        return taken('web-identity', { ...oidc, scopes: text.trim().split(/\s+/) });
      },
    ],
  ])('%s', (_, typed, fault, takenByMain) => {
    fc.assert(
      fc.property(typed, (text) => {
        expect({ text, taken: fault(text) === undefined }).toEqual({ text, taken: takenByMain(text) });
      }),
    );
  });
});

it('a program is one, and no line for a shell', () => {
  expect(programWords(`op read "op://Work/AWS MFA/code"`)).toEqual(['op', 'read', 'op://Work/AWS MFA/code']);
  expect(programFault('x $(rm) ; y | z')).toBe(
    'The program is run without a shell: it takes no variables, pipes or patterns.',
  );
});

function wordsOf(text: string): string[] {
  try {
    return programWords(text);
  } catch {
    return [];
  }
}
