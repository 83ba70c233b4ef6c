import type { Command } from 'commander';
import type { ProfileTest } from '../contract.ts';
import { type AccessOptions, takeAccess, withCode } from './access.ts';
import type { Cli } from './cli.ts';
import { Ended } from './ended.ts';
import { failed, refusedByAws } from './exitCode.ts';
import { painter, table } from './output.ts';
import { chooseProfile } from './profileChoice.ts';
import { plainText } from './textWidth.ts';

type Link = ProfileTest['links'][number];

const words = { ok: 'ok', failed: 'failed', 'not-run': 'not run' } as const;
const colours = { ok: 'green', failed: 'red', 'not-run': 'dim' } as const;

/** `profile test`: each call on the way to the keys, up to the first that fails. */
export function addProfileTest(group: Command, cli: Cli): void {
  takeAccess(group.command('test').description('take each role for real, and see which one fails and why'))
    .addHelpText('after', '\nExample: latchkey profile test audit')
    .action(async (given: string | undefined, options: AccessOptions) => {
      const choice = await chooseProfile(cli, given, options);
      const answer = await withCode(cli, options, async (access) =>
        cli.call(
          'testProfile',
          { ...choice, ...access },
          {
            onProgress: ({ at, of, label }) => {
              cli.say(`${at + 1}/${of} ${label}`);
            },
          },
        ),
      );
      cli.answer(answer, testLines(answer, cli));
      const wrong = answer.links.find(({ state }) => state === 'failed');
      if (!answer.works) throw new Ended(wrong?.denial == null ? failed : refusedByAws);
    });
}

function testLines({ links }: ProfileTest, { env }: Pick<Cli, 'env'>): string[] {
  const paint = painter(process.stdout, env);
  const rows = links.map((link) => [words[link.state], link.label, link.arn ?? '']);
  const lines = table(rows).map((line, at) => paint(colours[links[at]?.state ?? 'not-run'], line));
  return [...lines, ...links.flatMap(reason)];
}

/** Why a call failed, and what to send to whom. The policies are texts of ours, with line ends that stay. */
function reason({ state, message, hint, denial }: Link): string[] {
  if (state !== 'failed') return [];
  const said = [message, hint].filter((part) => part !== null).map(plainText);
  if (denial === null) return ['', ...said];
  const { sentence, whatAwsSaid, causes, trustStatement, permissionStatement, fix } = denial;
  return [
    '',
    ...(message === sentence ? said : [...said, plainText(sentence)]),
    `AWS said: ${plainText(whatAwsSaid)}`,
    'What may be the cause, the likeliest first:',
    ...causes.map(({ text }) => `- ${plainText(text)}`),
    ...(fix === null ? [] : [`A duration of ${fix.durationSeconds / 60} minutes may work.`]),
    ...policy('For whoever manages the role, in its trust policy:', trustStatement),
    ...policy('For whoever manages the caller, in its permissions:', permissionStatement),
  ];
}

function policy(title: string, statement: string | null): string[] {
  return statement === null ? [] : ['', title, ...statement.split('\n').map(plainText)];
}
