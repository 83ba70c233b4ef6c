import type { ProfileTest } from '../../src-main/contract.ts';
import { CommandError, call } from '../api.ts';
import { problems } from '../problems/problems.svelte.ts';
import type { ChainDraft } from './chainDraft.svelte.ts';

/** A test of the chain as it is typed: each role is taken for real. */
export class ChainTest {
  running = $state(false);
  result = $state.raw<ProfileTest>();
  /** What is tested, link by link, before AWS has answered. */
  waiting = $state.raw<readonly string[]>([]);
  /** AWS wants an MFA code before it goes on. */
  codeWanted = $state(false);
  /** The draft that was tested. */
  #tested = $state('');
  readonly #draft: ChainDraft;

  constructor(draft: ChainDraft) {
    this.#draft = draft;
  }

  /** Whether the draft is another one now. */
  stale = $derived.by(() => this.result !== undefined && this.#tested !== this.#draft.written);

  /** @param draft that has no fault */
  async run(): Promise<void> {
    if (this.running) return;
    const { start, steps } = this.#draft;
    this.#tested = this.#draft.written;
    this.result = undefined;
    this.waiting = [start?.label ?? '', ...steps.map((step) => step.parts?.roleName ?? step.roleArn)];
    this.running = true;
    try {
      await this.#ask(undefined);
    } catch (error) {
      if (needsCode(error)) this.codeWanted = true;
      else problems.report(error, () => void this.run());
    } finally {
      this.running = this.codeWanted;
    }
  }

  /** @throws CommandError for a code that AWS does not take, or where something else went wrong */
  async giveCode(mfaCode: string): Promise<void> {
    await this.#ask(mfaCode);
    this.giveUp();
  }

  /** Nobody is asked for a code any more. */
  giveUp(): void {
    this.codeWanted = false;
    this.running = false;
  }

  async #ask(mfaCode: string | undefined): Promise<void> {
    const code = mfaCode === undefined ? {} : { mfaCode };
    const result = await call('testProfile', { draft: this.#draft.input(), asksItself: true, ...code });
    if (mfaCode !== undefined) refuseWrongCode(result);
    this.result = result;
  }
}

function needsCode(error: unknown): boolean {
  return error instanceof CommandError && ['mfa-code-needed', 'mfa-code-refused'].includes(error.code);
}

/** A wrong code is no fault of the chain: it is asked for again. */
function refuseWrongCode({ links }: ProfileTest): void {
  const failed = links.find(({ state }) => state === 'failed');
  const wrong = failed?.denial?.causes.find(({ kind }) => kind === 'mfa-code');
  if (failed === undefined || wrong === undefined) return;
  throw new CommandError({
    code: 'mfa-code-refused',
    message: failed.message ?? failed.denial?.sentence ?? '',
    hint: failed.hint ?? wrong.text,
    details: [],
  });
}
