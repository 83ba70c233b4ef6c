import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { temporaryFolder } from './temporaryFolder.ts';

export interface Script {
  /** A file that plain node runs: a start costs half of what it costs with a TypeScript loader. */
  readonly path: string;
  remove(): Promise<void>;
}

/** Bundles a TypeScript program of the tests into one file. */
export async function bundleScript(entry: string): Promise<Script> {
  const folder = await temporaryFolder();
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'script.mjs' } },
    },
  });
  return { path: join(folder, 'script.mjs'), remove: () => rm(folder, { recursive: true }) };
}
