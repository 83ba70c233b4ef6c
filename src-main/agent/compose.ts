import { dirname, join } from 'node:path';
import Conf from 'conf';
import { composeIn } from './composeIn.ts';

/** The composition of a headless agent; the keychain's child lies beside it in every build. */
export const compose = composeIn({
  kind: 'headless',
  SettingsFile: Conf,
  keychainChild: join(dirname(process.argv[1] ?? ''), 'keychainChild.cjs'),
});
