import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { defineConfig, type Plugin } from 'vite';
import { buildCommand } from './scripts/buildCommand.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The command is built by itself: beside the agent it would share chunks with it, and each costs its start time. */
const command: Plugin = {
  name: 'command',
  writeBundle: async ({ dir = 'out/main' }) => buildCommand(dir, version),
};

/**
 * Every entry that Node runs, each with all it needs inside but keytar (a native addon): a bundled command starts
 * 90 ms sooner than one that loads packages, and a CommonJS one 20 ms sooner than ES modules, which Node loads
 * asynchronously one by one. The target is Node 20, also the oldest Electron we run on.
 */
export default defineConfig({
  define: { __LATCHKEY_VERSION__: JSON.stringify(version) },
  ssr: { noExternal: true, external: ['keytar'] },
  plugins: [command],
  build: {
    ssr: true,
    target: 'node20.18',
    outDir: 'out/main',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        agent: 'src-main/agent/agent.ts',
        keychainChild: 'src-main/adapters/keychain/keychainChild.ts',
      },
      external: ['keytar', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
    },
  },
});
