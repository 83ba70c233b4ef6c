// The command from this checkout: `npm run latchkey -- status`.
import { build, installPackages, run } from './setUp.mjs';

installPackages();
build('command');
process.exitCode = run(process.execPath, ['out/main/latchkey.cjs', ...process.argv.slice(2)]) ? 0 : 1;
