import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { agentPaths } from '../src-main/agent/agentPaths.ts';

/** What programs and prompts run in every shell: loaded in one piece. The rest is loaded when it is named. */
const often = /src-main\/cli\/(?:command|commands\/(?:env|credentials))\.ts$/;

/**
 * Builds `latchkey` into a folder: a CommonJS command by itself, which shares no file with the agent, and what V8 makes
 * of it when it has run once.
 */
export async function buildCommand(outDir: string, version: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    define: { __LATCHKEY_VERSION__: JSON.stringify(version) },
    ssr: { noExternal: true },
    plugins: [
      {
        name: 'child-process-late',
        enforce: 'pre',
        transform: (code, id) => (id.endsWith('/commander/lib/command.js') ? late(code) : undefined),
      },
    ],
    build: {
      ssr: true,
      target: 'node20.18',
      outDir,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { latchkey: 'src-main/cli/latchkey.ts', command: 'src-main/cli/command.ts' },
        external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
        output: {
          format: 'cjs',
          comments: false,
          entryFileNames: '[name].cjs',
          chunkFileNames: 'command/[name]-[hash].cjs',
          codeSplitting: { groups: [{ name: 'command', test: often, includeDependenciesRecursively: true }] },
        },
      },
    },
  });
  await keepCompiled(resolve(outDir, 'command.cjs'));
}

/** Commander loads it for subcommands that are programs of their own, which we have none of; it costs 2 ms. */
function late(code: string): string {
  const atOnce = "const childProcess = require('node:child_process');";
  if (!code.includes(atOnce)) throw new Error('commander loads child_process otherwise than it did');
  return code.replace(
    atOnce,
    "const childProcess = { spawn: (...all) => require('node:child_process').spawn(...all) };",
  );
}

/** Runs `latchkey env` once, against an agent that has one answer, so that its functions are compiled. */
async function keepCompiled(file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lk-'));
  const environment = { HOME: folder, LATCHKEY_HOME: join(folder, 'home'), XDG_RUNTIME_DIR: folder };
  const { socket, socketFolder } = agentPaths(environment);
  mkdirSync(socketFolder, { mode: 0o700 });
  const server = createServer((_, response) => {
    response.end(`${JSON.stringify({ result: keys })}\n`);
  });
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((ready) => server.listen(socket, ready));
  } finally {
    process.umask(mask);
  }
  try {
    const words = ['-e', compile, file, 'env', 'profile', '--shell', 'bash'];
    await promisify(execFile)(process.execPath, words, { env: environment });
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const keys = {
  accessKeyId: '',
  secretAccessKey: '',
  sessionToken: '',
  expiration: '',
  profileName: 'profile',
  region: '',
  accountId: '',
  roleName: '',
  labels: [],
};

/** The same source, name and wrapper as in src-main/cli/latchkey.ts, or V8 would not take it. */
const compile = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const Module = require('node:module');
  const { Script } = require('node:vm');
  const [, filename] = process.argv;
  const script = new Script(Module.wrap(readFileSync(filename, 'utf8')), { filename });
  script.runInThisContext()({}, Module.createRequire(filename), {}, filename, require('node:path').dirname(filename));
  process.on('exit', () => writeFileSync(filename + '.cache', script.createCachedData()));
`;
