// The Electron that runs the application. Plain JavaScript: it is needed before anything is built.
import { officialElectron } from './electron/officialElectron.mjs';
import { standInElectron } from './electron/standInElectron.mjs';

export { officialElectron } from './electron/officialElectron.mjs';

let found;

/**
 * For the tests and the demo: the official Electron, else the stand-in, which says what it is. Both are fetched when
 * they are not there yet.
 * @returns `{ version, folder, executable, official }`, or `{ problem }`: one sentence
 */
export function electronRuntime() {
  found ??= find();
  return found;
}

async function find() {
  const official = officialElectron();
  if (official.problem === undefined) return { ...official, official: true };
  const standIn = await standInElectron();
  if (standIn.problem !== undefined) return { problem: `${official.problem} ${standIn.problem}` };
  return { ...standIn, official: false };
}

/** Words for an Electron before the application's folder: Chromium sandboxes nothing that root runs. */
export function electronFlags() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
