// Everything that must hold, the quick checks first. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { installDebianPackages } from './debianPackages.mjs';
import { electronRuntime } from './electronRuntime.mjs';
import { bin, checkout, installPackages } from './setUp.mjs';

installPackages();
installDebianPackages();

const total = { passed: 0, failed: 0 };
/** Named again at the end, for a long log is read from there. */
const failures = [];

/**
 * Side by side, for each uses one core; what each says comes in one piece. One that stands back takes what the others
 * leave.
 */
async function check(name, command, given, { standsBack = false } = {}) {
  const [program, ...words] = [...(standsBack ? ['nice', '-n', '19'] : []), bin(command), ...given];
  const child = spawn(program, words, { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const passed = await new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));
  total[passed ? 'passed' : 'failed'] += 1;
  if (!passed) {
    process.stdout.write(Buffer.concat(said));
    failures.push(name);
  }
  process.stdout.write(`${passed ? 'ok' : 'FAILED'}: ${name}\n`);
}

async function tests(projects, environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
  const report = join(folder, 'report.json');
  const given = ['run', ...projects.flatMap((project) => ['--project', project])];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(bin('vitest'), [...given, ...reporters], {
    cwd: checkout,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  const ended = await new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));
  try {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    total.passed += numPassedTests;
    total.failed += numFailedTests;
    failures.push(...testResults.flatMap(failuresOf));
    if (numPendingTests > 0) process.stdout.write(`${numPendingTests} skipped, reasons above\n`);
    // A file that does not load has no failed test to count.
    if (!ended && numFailedTests === 0) total.failed += 1;
  } catch {
    total.failed += 1;
    failures.push(`${projects.join(', ')}: no report`);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Each failed test of a file with what it said first, or the file that did not load. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(checkout, name);
  const failed = assertionResults.filter((one) => one.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLines(message)}`] : [];
  return failed.map((one) => `${file}: ${one.fullName}\n${firstLines(one.failureMessages.join('\n'))}`);
}

function firstLines(text) {
  return text.slice(0, 2000).split('\n').slice(0, 25).join('\n');
}

const window = ['--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'];
// These take a core for longer than all others together, and end-to-end tests leave a third of two.
const slow = Promise.all([
  check('lint', 'eslint', ['.'], { standsBack: true }),
  check('format', 'prettier', ['--check', '--log-level=warn', '.'], { standsBack: true }),
]);
await Promise.all([
  check('types of the window', 'svelte-check', window),
  check('types', 'tsc', ['-p', '.']),
  // One program for both folders: each would check all of the application again.
  check('types of the window’s tests', 'tsc', ['-p', 'test/tsconfig.window.json']),
  check('dead code', 'knip', []),
]);
await tests(['unit', 'domain', 'renderer']);

const { executable, problem } = await electronRuntime();
// Without one the tests of the window fail, each by itself.
if (problem !== undefined) process.stdout.write(`No Electron. ${problem}\n`);
await tests(['e2e'], executable === undefined ? {} : { LATCHKEY_TEST_ELECTRON: executable });
// The pace of a sync is measured on a machine that does nothing else.
await slow;
await tests(['pace'], { LATCHKEY_TEST_BUILT: 'yes' });

for (const failure of failures) process.stdout.write(`FAILED ${failure}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
