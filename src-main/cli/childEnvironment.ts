import type { EnvironmentChange } from './shellText.ts';

/** Ours alone: it opens the encrypted file, and no command that we run has business with that. */
const secrets = ['LATCHKEY_PASSPHRASE'];

/** The environment of a command that we run: this shell's, with the change made and no secret of ours. */
export function childEnvironment(
  env: NodeJS.ProcessEnv,
  { set, unset }: EnvironmentChange,
): NodeJS.ProcessEnv {
  const gone = new Set([...unset, ...secrets]);
  const kept = Object.entries(env).filter(([name, value]) => value !== undefined && !gone.has(name));
  return { ...Object.fromEntries(kept), ...set };
}
