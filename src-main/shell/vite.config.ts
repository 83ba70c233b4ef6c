import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/**
 * The application's main process, its preload (a sandboxed one is a single CommonJS file and may require Electron
 * only) and the keychain's child. Node 20 is the Node of the oldest Electron that we run on.
 */
export default defineConfig({
  define: { __LATCHKEY_VERSION__: JSON.stringify(version) },
  ssr: { noExternal: true, external: ['keytar', 'electron'] },
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: 'out/shell',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: 'src-main/shell/main.ts',
        preload: 'src-main/shell/preload.ts',
        keychainChild: 'src-main/adapters/keychain/keychainChild.ts',
      },
      external: ['keytar', 'electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
    },
  },
});
