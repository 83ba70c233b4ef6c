import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract, windowContract } from '../src-main/contract.ts';

const root = join(import.meta.dirname, '..');
const sources = ['src-main', 'src-renderer'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path)),
);

function importsOf(source: string): string[] {
  const text = readFileSync(join(root, source), 'utf8');
  const written = [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g,
    ),
  ];
  return written.map(([, from, dynamic, bare]) => {
    const name = from ?? dynamic ?? bare ?? '';
    return name.startsWith('.') ? relative(root, join(root, dirname(source), name)) : name;
  });
}

/** What each layer may import: of ours by folder, of packages by name. The first layer that fits a file counts. */
const layers: readonly { readonly files: RegExp; readonly ours: RegExp; readonly packages: RegExp }[] = [
  {
    files: /^src-main\/core\//,
    ours: /^src-main\/core\//,
    packages: /^(zod|p-limit|yaml|smol-toml)$/,
  },
  {
    files: /^src-main\/contract(\/|\.ts)/,
    ours: /^src-main\/(contract\/|core\/(console|guard|settings|sso|roles)\/)/,
    packages: /^zod$/,
  },
  {
    files: /^src-main\/adapters\//,
    ours: /^src-main\/(adapters|core)\//,
    packages:
      /^(node:.*|zod|p-limit|conf|keytar|https-proxy-agent|openid-client|fast-xml-parser|@aws-sdk\/client-(iam|sso|sso-oidc|sts))$/,
  },
  {
    files: /^src-main\/app(\/|\.ts)/,
    ours: /^src-main\/(app\/|app\.ts|contract\.ts|core\/)/,
    packages: /^zod$/,
  },
  {
    files: /^src-main\/door\//,
    ours: /^src-main\/(door\/|contract\.ts|core\/)/,
    packages: /^zod$/,
  },
  {
    files: /^src-main\/agent\//,
    ours: /^src-main\/(agent\/|app(\/|\.ts)|contract\.ts|door\/|adapters\/|core\/)/,
    packages: /^(node:.*|zod|conf)$/,
  },
  {
    files: /^src-main\/desk\//,
    ours: /^src-main\/(desk\/|app\.ts|contract(\/|\.ts)|door\/|core\/)/,
    packages: /^zod$/,
  },
  {
    files: /^src-main\/shell\//,
    ours: /^src-main\/(shell\/|desk\/|door\/|app\.ts|contract\.ts|agent\/|adapters\/|core\/)/,
    packages: /^(node:.*|zod|electron|electron-store|vite)$/,
  },
  {
    // Runs when the window is built.
    files: /^src-renderer\/guide\/(guideOf|runsOf|readmeGuide)\.ts/,
    ours: /^src-renderer\/(guide|access)\//,
    packages: /^(marked|vite)$/,
  },
  {
    files: /^src-renderer\//,
    ours: /^(src-renderer\/|src-main\/contract\.ts|src-main\/core\/)/,
    packages: /^(svelte(\/.*)?|virtua\/svelte|vite|@sveltejs\/vite-plugin-svelte|README\.md)$/,
  },
  {
    files: /^src-main\/cli\//,
    ours: /^src-main\/(cli\/|contract\.ts|core\/|adapters\/(?!keychain)|agent\/(client|start|agentPaths)\.ts)/,
    packages: /^(node:.*|commander)$/,
  },
];

describe('the layers', () => {
  it.each(sources)('%s imports nothing that its layer may not', (source) => {
    const layer = layers.find(({ files }) => files.test(source));
    expect(layer, 'a file outside every layer').toBeDefined();
    const odd = importsOf(source).filter(
      (name) => !(/^src-(main|renderer)\//.test(name) ? layer?.ours : layer?.packages)?.test(name),
    );
    expect(odd).toEqual([]);
  });

  it.each(sources)('%s fits a few screens', (source) => {
    expect(readFileSync(join(root, source), 'utf8').split('\n').length).toBeLessThanOrEqual(301);
  });

  it('core takes the time from its clock and from nowhere else', () => {
    const core = sources.filter((source) => source.startsWith('src-main/core/'));
    const timed = core.filter((source) =>
      /\bDate\.now\(|new Date\(\)|\bset(Timeout|Interval)\(|performance\./.test(
        readFileSync(join(root, source), 'utf8'),
      ),
    );
    expect(timed).toEqual([]);
  });
});

/** Every property name that a schema can produce, in words such as `roleCredentials.secretAccessKey`. */
function namesIn(schema: z.ZodType): string[] {
  const names: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (node === null || typeof node !== 'object') return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties') names.push(...Object.keys(value as object));
      walk(value);
    }
  };
  walk(z.toJSONSchema(schema, { unrepresentable: 'any' }));
  return names;
}

const secret = /secret(?!s$)|token|accessKey|password|passphrase|credential|^link$/i;

describe('keys', () => {
  /** What makes keys, and who may call it without going through the guard, with the reason. */
  const roads: Readonly<Record<string, string>> = {
    'src-main/app/handOut.ts': 'asks the guard and tells the journal',
    'src-main/app/consoleKeys.ts': 'called by handOut',
    'src-main/app/doorKeys.ts': 'of doors that handOut permitted',
    'src-main/app/testLinks.ts': 'called by handOut',
    'src-main/app/mfaCommands.ts': 'spends a code, and gives nothing out',
    'src-main/app/iamUserCommands.ts': 'asks IAM about the user, and gives nothing out',
    'src-main/app/domain.ts': 'makes it',
    'src-main/app.ts': 'renews what is not marked',
  };

  it('are made by nobody who could forget to ask first', () => {
    const makes =
      /credentialsFor\b|\b(getFederationToken|assumeRole\w*|getRoleCredentials|getSessionToken)\(|(?<!type .*)from '[^']*credentials\/credentialsFor/;
    const odd = sources.filter(
      (source) =>
        /^src-main\/(app|desk|agent|shell|door)(\/|\.ts)/.test(source) &&
        roads[source] === undefined &&
        makes.test(readFileSync(join(root, source), 'utf8')),
    );
    expect(odd).toEqual([]);
  });

  it('are handed out by commands that say who asks', () => {
    const callers = sources.filter((source) =>
      /\b(consoleKeys|testLinks)\(/.test(readFileSync(join(root, source), 'utf8')),
    );
    for (const source of callers.filter((one) => roads[one] === undefined)) {
      expect(readFileSync(join(root, source), 'utf8'), source).toMatch(/\bhandOut\(/);
    }
  });
});

describe('the contract', () => {
  const commands = Object.entries(windowContract);

  it.each(commands)('%s names its doors', (_name, { doors }) => {
    expect(doors.length).toBeGreaterThan(0);
    expect(['window', 'socket', 'headless-socket']).toEqual(expect.arrayContaining([...doors]));
  });

  const windows = commands.filter(([, { doors }]) => (doors as readonly string[]).includes('window'));

  /** CloudTrail shows it to everybody who may read that: the journal is matched with it. */
  const knownToAll: Readonly<Record<string, readonly string[]>> = { journal: ['accessKeyId'] };

  it.each(windows)('%s tells the window no secret', (name, { output }) => {
    expect(namesIn(output).filter((one) => secret.test(one))).toEqual(knownToAll[name] ?? []);
  });

  it('knows a secret when it sees one', () => {
    expect(namesIn(contract.credentials.output).filter((name) => secret.test(name))).toEqual([
      'accessKeyId',
      'secretAccessKey',
      'sessionToken',
    ]);
  });

  it('takes what decides where tokens go from the socket only where no application runs', () => {
    expect(contract.setTrustSetting.doors).toEqual(['window', 'headless-socket']);
  });
});
