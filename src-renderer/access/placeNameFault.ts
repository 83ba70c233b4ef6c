import { profileNameFault } from '../roleChain/stepFaults.ts';
import { view } from '../view.svelte.ts';

/** What is wrong with the name of a new IAM user or source: it is one of a kind, in whichever case. */
export function placeNameFault(text: string): string | undefined {
  const name = text.trim();
  if (name === '') return 'Give it a name.';
  const { signIns = [], iamUsers = [], sources = [] } = view.live ?? {};
  const taken = [
    ...signIns.map(({ ssoSession }) => ssoSession),
    ...[...iamUsers, ...sources].map((one) => one.name),
  ];
  const same = taken.find((one) => one.toLowerCase() === name.toLowerCase());
  return same === undefined ? profileNameFault(name) : `“${same}” is already the name of something else.`;
}
