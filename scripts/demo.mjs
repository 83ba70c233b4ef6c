// Sets up, then walks the main job against the demo organisation: scripts/demo.ts.
import { build, checkout, installPackages, run } from './setUp.mjs';

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
