import { SvelteMap } from 'svelte/reactivity';
import type { ListedProfile, WindowInput } from '../../src-main/contract.ts';
import { browserNames } from '../../src-main/core/console/browserWords.ts';
import { call } from '../api.ts';
import { mfa } from '../mfa/mfa.svelte.ts';
import { problems } from '../problems/problems.svelte.ts';
import { said } from '../said.svelte.ts';
import { shortPath } from '../shortPath.ts';
import { standing } from './standing.svelte.ts';

/** Which page of a console, and by which way. */
export type ConsoleHow = Omit<WindowInput<'copyConsoleLink'>, 'profile'>;

export type Doing = 'console' | 'copy' | 'keys' | 'favourite';

/** What can be done with a profile. One thing at a time each: a second Enter opens no second console. */
class RowActions {
  /** What is under way, by profile id. */
  readonly doing = new SvelteMap<string, Doing>();

  /** At the service that was opened last, unless `how` names one. */
  openConsole(row: ListedProfile, how: ConsoleHow & Pick<WindowInput<'openConsole'>, 'open'> = {}): void {
    this.#run(row, 'console', async () => {
      const { service, browser } = await call('openConsole', { profile: row.id, ...how });
      const where = browser === browserNames.default ? 'your browser' : browser;
      return `The console of ${row.name} opens ${service === null ? '' : `at ${service} `}in ${where}.`;
    });
  }

  copyConsoleLink(row: ListedProfile, how: ConsoleHow): void {
    this.#run(row, 'console', async () => {
      const { by } = await call('copyConsoleLink', { profile: row.id, ...how });
      return by === 'portal'
        ? `Copied the access portal’s link to ${row.name}. It is no secret.`
        : `Copied the console link of ${row.name}. It is a secret for 15 minutes, then the clipboard is cleared.`;
    });
  }

  copyLine(row: ListedProfile): void {
    this.#run(row, 'copy', async () => {
      const { line } = await call('copyTerminalLine', { profile: row.id });
      return `Copied for your terminal: ${line}`;
    });
  }

  /** Gets keys, or takes them out of the files again. */
  toggleKeys(row: ListedProfile): void {
    if (standing.delivered.has(row.id)) this.removeKeys(row);
    else this.getKeys(row);
  }

  getKeys(row: ListedProfile): void {
    this.#run(row, 'keys', async () => {
      const { profileName, file, delivery, warnings } = await call('startProfile', { profile: row.id });
      const asks = row.asksFirst && delivery === 'process' ? ['Programs that use it wait for you.'] : [];
      return [`In ${shortPath(file)} as ${profileName}.`, ...asks, ...warnings].join(' ');
    });
  }

  removeKeys(row: ListedProfile): void {
    this.#run(row, 'keys', async () => {
      const { removed } = await call('stop', { profile: row.id });
      const files = removed.map(({ file }) => shortPath(file));
      return files.length === 0 ? `${row.name} was not delivered.` : `Removed from ${files.join(' and ')}.`;
    });
  }

  favourite(row: ListedProfile): void {
    const on = !standing.favourites.has(row.id);
    this.#run(row, 'favourite', async () => {
      await call('favourite', { profile: row.id, on });
      return on ? `${row.name} is a favourite.` : `${row.name} is no longer a favourite.`;
    });
  }

  #run(row: ListedProfile, doing: Doing, command: () => Promise<string>): void {
    if (this.doing.has(row.id)) return;
    this.doing.set(row.id, doing);
    mfa
      .with(row, command)
      .then(
        (text) => {
          if (text !== undefined) said.say(text);
        },
        (error: unknown) => {
          const again = (): void => {
            this.#run(row, doing, command);
          };
          problems.report(error, again, standing.sources.has(row.origin) ? row.origin : undefined);
        },
      )
      .finally(() => {
        this.doing.delete(row.id);
      });
  }
}

export const rowActions = new RowActions();
