// `npm run package`: the application as it is shipped, unpacked, in dist/. Other words go to electron-builder:
// `npm run package -- --linux deb`. `--for-tests FOLDER` takes what is built and whichever Electron there is.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { electronRuntime, officialElectron } from './electronRuntime.mjs';
import { bin, build, checkout, giveUp, installPackages } from './setUp.mjs';

const [first, folder] = process.argv.slice(2);
const forTests = first === '--for-tests';
// Tests run on what is installed, and other tests run beside them.
if (!forTests) installPackages();
const words = process.argv.length > 2 && !forTests ? process.argv.slice(2) : await unpacked();
if (!forTests) build();
const { status, stdout, stderr } = spawnSync(bin('electron-builder'), [...words, '--publish', 'never'], {
  cwd: checkout,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (status !== 0) giveUp(`${stdout}${stderr}\nThe packaging failed.`);
process.stdout.write(`Packaged: ${forTests ? folder : join(checkout, 'dist')}\n`);

async function unpacked() {
  const electron = forTests ? await electronRuntime() : officialElectron();
  if (electron.problem !== undefined) giveUp(electron.problem);
  return [
    '--dir',
    `--config.electronDist=${electron.folder}`,
    `--config.electronVersion=${electron.version}`,
    ...(forTests ? [`--config.directories.output=${folder}`] : []),
  ];
}
