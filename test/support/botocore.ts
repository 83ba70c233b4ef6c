import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

type Values = Readonly<Record<string, unknown>>;

/** What the AWS CLI's own parser makes of a pair of files. */
export type BotocoreReading =
  | {
      /** Profiles of the config file. */
      readonly config: Readonly<Record<string, Values>>;
      /** Sections of the credentials file. */
      readonly credentials: Readonly<Record<string, Values>>;
      /** Both merged per key, as a Session sees them: the credentials file wins. */
      readonly profiles: Readonly<Record<string, Values>>;
    }
  | { readonly error: string };

export interface BotocoreKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  /** The provider that won, such as `shared-credentials-file` or `custom-process`. */
  readonly method: string;
  readonly region: string | null;
}

export interface Botocore {
  readonly version: string;
  /** Reads files in place; a missing one is empty. */
  readFiles(files: { readonly config?: string; readonly credentials?: string }): Promise<BotocoreReading>;
  /** Reads text of one character a byte. */
  readText(text: { readonly config?: string; readonly credentials?: string }): Promise<BotocoreReading>;
  /** Resolves the credentials of a profile as the AWS CLI would. */
  keysOf(
    files: { readonly config: string; readonly credentials: string },
    profile: string,
  ): Promise<BotocoreKeys | { readonly error: string }>;
  close(): Promise<void>;
}

const oracle = `
import base64, json, os, shutil, sys, tempfile
import botocore, botocore.configloader as loader
from botocore.exceptions import ConfigNotFound

def parsed(read, path):
    try:
        return read(path)
    except ConfigNotFound:
        return {}

def reading(config, credentials):
    profiles = parsed(loader.load_config, config).get('profiles', {})
    sections = parsed(loader.raw_config_parse, credentials)
    merged = {name: dict(values) for name, values in profiles.items()}
    for name, values in sections.items():
        merged.setdefault(name, {}).update(values)
    return {'config': profiles, 'credentials': sections, 'profiles': merged}

def text(folder, asked):
    paths = []
    for name in ('config', 'credentials'):
        path = os.path.join(folder, name)
        with open(path, 'wb') as file:
            file.write(base64.b64decode(asked.get(name, '')))
        paths.append(path)
    return reading(*paths)

def keys(asked):
    from botocore.session import Session
    os.environ['AWS_CONFIG_FILE'] = asked['config']
    os.environ['AWS_SHARED_CREDENTIALS_FILE'] = asked['credentials']
    session = Session(profile=asked['profile'])
    found = session.get_credentials()
    if found is None:
        return {'error': 'no credentials'}
    frozen = found.get_frozen_credentials()
    return {'accessKeyId': frozen.access_key, 'secretAccessKey': frozen.secret_key,
            'sessionToken': frozen.token, 'method': found.method,
            'region': session.get_config_variable('region')}

for name in [name for name in os.environ if name.startswith('AWS_')]:
    del os.environ[name]
os.environ['AWS_EC2_METADATA_DISABLED'] = 'true'
folder = tempfile.mkdtemp()
print(json.dumps({'version': botocore.__version__}), flush=True)
try:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            if asked['ask'] == 'keys':
                answer = keys(asked)
            elif asked['ask'] == 'files':
                none = os.path.join(folder, 'none')
                answer = reading(asked.get('config', none), asked.get('credentials', none))
            else:
                answer = text(folder, asked)
        except Exception as error:
            answer = {'error': type(error).__name__ + ': ' + str(error)}
        print(json.dumps(answer), flush=True)
finally:
    shutil.rmtree(folder)
`;

function findPython(): string {
  for (const python of ['/usr/bin/python3', 'python3']) {
    if (spawnSync(python, ['-c', 'import botocore'], { stdio: 'ignore' }).status === 0) return python;
  }
  throw new Error('These tests ask botocore, the AWS CLI’s parser: apt-get install python3-botocore');
}

/** One resident Python process: importing botocore takes half a second, asking it a fraction of a millisecond. */
export async function startBotocore(): Promise<Botocore> {
  const child = spawn(findPython(), ['-u', '-c', oracle], { stdio: 'pipe' });
  const ask = lineProtocol(child);
  const { version } = (await ask.next()) as { version: string };
  const base64 = (text = ''): string => Buffer.from(text, 'latin1').toString('base64');
  return {
    version,
    readFiles: (files) => ask({ ask: 'files', ...files }) as Promise<BotocoreReading>,
    readText: ({ config, credentials }) =>
      ask({
        ask: 'text',
        config: base64(config),
        credentials: base64(credentials),
      }) as Promise<BotocoreReading>,
    keysOf: (files, profile) => ask({ ask: 'keys', ...files, profile }) as Promise<BotocoreKeys>,
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          resolve();
        });
        child.stdin.end();
      }),
  };
}

interface Ask {
  (question: unknown): Promise<unknown>;
  /** The next line, without a question. */
  next(): Promise<unknown>;
}

/** Answers come in the order of the questions, one JSON document a line. */
function lineProtocol(child: ChildProcessWithoutNullStreams): Ask {
  const waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    waiting.shift()?.resolve(JSON.parse(line));
  });
  child.once('exit', () => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`botocore ended: ${errors}`));
  });
  const next = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
    });
  return Object.assign(
    (question: unknown): Promise<unknown> => {
      const answer = next();
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return answer;
    },
    { next },
  );
}
