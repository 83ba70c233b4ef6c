import type Dialogs from './Dialogs.svelte';
import type OtherPage from './OtherPage.svelte';

/** Milliseconds after which a window that nobody sees, and so paints nothing, has them, too. */
const longest = 1_000;
/** Milliseconds from the first painting on: to load them at once would hold up the first letters. */
const after = 250;

/** What the list does without: half of the page’s script, which is read once the list is painted. */
class Beside {
  OtherPage = $state.raw<typeof OtherPage>();
  Dialogs = $state.raw<typeof Dialogs>();

  /** Somebody waits for them. */
  hurry: () => void = () => undefined;

  async load(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.hurry = resolve;
      new PerformanceObserver(() => setTimeout(resolve, after)).observe({ type: 'paint', buffered: true });
      setTimeout(resolve, longest);
    });
    const [page, dialogs] = await Promise.all([import('./OtherPage.svelte'), import('./Dialogs.svelte')]);
    this.OtherPage = page.default;
    this.Dialogs = dialogs.default;
  }
}

export const beside = new Beside();
