import type { LiveView } from '../../src-main/contract.ts';

/** The state of a home in which nothing is set up and nothing goes on. */
export const emptyLive: LiveView = {
  signIns: [],
  iamUsers: [],
  sources: [],
  codesWanted: [],
  questions: [],
  delivered: [],
  grants: [],
  labelRules: [],
  askFirstRoles: [],
  askFirstLabels: [],
  favourites: [],
  recents: [],
  secrets: { store: 'memory', state: 'ready', reason: null },
  notices: [],
  delivery: 'keys',
  region: null,
  theme: 'system',
  desk: { signIns: [], sourceSignIns: [], syncs: [], problems: [] },
};
