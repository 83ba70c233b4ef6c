// The application from this checkout, with the person's own home: on the official Electron and nothing else.
import { spawn } from 'node:child_process';
import { electronFlags, officialElectron } from './electronRuntime.mjs';
import { build, checkout, giveUp, installPackages } from './setUp.mjs';

if (process.argv.length > 2) {
  giveUp(
    `The application takes no words; the command does: npm run latchkey -- ${process.argv.slice(2).join(' ')}`,
  );
}
if (process.getuid?.() === 0 && (process.env.LATCHKEY_HOME ?? '') === '') {
  giveUp('Start Latchkey as yourself: as root its window would have no sandbox around it.');
}
installPackages();
const { executable, problem } = officialElectron();
if (problem !== undefined) giveUp(problem);
build();

// In a session of its own, so that it stays when this terminal is closed.
const application = spawn(executable, [...electronFlags(), checkout], {
  stdio: ['ignore', 'ignore', 'inherit'],
  detached: true,
});
process.stdout.write('Latchkey is open. Ctrl-C here quits it; when you close this terminal, it stays.\n');

let asked = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    application.kill(asked ? 'SIGKILL' : 'SIGTERM');
    asked = true;
  });
}
application.once('error', (error) => {
  giveUp(`Electron did not start (${error.code ?? error.message}).`);
});
application.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
