import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';

/**
 * The whole wire of what is shipped, by fuse.
 * @param platform as Node calls it
 */
export function fuseTable(platform) {
  return {
    [FuseV1Options.RunAsNode]: false,
    // The window keeps no cookies, and this would ask the keychain at every start.
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Electron checks it there only.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== 'linux',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  };
}

/** Electron 41 and later; the @electron/fuses that runs on Node 20 cannot set it, and on is how it comes. */
const wasmTrapHandlers = 8;

/**
 * @param executable path of the executable, or of the .app
 * @throws when a fuse is not as the table says, or the wire has one that the table does not know
 */
export async function setFuses(executable, platform) {
  const table = fuseTable(platform);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // An Apple silicon Mac runs nothing whose signature is broken; the real one comes after this.
    resetAdHocDarwinSignature: platform === 'darwin',
    ...table,
  });
  const wrong = await wrongFuses(executable, { ...table, [wasmTrapHandlers]: true });
  if (wrong.length > 0) throw new Error(`Fuses that are not as they must be: ${wrong.join(', ')}`);
}

async function wrongFuses(executable, table) {
  const { version, ...wire } = await getCurrentFuseWire(executable);
  if (version !== FuseVersion.V1) return [`version ${version}`];
  const missing = Object.keys(fuseTable('any')).filter((fuse) => !(fuse in wire));
  const wrong = Object.keys(wire).filter(
    (fuse) => wire[fuse] !== (table[fuse] ? FuseState.ENABLE : FuseState.DISABLE),
  );
  return [...missing, ...wrong].map((fuse) => FuseV1Options[fuse] ?? `number ${fuse}`);
}
