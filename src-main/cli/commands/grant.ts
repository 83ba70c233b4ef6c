import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileTrouble } from '../../adapters/fileTrouble.ts';
import { writeAtomic } from '../../adapters/writeAtomic.ts';
import type { Input, Output } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import { type AccessOptions, takeAccess, withCode } from '../access.ts';
import { duration } from '../duration.ts';
import { endpointToken } from '../endpointToken.ts';
import { ending } from '../output.ts';
import { chooseProfile } from '../profileChoice.ts';
import type { AddCommand } from '../program.ts';
import { refuseTerminal } from '../refuseTerminal.ts';
import { shellText } from '../shellText.ts';

interface GrantOptions extends AccessOptions {
  readonly port?: string;
  readonly socket?: string;
  readonly for?: string;
  readonly tokenFile?: string;
  readonly force?: true;
}

export const grant: AddCommand = (program, cli) => {
  takeAccess(program.command('grant').description('keys of one profile for a container or another machine'))
    .option(
      '--port <number>',
      'listen there on 127.0.0.1; with --socket: the port that leads to it elsewhere',
    )
    .option('--socket <path>', 'listen at a socket, to mount or to forward')
    .option('--for <time>', 'until it closes: 1m to 12h (default: 8h)')
    .option('--token-file <path>', 'write the token there instead of printing it')
    .option('--force', 'print secrets onto a terminal')
    .addHelpText(
      'after',
      '\nExamples: latchkey grant prod.Admin --port 9911 > aws.env' +
        '\n          latchkey grant prod.Admin --socket ~/doors/prod.sock --port 9911 > aws.env' +
        '\n          ssh -R 9911:$HOME/doors/prod.sock host',
    )
    .action(async (given: string | undefined, options: GrantOptions) => {
      const at = placeOf(options);
      const range = { from: 60, to: 12 * 3600 };
      const forSeconds = options.for === undefined ? undefined : duration('--for', options.for, range);
      const tokenFile = options.tokenFile === undefined ? undefined : resolve(options.tokenFile);
      if (options.force !== true && tokenFile === undefined) refuseTerminal(lineToUse(given));
      const choice = await chooseProfile(cli, given, options);
      const token = endpointToken();
      if (tokenFile !== undefined) await writeToken(tokenFile, token);
      try {
        const opened = await withCode(cli, options, async (access) =>
          cli.call('grant', { ...choice, ...access, token, at, forSeconds }),
        );
        const uri = wholeUri(opened.uri, options.port);
        if (cli.json) cli.answer(documentOf(opened, uri, { token, tokenFile }), []);
        else process.stdout.write(environmentText(opened, uri, { token, tokenFile }));
        const { profileName, endsAt } = opened;
        cli.say(`${profileName} can be used there until ${ending(endsAt ?? '')}, or latchkey stop.`);
      } catch (error) {
        if (tokenFile !== undefined) rmSync(tokenFile, { force: true });
        throw error;
      }
    });
};

function placeOf({ port, socket }: GrantOptions): Input<'grant'>['at'] {
  if (port !== undefined && !/^[1-9]\d{0,4}$/.test(port)) {
    throw new AppError('bad-input', `--port takes a number: “${port}”.`);
  }
  if (socket !== undefined) return { socket: resolve(socket) };
  if (port !== undefined) return { port: Number(port) };
  throw new AppError('bad-input', 'Say where it can be reached.', {
    hint: 'With --port NUMBER on this machine, or --socket PATH to mount or to forward.',
  });
}

/** At a socket the port is the far end's; without one it is what `curl --unix-socket` takes. */
function wholeUri(uri: string, port: string | undefined): string {
  if (!uri.startsWith('/')) return uri;
  return port === undefined ? `http://localhost${uri}` : `http://127.0.0.1:${port}${uri}`;
}

interface Token {
  readonly token: string;
  readonly tokenFile: string | undefined;
}

function documentOf(
  { profileName, endsAt }: Output<'grant'>,
  uri: string,
  { token, tokenFile }: Token,
): object {
  return { uri, ...(tokenFile === undefined ? { token } : { tokenFile }), profileName, endsAt };
}

function environmentText({ region }: Output<'grant'>, uri: string, { token, tokenFile }: Token): string {
  const set = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: uri,
    ...(tokenFile === undefined
      ? { AWS_CONTAINER_AUTHORIZATION_TOKEN: token }
      : { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  return shellText('dotenv', { set, unset: [] });
}

/** Without a newline at its end, which the SDKs would send. */
async function writeToken(path: string, token: string): Promise<void> {
  try {
    await writeAtomic({ path, bytes: Buffer.from(token), mode: 0o600 });
  } catch (error) {
    throw fileTrouble('file-unwritable', path, error);
  }
}

function lineToUse(given: string | undefined): string {
  const name = given !== undefined && /^[\w.@+/-]+$/.test(given) ? given : 'PROFILE';
  return `latchkey grant ${name} --port 9911 > aws.env`;
}
