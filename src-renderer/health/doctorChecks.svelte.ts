import type { WindowOutput } from '../../src-main/contract.ts';
import { call } from '../api.ts';
import { problems } from '../problems/problems.svelte.ts';

export type Check = WindowOutput<'doctor'>['checks'][number];

/** What the doctor found last, and what could be shown to whoever helps. */
export class DoctorChecks {
  checks = $state.raw<readonly Check[]>();
  diagnostics = $state('');
  running = $state(false);
  #again = false;

  /** Looks at everything; one look at a time, and one more where something changed meanwhile. */
  run(): void {
    if (this.running) {
      this.#again = true;
      return;
    }
    this.running = true;
    this.#look()
      .catch((error: unknown) => problems.report(error, () => this.run()))
      .finally(() => {
        this.running = false;
        if (!this.#again) return;
        this.#again = false;
        this.run();
      });
  }

  /** Puts what is shown onto the clipboard, made anew in main: the page hands it no text. */
  async copy(): Promise<void> {
    this.diagnostics = (await call('copyDiagnostics', {})).text;
  }

  async #look(): Promise<void> {
    this.checks = (await call('doctor', {})).checks;
    this.diagnostics = (await call('diagnostics', {})).text;
  }
}
