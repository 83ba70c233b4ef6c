import { stat } from 'node:fs/promises';
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
      const open = async (): Promise<Output<'grant'>> =>
        withCode(cli, options, async (access) =>
          cli.call('grant', { ...choice, ...access, token, at, forSeconds }),
        );
      const opened = await (tokenFile === undefined ? open() : openWithFile(tokenFile, token, open));
      const uri = wholeUri(opened.uri, options.port);
      if (cli.json) cli.answer(documentOf(opened, uri, { token, tokenFile }), []);
      else process.stdout.write(environmentText(opened, uri, { token, tokenFile }));
      const { profileName, endsAt } = opened;
      cli.say(`${profileName} can be used there until ${ending(endsAt ?? '')}, or latchkey stop.`);
    });
};

function placeOf({ port, socket }: GrantOptions): Input<'grant'>['at'] {
  // From 1024 on: below are the system's, and clients leave 80 out of the Host by which the endpoint knows itself.
  if (port !== undefined && !(/^\d{4,5}$/.test(port) && Number(port) >= 1024 && Number(port) <= 65_535)) {
    throw new AppError('bad-input', `--port takes a number from 1024 to 65535: “${port}”.`);
  }
  if (socket !== undefined) return { socket: socketAt(resolve(socket)) };
  if (port !== undefined) return { port: Number(port) };
  throw new AppError('bad-input', 'Say where it can be reached.', {
    hint: 'With --port NUMBER on this machine, or --socket PATH to mount or to forward.',
  });
}

/** The system cuts off what is longer. */
function socketAt(path: string): string {
  if (Buffer.byteLength(path) <= 100) return path;
  throw new AppError('bad-input', `A socket's path has 100 bytes at most: ${path}.`, {
    hint: 'Name a shorter one, in a folder that only you can write to.',
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

/**
 * The file may hold the token of a door that programs use now, so it is replaced only once the new door is open. The
 * token has no newline at its end, which the SDKs would send.
 * @throws AppError file-unwritable, or what `open` throws; the file is as it was
 */
async function openWithFile(
  path: string,
  token: string,
  open: () => Promise<Output<'grant'>>,
): Promise<Output<'grant'>> {
  const opened: Output<'grant'>[] = [];
  const stillWanted = async (): Promise<boolean> => {
    opened.push(await open());
    return true;
  };
  try {
    await refuseFolder(path);
    await writeAtomic({ path, bytes: Buffer.from(token), mode: 0o600, stillWanted });
  } catch (error) {
    throw fileTrouble('file-unwritable', path, error);
  }
  const [door] = opened;
  if (door === undefined) throw new AppError('internal', 'The token was written before its door was open.');
  return door;
}

/** It could not be replaced, which would be known only after the door is open. */
async function refuseFolder(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory() !== true) return;
  throw new AppError('file-unwritable', `${path} is a folder.`, { hint: 'Name a file for the token.' });
}

function lineToUse(given: string | undefined): string {
  const name = given !== undefined && /^[\w.@+/-]+$/.test(given) ? given : 'PROFILE';
  return `latchkey grant ${name} --port 9911 > aws.env`;
}
