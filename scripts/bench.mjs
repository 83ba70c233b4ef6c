// Sets up, then measures: scripts/bench/bench.ts.
import { build, checkout, installPackages, run } from './setUp.mjs';

installPackages();
build();
process.exitCode = run(process.execPath, [
  '--import',
  'tsx',
  `${checkout}/scripts/bench/bench.ts`,
  ...process.argv.slice(2),
])
  ? 0
  : 1;
