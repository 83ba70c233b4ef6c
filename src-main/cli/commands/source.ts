import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Input } from '../../contract.ts';
import { AppError } from '../../core/errors.ts';
import type { Cli } from '../cli.ts';
import { commandWords } from '../../core/roles/commandWords.ts';
import { flowOption, type SignInFlow } from '../flowOption.ts';
import { ending, table } from '../output.ts';
import type { AddCommand } from '../program.ts';

type Source = Input<'addSource'>['source'];
type Saml = Extract<Source, { kind: 'saml' }>;
type WebIdentity = Extract<Source, { kind: 'web-identity' }>;

interface SamlOptions {
  readonly url?: string;
  readonly command?: string;
  readonly paste?: true;
  readonly region: string;
}

interface WebIdentityOptions {
  readonly tokenFile?: string;
  readonly command?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly flow?: SignInFlow;
  readonly scope?: string[];
  readonly region: string;
}

export const source: AddCommand = (program, cli) => {
  const group = program
    .command('source')
    .description('company sign-ins (SAML, OpenID Connect), token files, the role of an EC2 machine')
    .helpCommand(false);
  const add = group.command('add').description('add one').helpCommand(false);
  addSaml(add, cli);
  addWebIdentity(add, cli);
  add
    .command('instance-profile')
    .description('the role of the EC2 machine that this runs on')
    .argument('<name>')
    .action(async (name: string) => addSource(cli, { kind: 'instance-profile', name }));
  group
    .command('list')
    .description('list the sources')
    .action(async () => {
      const answer = await cli.call('listSources', {});
      const rows = answer.sources.map(({ name, kind, from, where, state, signedInAs, endsAt }) => [
        name,
        kind,
        where ?? from,
        [state, ...(signedInAs === null ? [] : [`as ${signedInAs}`])].join(' '),
        endsAt === null ? '' : `ends ${ending(endsAt)}`,
      ]);
      cli.answer(answer, table(rows));
      if (rows.length === 0) cli.say('There is none yet. Add one with: latchkey source add');
    });
  group
    .command('remove')
    .description('forget a source, its sign-in and the keys delivered from it')
    .argument('<name>')
    .action(async (name: string) => {
      const answer = await cli.call('removeSource', { name });
      cli.answer(answer, []);
      cli.say(`Removed ${name}. Delivered keys removed: ${answer.keysRemoved}.`);
    });
};

function addSaml(add: Command, cli: Cli): void {
  const ways = ['url', 'command', 'paste'];
  add
    .command('saml')
    .description('a company sign-in by SAML 2.0')
    .argument('<name>')
    .addOption(
      either('--url <url>', 'the sign-in page for AWS, opened in the application’s own window', ways),
    )
    .addOption(either('--command <command>', 'a program that prints the SAML response as base64', ways))
    .addOption(
      either('--paste', 'you bring the SAML response, to the application or to latchkey login', ways),
    )
    .addOption(regionOption())
    .addHelpText(
      'after',
      '\nExamples: latchkey source add saml company --url https://sso.example.com/aws' +
        "\n          latchkey source add saml company --command 'company-login --aws'",
    )
    .action(async (name: string, options: SamlOptions) =>
      addSource(cli, { kind: 'saml', name, region: options.region, from: samlWay(options) }),
    );
}

function addWebIdentity(add: Command, cli: Cli): void {
  const ways = ['tokenFile', 'command', 'issuer'];
  add
    .command('web-identity')
    .description('a token of an OpenID Connect provider')
    .argument('<name>')
    .addOption(either('--token-file <file>', 'a file that holds the token, read anew each time', ways))
    .addOption(either('--command <command>', 'a program that prints the token', ways))
    .addOption(either('--issuer <url>', 'the provider that latchkey login signs in at', ways))
    .option('--client-id <id>', 'as which client, with --issuer')
    .addOption(flowOption())
    .option('--scope <scope>', 'what to ask for, with --issuer (default: openid); again for more', collected)
    .addOption(regionOption())
    .addHelpText(
      'after',
      '\nExamples: latchkey source add web-identity ci --token-file /run/secrets/token' +
        '\n          latchkey source add web-identity company --issuer https://login.example.com --client-id latchkey',
    )
    .action(async (name: string, options: WebIdentityOptions) =>
      addSource(cli, { kind: 'web-identity', name, region: options.region, from: webIdentityWay(options) }),
    );
}

async function addSource(cli: Cli, given: Source): Promise<void> {
  const answer = await cli.call('addSource', { source: given });
  cli.answer(answer, []);
  const next = answer.source.state === 'signed-out' ? ` Sign in with: latchkey login ${given.name}` : '';
  cli.say(`Added ${given.name}.${next}`);
}

function samlWay({ url, command, paste }: SamlOptions): Saml['from'] {
  if (url !== undefined) return { kind: 'page', url };
  if (command !== undefined) return { kind: 'command', command: commandWords('--command', command) };
  if (paste === true) return { kind: 'pasted' };
  throw oneOf('--url, --command or --paste');
}

function webIdentityWay(options: WebIdentityOptions): WebIdentity['from'] {
  const { tokenFile, command, issuer, clientId, flow, scope } = options;
  if (issuer !== undefined) {
    if (clientId === undefined)
      throw new AppError('bad-input', '--issuer needs --client-id.', { hint: clientHint });
    return { kind: 'oidc', issuer, clientId, flow, scopes: scope };
  }
  if (clientId !== undefined || flow !== undefined || scope !== undefined) {
    throw new AppError('bad-input', '--client-id, --flow and --scope belong to --issuer.', {
      hint: 'Leave them out, or name the provider.',
    });
  }
  // The agent’s folder is not the caller’s.
  if (tokenFile !== undefined) return { kind: 'file', path: resolve(tokenFile) };
  if (command !== undefined) return { kind: 'command', command: commandWords('--command', command) };
  throw oneOf('--token-file, --command or --issuer');
}

const clientHint = 'The provider names it where AWS was set up as an application there.';

function oneOf(flags: string): AppError {
  return new AppError('bad-input', `One of ${flags} is needed.`, {
    hint: 'latchkey help source add says what each is for.',
  });
}

/** One way excludes the others. */
function either(flags: string, description: string, ways: readonly string[]): Option {
  const option = new Option(flags, description);
  return option.conflicts(ways.filter((way) => way !== option.attributeName()));
}

function regionOption(): Option {
  return new Option('--region <region>', 'where STS is asked').default('us-east-1');
}

function collected(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
