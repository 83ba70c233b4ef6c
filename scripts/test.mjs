// Everything that must hold, the quick checks first. The last line is `N passed, N failed`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDebianPackages } from './debianPackages.mjs';
import { electronRuntime } from './electronRuntime.mjs';
import { bin, installPackages, run } from './setUp.mjs';

installPackages();
installDebianPackages();

const total = { passed: 0, failed: 0 };

function check(name, command, given) {
  const passed = run(bin(command), given);
  total[passed ? 'passed' : 'failed'] += 1;
  process.stdout.write(`${passed ? 'ok' : 'FAILED'}: ${name}\n`);
}

function tests(project, environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
  const report = join(folder, 'report.json');
  const given = ['run', '--project', project];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ended = run(bin('vitest'), [...given, ...reporters], { env: { ...process.env, ...environment } });
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    total.passed += numPassedTests;
    total.failed += numFailedTests;
    if (numPendingTests > 0) process.stdout.write(`${project}: ${numPendingTests} skipped, reasons above\n`);
    // A file that does not load has no failed test to count.
    if (!ended && numFailedTests === 0) total.failed += 1;
  } catch {
    total.failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
}

check('format', 'prettier', ['--check', '--log-level=warn', '.']);
check('lint', 'eslint', ['.']);
check('types', 'tsc', ['-p', '.']);
check('types of the window’s tests', 'tsc', ['-p', 'test/e2e/window']);
check('types of the window', 'svelte-check', [
  ...['--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
]);
check('dead code', 'knip', []);
tests('unit');
tests('renderer');

const { executable, problem } = await electronRuntime();
// Without one the tests of the window fail, each by itself.
if (problem !== undefined) process.stdout.write(`No Electron. ${problem}\n`);
tests('e2e');
tests('window', executable === undefined ? {} : { LATCHKEY_TEST_ELECTRON: executable });

process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
