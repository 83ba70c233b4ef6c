import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../core/errors.ts';
import type { SecretStoreKind } from '../core/settings/settings.ts';
import { storeChosen } from '../core/settings/storeChosen.ts';
import type { AgentPaths } from './agentPaths.ts';

const kinds: Readonly<Record<SecretStoreKind, true>> = { keychain: true, memory: true, file: true };

/**
 * The store for secrets that the environment of a named home chooses, if it does. For the command as well as for the
 * agent: one that runs has chosen already, and the person must hear that theirs does not count.
 * @throws AppError bad-input; store-already-chosen when the home keeps its secrets elsewhere
 */
export function storeChoice(
  { named, home }: AgentPaths,
  environment: NodeJS.ProcessEnv,
): SecretStoreKind | undefined {
  const wanted = environment['LATCHKEY_SECRETS'];
  if (!named || wanted === undefined || wanted === '') return undefined;
  if (!isKind(wanted)) {
    throw new AppError('bad-input', 'LATCHKEY_SECRETS names no store for secrets.', {
      hint: 'Choose keychain, memory or file.',
    });
  }
  const kept = keptStore(home);
  if (typeof kept === 'string' && kept !== wanted) throw storeChosen(kept);
  return wanted;
}

function isKind(name: string): name is SecretStoreKind {
  return Object.hasOwn(kinds, name);
}

/** Read without the schema, which the command has no time to load. A file that cannot be read is the agent's to tell. */
function keptStore(home: string): unknown {
  try {
    const settings = JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')) as { secrets?: unknown };
    return settings.secrets;
  } catch {
    return undefined;
  }
}
