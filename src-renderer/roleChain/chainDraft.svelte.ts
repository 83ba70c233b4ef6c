import type { ProfileView, WindowInput } from '../../src-main/contract.ts';
import { CommandError, call } from '../api.ts';
import { inWords } from '../problems/inWords.ts';
import { view } from '../view.svelte.ts';
import { placeOf, startPlaces, type StartPlace } from './startPlaces.ts';
import { StepDraft, type StepField, type StepPlace } from './stepDraft.svelte.ts';
import { profileNameFault } from './stepFaults.ts';

type TestInput = Extract<WindowInput<'testProfile'>, { readonly draft: unknown }>;
export type DraftInput = TestInput['draft'];

/** Where the first fault is. */
export type FaultPlace =
  { readonly field: 'name' | 'start' } | { readonly step: StepDraft; readonly field: StepField };

/** What main said to the start and not to the name. */
const aboutStart = ['no-such-profile', 'no-such-iam-user', 'no-such-source', 'ambiguous-profile'];

/** A role chain as it is being written: a new one, or a saved one that is changed. */
export class ChainDraft {
  /** Id of the saved profile. */
  readonly profile: string | undefined;
  readonly savedName: string | undefined;
  name = $state('');
  /** `from` of the profile. */
  startQuery = $state<string>();
  mfa = $state(false);
  steps = $state<StepDraft[]>([]);
  saving = $state(false);
  #startLabel: string | undefined;
  #savedQuery: string | undefined;
  #seen = $state.raw<readonly ('name' | 'start')[]>([]);
  /** What main said, and what stood there then. */
  #refused = $state.raw<{
    readonly field: 'name' | 'start';
    readonly text: string;
    readonly about: string;
  }>();
  #before: string;

  constructor({
    saved,
    from,
  }: {
    readonly saved?: ProfileView | undefined;
    readonly from?: string | undefined;
  }) {
    this.profile = saved?.id;
    this.savedName = saved?.name;
    this.name = saved?.name ?? '';
    this.startQuery = saved?.from.query ?? from;
    this.#savedQuery = saved?.from.query;
    this.#startLabel = saved?.from.label;
    this.mfa = saved?.mfa ?? false;
    this.steps = saved === undefined ? [new StepDraft()] : saved.steps.map((step) => new StepDraft(step));
    this.#before = this.written;
  }

  places = $derived(
    startPlaces({
      rows: view.rows,
      iamUsers: view.live?.iamUsers ?? [],
      sources: view.live?.sources ?? [],
    }).filter(({ query }) => query !== this.profile),
  );

  start = $derived.by((): StartPlace | undefined => {
    if (this.startQuery === undefined) return undefined;
    const place = placeOf(this.startQuery, this.places, view.rows);
    // What is not in the list now is called as main calls it.
    if (this.places.includes(place) || this.startQuery !== this.#savedQuery) return place;
    return { ...place, label: this.#startLabel ?? place.label };
  });

  /** Whether the chain can begin with an MFA session. */
  offersMfa = $derived(this.start?.mfa === true || (this.start?.kind === 'iam-user' && this.mfa));

  /** Everything that the person can write, to see whether they did. */
  get written(): string {
    const { name, startQuery, mfa, steps } = this;
    return JSON.stringify([
      ...[name, startQuery, mfa],
      steps.map((step) => [
        ...[step.roleArn, step.externalId, step.durationSeconds, step.sessionName, step.sourceIdentity],
        ...[step.mfaSerial, step.tags, step.policy, step.policyArns, step.region],
      ]),
    ]);
  }

  get changed(): boolean {
    return this.written !== this.#before;
  }

  placeOfStep(index: number): StepPlace {
    const kind = this.start?.kind;
    const federated = { chained: false, takesCode: false };
    if (index === 0 && kind === 'source-saml') return { call: 'AssumeRoleWithSAML', ...federated };
    if (index === 0 && kind === 'source-web-identity')
      return { call: 'AssumeRoleWithWebIdentity', ...federated };
    // From an IAM user with MFA, more than an hour is had by a code that goes with the role itself, not the session.
    const chained = index > 0 || this.start?.temporary === true;
    return { call: 'AssumeRole', chained, takesCode: !chained && kind === 'iam-user' };
  }

  add(): StepDraft {
    const step = new StepDraft();
    this.steps.push(step);
    return this.steps.at(-1) ?? step;
  }

  remove(index: number): void {
    this.steps.splice(index, 1);
  }

  move(index: number, by: 1 | -1): void {
    const [step] = this.steps.splice(index, 1);
    if (step) this.steps.splice(index + by, 0, step);
  }

  see(field: 'name' | 'start'): void {
    if (!this.#seen.includes(field)) this.#seen = [...this.#seen, field];
  }

  shownFault(field: 'name' | 'start'): string | undefined {
    const refused = this.#refused;
    if (refused?.field === field && refused.about === this.#textOf(field)) return refused.text;
    return this.#seen.includes(field) ? this.#faultOf(field) : undefined;
  }

  /** Shows every fault from now on. A test needs no name. */
  check(what: 'save' | 'test'): FaultPlace | undefined {
    this.#seen = what === 'save' ? ['name', 'start'] : ['start', ...this.#seen];
    this.steps.forEach((step, index) => step.seeAll(this.placeOfStep(index)));
    for (const field of what === 'save' ? (['name', 'start'] as const) : (['start'] as const)) {
      if (this.#faultOf(field) !== undefined) return { field };
    }
    for (const [index, step] of this.steps.entries()) {
      const field = step.firstFault(this.placeOfStep(index));
      if (field !== undefined) return { step, field };
    }
    return undefined;
  }

  /** @throws AppError unless `check` found nothing */
  input(): DraftInput {
    return {
      from: this.startQuery ?? '',
      ...(this.start?.kind === 'iam-user' && { mfa: this.offersMfa && this.mfa }),
      steps: this.steps.map((step, index) => step.input(this.placeOfStep(index))),
    };
  }

  /**
   * Id of the profile; undefined where main does not take the name or the start, which is then shown there.
   * @throws CommandError for anything else
   */
  async save(): Promise<string | undefined> {
    const { name: typed, profile } = this;
    const name = typed.trim();
    this.saving = true;
    try {
      const answer =
        profile === undefined
          ? await call('addProfile', { name, ...this.input() })
          : await call('changeProfile', { profile, name, ...this.#changedInput() });
      return answer.profile.id;
    } catch (error) {
      if (!this.#takeRefusal(error)) throw error;
      return undefined;
    } finally {
      this.saving = false;
    }
  }

  /** The same start is not sent again: it may be one that is signed out of, or gone, and the roles change all the same. */
  #changedInput(): Omit<DraftInput, 'from'> & { readonly from?: string } {
    const { from, ...rest } = this.input();
    return from === this.#savedQuery ? rest : { from, ...rest };
  }

  #takeRefusal(error: unknown): boolean {
    if (!(error instanceof CommandError)) return false;
    const field = aboutStart.includes(error.code) ? 'start' : 'name';
    if (field === 'name' && error.code !== 'bad-input') return false;
    const { message, hint } = inWords(error);
    const text = hint === null ? message : `${message} ${hint}`;
    this.#refused = { field, text, about: this.#textOf(field) };
    return true;
  }

  #textOf(field: 'name' | 'start'): string {
    return field === 'name' ? this.name : (this.startQuery ?? '');
  }

  #faultOf(field: 'name' | 'start'): string | undefined {
    if (field === 'start')
      return this.startQuery === undefined ? 'Choose where the chain starts.' : undefined;
    const name = this.name.trim();
    return name === '' ? 'Give it a name.' : profileNameFault(name);
  }
}
