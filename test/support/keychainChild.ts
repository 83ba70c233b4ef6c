import { builtinModules } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

export interface BuiltChild {
  readonly path: string;
  remove(): void;
}

/** The keychain's process as it is built for use, in a folder of the checkout, so that keytar is found from there. */
export async function buildKeychainChild(): Promise<BuiltChild> {
  mkdirSync('out', { recursive: true });
  const folder = mkdtempSync(join(process.cwd(), 'out', 'test-keychain-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['keytar'] },
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: folder,
      minify: false,
      rolldownOptions: {
        input: { keychainChild: 'src-main/adapters/keychain/keychainChild.ts' },
        external: ['keytar', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  return {
    path: join(folder, 'keychainChild.js'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
