// electron-builder calls this between copying and signing.
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setFuses } from './fuses.mjs';

/** Fails the packaging when the artefact would not be what we ship. */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo;
  const resources = packager.getResourcesDir(appOutDir);
  // What an Electron that was unpacked for development brings along.
  for (const name of ['app', 'default_app.asar'])
    rmSync(join(resources, name), { recursive: true, force: true });
  if (electronPlatformName !== 'win32') {
    chmodSync(join(resources, 'app.asar.unpacked/out/main/latchkey.cjs'), 0o755);
  }
  const executable = {
    darwin: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
    linux: packager.executableName,
  }[electronPlatformName];
  await setFuses(join(appOutDir, executable), electronPlatformName);
}
