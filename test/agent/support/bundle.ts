import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface Bundle {
  readonly folder: string;
  readonly remove: () => void;
}

/** Builds entries as the application's build does, with the fake composition behind the agent's real entry. */
export async function bundle(entries: Readonly<Record<string, string>>): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-built-'));
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    root: path('../../..'),
    define: { __LATCHKEY_VERSION__: JSON.stringify('1.2.3') },
    resolve: { alias: [{ find: /^\.\/compose\.ts$/, replacement: path('fakeCompose.ts') }] },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path(file)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
