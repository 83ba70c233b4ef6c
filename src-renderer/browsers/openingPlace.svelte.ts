import type { WindowInput } from '../../src-main/contract.ts';
import type { BrowserChoice } from '../../src-main/core/console/browserChoice.ts';
import type { InstalledBrowser } from '../../src-main/core/console/installedBrowser.ts';
import { call } from '../api.ts';

/** Where a page will open, and the browsers that it could open in. */
export class OpeningPlace {
  open = $state.raw<BrowserChoice>();
  installed = $state.raw<readonly InstalledBrowser[]>([]);

  /** @throws CommandError */
  async load(whose: WindowInput<'showBrowser'>): Promise<void> {
    const [{ open }, { browsers }] = await Promise.all([
      call('showBrowser', whose),
      call('listBrowsers', {}),
    ]);
    this.installed = browsers;
    this.open = open;
  }
}
