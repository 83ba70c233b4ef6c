import { existsSync, readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The person's browser, as far as the application sees it: takes a link and writes it down. */
export interface ApplicationBrowser {
  /** The value of BROWSER. */
  readonly command: string;
  /** Every link so far, the first one first. */
  links(): readonly string[];
  /** The next link that nobody has taken yet. @throws when none comes within 30 seconds */
  next(): Promise<string>;
}

/** Made in `folder`, whose path must hold neither a blank nor a colon: BROWSER cannot name others. */
export async function createApplicationBrowser(folder: string): Promise<ApplicationBrowser> {
  const command = join(folder, 'browser');
  const written = join(folder, 'browser-links');
  await writeFile(command, `#!/bin/sh\nprintf '%s\\n' "$1" >> '${written}'\n`);
  await chmod(command, 0o700);
  let taken = 0;
  const links = () =>
    existsSync(written)
      ? readFileSync(written, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
      : [];
  return {
    command,
    links,
    next: async () => {
      for (let waited = 0; waited < 30_000; waited += 20) {
        const link = links()[taken];
        if (link !== undefined) {
          taken += 1;
          return link;
        }
        await pause(20);
      }
      throw new Error('No link reached the browser within 30 seconds');
    },
  };
}
