/**
 * `npm run bench [-- NAME...] [-- --json] [-- --rounds 20]`: each figure beside its bound, both of this run. NAME is
 * one of `commands`, `delivery`, `sync`, `window`.
 */
import { parseArgs } from 'node:util';
import { benchCommands } from './commands.ts';
import { benchDelivery } from './delivery.ts';
import { report, type Figure } from './report.ts';
import { benchSync } from './sync.ts';
import { benchWindow } from './window.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '20' } },
});
const rounds = Number(values.rounds);
const figures: Figure[] = [];
for (const [name, bench] of [
  ['commands', () => benchCommands(rounds)],
  ['delivery', () => benchDelivery(Math.ceil(rounds / 2))],
  ['sync', () => benchSync()],
  ['window', () => benchWindow(rounds)],
] as const) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stderr.write(`Measuring ${name}…\n`);
  figures.push(...(await bench()));
}
process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : `${report(figures)}\n`);
