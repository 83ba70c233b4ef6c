import { Option } from 'commander';
import type { ProfileRow } from '../../contract.ts';
import type { Cli } from '../cli.ts';
import { painter, table, timeLeft } from '../output.ts';
import type { AddCommand } from '../program.ts';
import { plainText } from '../textWidth.ts';

type Only = 'active' | 'favourites' | 'recent' | 'hidden';

export const list: AddCommand = (program, cli) => {
  program
    .command('list')
    .description('list profiles')
    .argument('[words...]', 'letters of the name, account, role, sign-in, alias or label')
    .addOption(only('active', 'profiles that are delivered now'))
    .addOption(only('favourites', 'your favourites'))
    .addOption(only('recent', 'what you use often and lately'))
    .addOption(only('hidden', 'what you have put out of sight'))
    .addHelpText('after', '\nExamples: latchkey list prod admin\n          latchkey list --active --json')
    .action(async (words: string[], options: Partial<Record<Only, true>>) => {
      const [chosen] = Object.keys(options).filter(isOnly);
      const answer = await cli.call('listProfiles', { words: words.join(' ') || undefined, only: chosen });
      cli.answer(
        { profiles: answer.profiles.map(documented) },
        process.stdout.isTTY ? forPeople(answer.profiles, cli) : forPrograms(answer.profiles),
      );
      if (answer.profiles.length === 0) cli.say(noneOf(words.length === 0 ? chosen : undefined));
    });
};

/** A sync brings none of what the person makes by using Latchkey. */
function noneOf(only: Only | undefined): string {
  switch (only) {
    case 'active':
      return 'No profile is delivered now. latchkey start PROFILE delivers one.';
    case 'favourites':
      return 'There is no favourite yet. latchkey favourite PROFILE makes one.';
    case 'recent':
      return 'Nothing has been used yet.';
    case 'hidden':
      return 'Nothing is out of sight.';
    case undefined:
      return 'No profile fits. latchkey sync refreshes the list.';
  }
}

/** What the document of --json holds, and nothing that the contract has beside it. */
function documented(row: ProfileRow) {
  const { id, name, ssoSession, accountId, accountName, roleName, active, delivery, expiresAt, favourite } =
    row;
  return { id, name, ssoSession, accountId, accountName, roleName, active, delivery, expiresAt, favourite };
}

const kinds: readonly Only[] = ['active', 'favourites', 'recent', 'hidden'];

function isOnly(name: string): name is Only {
  return kinds.some((kind) => kind === name);
}

function only(name: Only, description: string): Option {
  return new Option(`--${name}`, description).conflicts(kinds.filter((kind) => kind !== name));
}

function forPeople(profiles: readonly ProfileRow[], cli: Cli): string[] {
  const paint = painter(process.stdout, cli.env);
  if (profiles.length === 0) return [];
  const head = ['', 'PROFILE', 'ACCOUNT', 'ACCOUNT NAME', 'ROLE', 'SIGN-IN', 'DELIVERY'];
  const rows = profiles.map((row) => [
    `${row.active ? '●' : ' '}${row.favourite ? '★' : ' '}`,
    row.name,
    row.accountId,
    row.accountName ?? '',
    row.roleName,
    row.ssoSession ?? '',
    [row.delivery ?? '', row.expiresAt === null ? '' : timeLeft(row.expiresAt)].join(' ').trim(),
  ]);
  const [title = '', ...lines] = table([head, ...rows], process.stdout.columns);
  return [
    paint('dim', title),
    ...lines.map((line, at) => (profiles[at]?.active === true ? paint('green', line) : line)),
  ];
}

/** Tabs between the columns, the name first: made for cut, grep and fzf. */
function forPrograms(profiles: readonly ProfileRow[]): string[] {
  return profiles.map((row) =>
    [row.name, row.accountId, row.accountName ?? '', row.roleName, row.ssoSession ?? '']
      .map(plainText)
      .join('\t'),
  );
}
