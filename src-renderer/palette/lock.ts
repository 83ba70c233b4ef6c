import { call } from '../api.ts';
import { problems } from '../problems/problems.svelte.ts';
import { said } from '../said.svelte.ts';
import { count } from '../times.ts';

/** Forgets all keys, as `latchkey lock` does; sign-ins stay. */
export function lock(): void {
  call('lock', {}).then(
    ({ keysRemoved }) => {
      said.say(words(keysRemoved));
    },
    (error: unknown) => {
      problems.report(error, lock);
    },
  );
}

function words(keysRemoved: number): string {
  if (keysRemoved === 0) return 'Keys are forgotten. None stood in your AWS files.';
  const profiles = keysRemoved === 1 ? 'one profile' : `${count(keysRemoved)} profiles`;
  return `Keys are forgotten, and those of ${profiles} left your AWS files.`;
}
