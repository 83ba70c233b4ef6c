import type { Input, Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Cli } from './cli.ts';
import { Ended } from './ended.ts';
import { failed } from './exitCode.ts';
import { painter, table } from './output.ts';
import { plainText } from './textWidth.ts';

/** Long-term keys of a config profile, and what to call the IAM user that they become. */
export interface KeysToTake {
  readonly profile: string;
  readonly name: string;
}

export interface ImportOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly replace?: true;
  readonly keys?: readonly KeysToTake[];
}

type Plan = Output<'planImport'>;
type Item = Plan['items'][number];

/** Shows the plan, asks, and takes what the person agreed to; nothing that is here is replaced without `--replace`. */
export async function importPlan(
  cli: Cli,
  source: Input<'planImport'>,
  options: ImportOptions,
): Promise<void> {
  const { dryRun, yes, keys = [] } = options;
  const plan = await cli.call('planImport', source);
  const chosen = chosenOf(plan, options);
  const lines = planLines(cli, plan, new Set(chosen.map(({ id }) => id)));
  if (dryRun === true) {
    cli.answer(plan, lines);
    cli.say('Nothing was done.');
    return;
  }
  if (!cli.json) for (const line of lines) cli.say(line);
  const nothing = { added: [], left: plan.left, iamUsers: [] };
  if (chosen.length === 0 && keys.length === 0) {
    cli.answer(nothing, []);
    cli.say('There is nothing to take over.');
    return;
  }
  if (yes !== true && !(await agreed(cli))) {
    cli.answer(nothing, []);
    cli.say('Nothing was done.');
    throw new Ended(failed);
  }
  await take(cli, source, { plan, options });
}

async function take(
  cli: Cli,
  source: Input<'planImport'>,
  { plan, options }: { readonly plan: Plan; readonly options: ImportOptions },
): Promise<void> {
  const iamUsers: Output<'takeKeys'>[] = [];
  for (const one of options.keys ?? [])
    iamUsers.push(await cli.call('takeKeys', { ...one, awsFiles: source.awsFiles }));
  const agreedTo = new Set(chosenOf(plan, options).map(({ id }) => id));
  // With the keys here the plan says of them what it will do.
  const now = iamUsers.length === 0 ? plan : await cli.call('planImport', source);
  const items = now.items.filter(({ id, keysIn }) => keysIn === null && agreedTo.has(id)).map(({ id }) => id);
  const { done, left } = await cli.call('applyImport', { ...source, digest: now.digest, items });
  const added = done.map(({ name }) => name);
  cli.answer({ added, left: [...plan.left, ...left], iamUsers }, added);
  for (const { name, why } of left) cli.say(`${name} was left: ${why}`);
  for (const { name, arn } of iamUsers)
    cli.say(`Added the IAM user ${name}: ${arn}. The file keeps its keys.`);
  const tries =
    done.find(({ kind }) => kind === 'profile') === undefined
      ? ''
      : ' Try one with: latchkey profile test NAME';
  cli.say(`Taken over: ${added.length}.${tries}`);
}

function chosenOf({ items }: Plan, { replace, keys = [] }: ImportOptions): readonly Item[] {
  const given = new Set(keys.map(({ profile }) => profile));
  return items.filter(
    ({ collides, keysIn }) => (!collides || replace === true) && (keysIn === null || given.has(keysIn)),
  );
}

const signs = { add: '+', change: '~', remove: 'x' } as const;

/** `+` is added, `~` replaces something here, `x` goes, `-` is left, with the reason. */
function planLines(cli: Cli, { items, left, leftMore }: Plan, chosen: ReadonlySet<string>): string[] {
  const paint = painter(process.stdout, cli.env);
  const taken = items.flatMap((item) => [
    `${signs[item.change]} ${plainText(`${item.kind} ${item.name}`)}${whyNot(item, chosen)}`,
    ...item.before.map((line) => paint('red', `    - ${plainText(line)}`)),
    ...item.after.map((line) => paint('green', `    + ${plainText(line)}`)),
  ]);
  const rest = table(left.map(({ name, why }) => ['-', name, why])).map(plainText);
  return [...taken, ...rest, ...(leftMore === 0 ? [] : [`- and ${leftMore} more`])];
}

function whyNot({ id, keysIn }: Item, chosen: ReadonlySet<string>): string {
  if (chosen.has(id)) return '';
  if (keysIn !== null) return plainText(` (first take the keys: --keys ${keysIn}=${keysIn})`);
  return ' (only with --replace)';
}

async function agreed(cli: Cli): Promise<boolean> {
  if (!cli.interactive) {
    throw new AppError('bad-input', 'Nothing was done: nobody is there to agree.', {
      hint: 'Look at the plan, then say: --yes',
    });
  }
  const { askYesNo } = await import('./prompt.ts');
  return askYesNo(cli, 'Take these over?');
}
