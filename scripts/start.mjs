// The command from this checkout: `npm start -- status`.
import { build, installPackages, run } from './setUp.mjs';

installPackages();
build();
process.exitCode = run(process.execPath, ['out/main/latchkey.cjs', ...process.argv.slice(2)]) ? 0 : 1;
