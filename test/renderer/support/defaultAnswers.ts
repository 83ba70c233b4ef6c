import type { WindowOutput } from '../../../src-main/contract.ts';

const open = { browser: 'default', profile: null, container: null, private: false } as const;
const opened = {
  profileName: 'payments-prod.Admin',
  endsAt: null,
  region: 'eu-west-1',
  by: 'federation',
} as const;

/** What main says where a test says nothing: of a machine whose only browser is the system’s. */
export const defaultAnswers = [
  ['showBrowser', { open, words: 'Default browser', trouble: null } satisfies WindowOutput<'showBrowser'>],
  ['importSources', { sources: [], teamFile: null } satisfies WindowOutput<'importSources'>],
  ['listBrowsers', { browsers: [] } satisfies WindowOutput<'listBrowsers'>],
  [
    'openConsole',
    { ...opened, service: null, browser: 'Default browser' } satisfies WindowOutput<'openConsole'>,
  ],
] as const;
