// Sets up, then shows the main job against the demo organisation: scripts/demo.ts.
import { build, checkout, installPackages, run } from './setUp.mjs';

// The demo cleans up after Ctrl-C; this process waits for it.
process.on('SIGINT', () => undefined);

installPackages();
build();
process.exitCode = run(process.execPath, [
  '--import',
  'tsx',
  `${checkout}/scripts/demo.ts`,
  ...process.argv.slice(2),
])
  ? 0
  : 1;
