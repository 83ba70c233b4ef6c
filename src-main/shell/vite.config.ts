import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { build, defineConfig, type Plugin } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const external = ['keytar', 'electron', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
const common = { ssr: true, target: 'node20.18', outDir: 'out/shell', minify: false } as const;
const output = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
} as const;

/** A sandboxed preload may load Electron alone, so it is built by itself: beside others it would share a chunk. */
const preload: Plugin = {
  name: 'preload',
  writeBundle: async () => {
    const rolldownOptions = { input: { preload: 'src-main/shell/preload.ts' }, external, output };
    await build({
      configFile: false,
      logLevel: 'warn',
      build: { ...common, emptyOutDir: false, rolldownOptions },
    });
  },
};

/**
 * The application's main process, its preload and the keychain's child. Node 20 is the Node of the oldest Electron
 * that we run on.
 */
export default defineConfig({
  define: { __LATCHKEY_VERSION__: JSON.stringify(version) },
  ssr: { noExternal: true, external: ['keytar', 'electron'] },
  plugins: [preload],
  build: {
    ...common,
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        main: 'src-main/shell/main.ts',
        keychainChild: 'src-main/adapters/keychain/keychainChild.ts',
      },
      external,
      output,
      // The command loads some of the client’s parts late; here they are needed at once.
      checks: { ineffectiveDynamicImport: false },
    },
  },
});
