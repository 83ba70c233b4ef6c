import pLimit from 'p-limit';
import type { Clock, JournalFile, Log, SettingsStore } from '../ports.ts';
import { lineOf, parseLine, startOfLine } from './journalLine.ts';
import type { Journal, JournalEntry } from './journal.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Lines that wait for a disk with room again: some hours of a busy machine. */
const mostWaiting = 2_000;

export interface JournalPorts {
  readonly clock: Clock;
  readonly settings: SettingsStore;
  readonly journalFile: JournalFile;
  readonly log: Log;
}

/** The journal over its file: lines are written behind the caller's back, in their order, many at once. */
export function createJournal({ clock, settings, journalFile, log }: JournalPorts): Journal {
  const inTurn = pLimit(1);
  const waiting: string[] = [];
  let prunedOn = '';
  let isFlushDue = false;

  const oldestStart = (): string =>
    startOfLine(new Date(clock.now() - settings.get().journalDays * dayMs).toISOString());
  const today = (): string => new Date(clock.now()).toISOString().slice(0, 10);

  async function writeWaiting(): Promise<void> {
    const lines = [...waiting];
    if (lines.length === 0) return;
    await journalFile.append(`${lines.join('\n')}\n`);
    waiting.splice(0, lines.length);
  }

  /** @returns the lines that are young enough */
  async function readPruned(): Promise<readonly string[]> {
    const lines = await journalFile.read();
    const oldest = oldestStart();
    // A line that does not begin as ours do is no entry.
    const kept = lines.filter((line) => line >= oldest && line.startsWith(startOfLine('')));
    if (kept.length < lines.length) await orLogged('journal-not-pruned', () => journalFile.replace(kept));
    return kept;
  }

  async function orLogged(event: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.write(event, { reason: error instanceof Error ? error.message : null });
    }
  }

  const prune = () => orLogged('journal-not-pruned', readPruned);

  async function flush(): Promise<void> {
    isFlushDue = false;
    if (waiting.length === 0) return;
    await orLogged('journal-not-written', writeWaiting);
    if (prunedOn === today()) return;
    prunedOn = today();
    await prune();
  }

  return {
    record(entry) {
      waiting.push(lineOf({ at: new Date(clock.now()).toISOString(), ...entry }));
      if (waiting.length > mostWaiting) waiting.shift();
      if (isFlushDue) return;
      isFlushDue = true;
      void inTurn(flush);
    },
    entries: (most) =>
      inTurn(async () => {
        await orLogged('journal-not-written', writeWaiting);
        const lines = [...(await readPruned()), ...waiting];
        return newest(lines, most);
      }),
    clear: () =>
      inTurn(async () => {
        const cleared = waiting.length;
        await journalFile.replace([]);
        waiting.splice(0, cleared);
      }),
    prune: () => inTurn(prune),
    settled: () => inTurn(flush),
  };
}

function newest(lines: readonly string[], most: number): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let at = lines.length - 1; at >= 0 && entries.length < most; at -= 1) {
    const entry = parseLine(lines[at] ?? '');
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}
