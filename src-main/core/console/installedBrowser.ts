import { z } from 'zod';
import { browserName, type BrowserChoice } from './browserChoice.ts';

/** A browser of this machine with the profiles that it has now. */
export const installedBrowser = z.strictObject({
  browser: browserName.exclude(['default']),
  profiles: z.array(
    z.strictObject({
      /** As a choice names it. */
      id: z.string(),
      /** As the browser shows it. */
      name: z.string(),
    }),
  ),
});
export type InstalledBrowser = z.infer<typeof installedBrowser>;

/** The person's own browsers. */
export interface Browsers {
  /** Looks anew each time: they come and go. */
  installed(): Promise<readonly InstalledBrowser[]>;
  /**
   * Opens a page. What is said to be secret is kept out of the command lines of browsers that we know.
   * @throws AppError browser-gone where the choice is not there any more; bad-input for a link that is not to be
   *   opened; internal when the browser could not be started
   */
  open(page: {
    readonly link: string;
    readonly isSecret: boolean;
    readonly open: BrowserChoice;
  }): Promise<OpenedPage>;
}

export interface OpenedPage {
  /** True once the browser has what was kept for it; false when it never came, after a minute. */
  readonly taken: Promise<boolean>;
}
