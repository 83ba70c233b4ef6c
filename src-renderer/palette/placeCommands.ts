import { ask } from '../ask.ts';
import { iamUserWords } from '../iamUsers/iamUserWords.ts';
import { mfa } from '../mfa/mfa.svelte.ts';
import { titleOf, type Choice } from '../profiles/choice.ts';
import { profileList } from '../profiles/profileList.svelte.ts';
import { focusSearch } from '../profiles/searchFocus.ts';
import type { SignIn } from '../profiles/standing.svelte.ts';
import { shown, type Asked } from '../shown.svelte.ts';
import { signInWords } from '../sideBar/signInWords.ts';
import { signOut } from '../signIn/signOut.ts';
import { problems } from '../problems/problems.svelte.ts';
import { signInAt } from '../sources/signInAt.ts';
import { signOutAt } from '../sources/signOutAt.ts';
import { view } from '../view.svelte.ts';
import type { IamUserView, SourceView } from '../../src-main/contract.ts';
import type { PaletteCommand } from './commands.ts';

const views = ['all', 'favourites', 'recent', 'active'] as const;

/** The views of the list, and what can be done with each place to sign in. */
export function placeCommands(): readonly PaletteCommand[] {
  const { live } = view;
  return [
    ...views.map((kind) => show({ kind })),
    ...(live?.signIns ?? []).flatMap(ofSignIn),
    ...(live?.iamUsers ?? []).flatMap(ofIamUser),
    ...(live?.sources ?? []).flatMap(ofSource),
  ];
}

function show(choice: Choice): PaletteCommand {
  const title = `Show ${choice.kind === 'sign-in' || choice.kind === 'origin' ? '' : 'the view '}${titleOf(choice)}`;
  return {
    id: `show ${choice.kind} ${titleOf(choice)}`,
    title,
    words: 'list view',
    run: () => {
      choose(choice);
    },
  };
}

function choose(choice: Choice): void {
  profileList.choose(choice);
  focusSearch();
}

function ofSignIn(signIn: SignIn): readonly PaletteCommand[] {
  const { ssoSession } = signIn;
  const choice: Choice = { kind: 'sign-in', ssoSession };
  const { signedIn } = signInWords(signIn, view.now);
  const inOut = signedIn
    ? [
        place(
          'sync',
          ssoSession,
          `Sync ${ssoSession}`,
          () => {
            ask('beginSync', { ssoSession });
          },
          'refresh list',
        ),
        place('sign-out', ssoSession, `Sign out of ${ssoSession}`, () => void signOut(ssoSession), 'logout'),
      ]
    : [
        place(
          'sign-in',
          ssoSession,
          `Sign in to ${ssoSession}`,
          () => {
            ask('beginSignIn', { ssoSession });
          },
          'login',
        ),
      ];
  return [...inOut, show(choice), removal(choice)];
}

function ofIamUser(user: IamUserView): readonly PaletteCommand[] {
  const { name } = user;
  const choice: Choice = { kind: 'origin', origin: name };
  const code = iamUserWords(user, view.now).wantsCode
    ? [
        place(
          'code',
          name,
          `Enter an MFA code for ${name}`,
          () => {
            mfa.openSession(user);
          },
          'session token',
        ),
      ]
    : [];
  return [
    ...code,
    place(
      'mfa',
      name,
      `MFA of ${name}…`,
      () => {
        asks(choice, 'mfa');
      },
      'device program change',
    ),
    place(
      'rotate',
      name,
      `Rotate the key of ${name}…`,
      () => {
        asks(choice, 'rotate');
      },
      'replace access key',
    ),
    show(choice),
    removal(choice),
  ];
}

function ofSource({ name, state, kind, from }: SourceView): readonly PaletteCommand[] {
  const choice: Choice = { kind: 'origin', origin: name };
  const how = from === 'pasted' ? `Paste the response of ${name}` : `Sign in to ${name}`;
  return [
    ...(state === 'ready'
      ? []
      : [
          place(
            'sign-in',
            name,
            how,
            () => {
              signIn(name);
            },
            'login',
          ),
        ]),
    ...(state === 'signed-in'
      ? [place('sign-out', name, `Sign out of ${name}`, () => void signOutAt(name), 'logout')]
      : []),
    ...(kind === 'saml'
      ? []
      : [place('role', name, `Add a role from ${name}…`, () => (shown.roleChain = { from: name }), 'chain')]),
    show(choice),
    removal(choice),
  ];
}

function signIn(source: string): void {
  signInAt(source).catch((error: unknown) => {
    problems.report(
      error,
      () => {
        signIn(source);
      },
      source,
    );
  });
}

function removal(choice: Choice): PaletteCommand {
  const name = titleOf(choice);
  return place(
    'remove',
    name,
    `Remove ${name}…`,
    () => {
      asks(choice, 'remove');
    },
    'delete forget',
  );
}

/** Where its buttons are, with the question that one of them asks. */
function asks(choice: Choice, what: Asked['what']): void {
  profileList.choose(choice);
  shown.asked = { of: titleOf(choice), what };
}

function place(id: string, name: string, title: string, run: () => void, words: string): PaletteCommand {
  return { id: `${id} ${name}`, title, words, run };
}
