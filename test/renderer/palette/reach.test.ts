import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { windowContract } from '../../../src-main/contract.ts';

/** The application’s main process asks these itself, or they are what a terminal alone needs, which has no snapshot. */
const notOfThePage = new Set([
  ...['snapshot', 'status', 'listProfiles', 'findProfile', 'agentStatus', 'deliver', 'undo'],
  ...['listSsoSessions', 'listIamUsers', 'listSources', 'addIamUser', 'presentAssertion'],
  // The desk does these, by beginSignIn, beginSync and the others.
  ...['signIn', 'sync', 'signInSource', 'browserFor', 'exportSettings'],
]);

const folder = join(import.meta.dirname, '../../../src-renderer');
const page = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(svelte|ts)$/.test(name))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

const names = Object.entries(windowContract)
  .filter(([name, { doors }]) => (doors as readonly string[]).includes('window') && !notOfThePage.has(name))
  .map(([name]) => name);

it.each(names)('%s is given by a control or a command of the window', (name) => {
  expect(page).toMatch(new RegExp(`\\b(call|ask)\\(\\s*'${name}'|['"]${name}['"]`));
});
