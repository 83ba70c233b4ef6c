import type { DeskPorts } from '../../src-main/desk/desk.ts';
import { canary } from './appOnFakes.ts';

const unplanned = () => Promise.reject(new Error('This test plans no sign-in at a page.'));

/** For a desk whose test signs in at no identity provider: the person closes every dialog and copied something else. */
export const noSources: Pick<
  DeskPorts,
  'readClipboard' | 'chooseTextFile' | 'chooseFile' | 'saveTextFile' | 'signInAtPage' | 'openIdentityProvider'
> = {
  readClipboard: async () => canary,
  chooseTextFile: async () => undefined,
  chooseFile: async () => undefined,
  saveTextFile: async () => undefined,
  signInAtPage: unplanned,
  openIdentityProvider: unplanned,
};
