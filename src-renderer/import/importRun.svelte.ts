import { SvelteSet } from 'svelte/reactivity';
import type { WindowInput, WindowOutput } from '../../src-main/contract.ts';
import type { Refusal } from '../access/refusal.ts';
import { call } from '../api.ts';
import { inWords } from '../problems/inWords.ts';
import type { ImportFrom } from './importTools.ts';

type Source = WindowInput<'planImport'>;
type Plan = WindowOutput<'planImport'>;
type Item = Plan['items'][number];

/** One import, from the choice of a tool to what became of it. */
export class ImportRun {
  source = $state.raw<Source>();
  plan = $state.raw<Plan>();
  outcome = $state.raw<WindowOutput<'applyImport'>>();
  refusal = $state.raw<Refusal>();
  busy = $state(false);
  /** Ids. */
  readonly chosen = new SvelteSet<string>();

  async begin(from: ImportFrom, files?: readonly string[]): Promise<void> {
    this.source = { from, ...(files && { files: [...files] }) };
    await this.look();
  }

  /** Makes the plan, anew where there is one. What replaces something is chosen by the person alone. */
  async look(): Promise<void> {
    const { source } = this;
    if (source === undefined) return;
    await this.#busily(async () => {
      this.plan = await call('planImport', source);
      this.chosen.clear();
      for (const { id, collides, keysIn } of this.plan.items)
        if (!collides && keysIn === null) this.chosen.add(id);
    });
  }

  /** With what it needs; without it goes what needs it. */
  choose({ id, needs }: Item, on: boolean): void {
    const items = this.plan?.items ?? [];
    if (on) {
      this.chosen.add(id);
      for (const one of items) if (needs.includes(one.id) && !this.chosen.has(one.id)) this.choose(one, true);
      return;
    }
    this.chosen.delete(id);
    for (const one of items) if (one.needs.includes(id) && this.chosen.has(one.id)) this.choose(one, false);
  }

  async take(): Promise<void> {
    const { source, plan } = this;
    if (source === undefined || plan === undefined) return;
    await this.#busily(async () => {
      const items = plan.items.map(({ id }) => id).filter((id) => this.chosen.has(id));
      this.outcome = await call('applyImport', { ...source, digest: plan.digest, items });
    });
  }

  leave(): void {
    this.source = undefined;
    this.plan = undefined;
    this.outcome = undefined;
    this.refusal = undefined;
  }

  async #busily(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.refusal = undefined;
    try {
      await work();
    } catch (error) {
      this.refusal = inWords(error);
    }
    this.busy = false;
  }
}
