import { signInWords } from '../sideBar/signInWords.ts';
import { titleOf, type Choice } from './choice.ts';
import type { SignIn } from './standing.svelte.ts';

export interface EmptyWords {
  readonly title: string;
  readonly text: string;
  readonly offers: readonly Offer[];
}

export type Offer =
  | { readonly kind: 'sign-in'; readonly ssoSession: string }
  | { readonly kind: 'sync' }
  | { readonly kind: 'add-access' }
  | { readonly kind: 'role-chain'; readonly from: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'all' };

const noneOf = {
  favourites: ['No favourites yet', 'The star in a profile’s row puts it here.'],
  recent: ['Nothing used yet', 'The profiles you use appear here, those you use often and lately first.'],
  active: ['No keys are out', 'Profiles that you get keys for appear here until their keys end.'],
  hidden: ['Nothing is hidden', 'What you hide in a profile’s details is kept here.'],
  added: ['Nothing of it is left', 'What the sync added has left the list again.'],
} as const;

/** What a list without rows says, and what can be done about it. */
export function emptyWords(given: {
  readonly choice: Choice;
  readonly typed: string;
  /** Whether there are rows before anything is searched. */
  readonly anyOfChoice: boolean;
  readonly signIns: readonly SignIn[];
  /** Whether a sign-in at the chosen source lists its roles. */
  readonly listsRoles?: boolean;
  readonly syncing: boolean;
  readonly now: number;
}): EmptyWords {
  const { choice, typed, anyOfChoice } = given;
  if (anyOfChoice) return nothingFound(typed.trim(), choice);
  if (choice.kind === 'origin') return noneFrom(choice.origin, given.listsRoles === true);
  if (choice.kind !== 'all' && choice.kind !== 'sign-in') {
    const [title, text] = noneOf[choice.kind];
    return { title, text, offers: [{ kind: 'all' }] };
  }
  return noRows(given);
}

function noneFrom(origin: string, listsRoles: boolean): EmptyWords {
  if (listsRoles) {
    const text = 'Sign in there, and the roles that you may take are listed here.';
    return { title: `No roles of ${origin} yet`, text, offers: [] };
  }
  return {
    title: `No profile begins at ${origin} yet`,
    text: 'A role whose ARN you have is added as a role chain that begins here.',
    offers: [{ kind: 'role-chain', from: origin }],
  };
}

function nothingFound(typed: string, choice: Choice): EmptyWords {
  const title = `Nothing fits “${typed}”`;
  if (choice.kind !== 'all') {
    const text = `Only ${titleOf(choice)} was searched.`;
    return { title, text, offers: [{ kind: 'all' }, { kind: 'clear' }] };
  }
  const text =
    'Account names, ids, roles, sign-ins, aliases and labels were searched. A role that was given to you lately comes with the next sync.';
  return { title, text, offers: [{ kind: 'clear' }, { kind: 'sync' }] };
}

function noRows({ choice, signIns, syncing, now }: Parameters<typeof emptyWords>[0]): EmptyWords {
  const of =
    choice.kind === 'sign-in' ? signIns.filter((one) => one.ssoSession === choice.ssoSession) : signIns;
  if (syncing)
    return { title: 'The list is on its way', text: 'Profiles appear here as AWS names them.', offers: [] };
  if (of.length === 0) {
    const text = 'Say how you sign in at work, and what you may enter is listed here.';
    return { title: 'No profiles yet', text, offers: [{ kind: 'add-access' }] };
  }
  if (!of.some((one) => signInWords(one, now).signedIn)) {
    return {
      title: of.length === 1 ? `You are signed out of ${of[0]?.ssoSession ?? ''}` : 'You are signed out',
      text: 'Sign in, and the accounts you may enter are listed here.',
      offers: of.slice(0, 5).map(({ ssoSession }) => ({ kind: 'sign-in', ssoSession })),
    };
  }
  if (of.every(({ state }) => state !== 'signed-in')) {
    return {
      title: 'AWS is not reached',
      text: 'You are signed in, but the accounts were never listed. Sync once you are online.',
      offers: [{ kind: 'sync' }],
    };
  }
  return {
    title: 'Not synced yet',
    text: 'You are signed in. A sync lists the accounts and roles you may enter; if it finds none, nobody has given you any.',
    offers: [{ kind: 'sync' }],
  };
}
