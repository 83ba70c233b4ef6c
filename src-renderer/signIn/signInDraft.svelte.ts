import type { LiveView } from '../../src-main/contract.ts';
import { regionOfStartUrl } from '../../src-main/core/sso/regionOfStartUrl.ts';
import { call, CommandError } from '../api.ts';
import { inWords } from '../problems/inWords.ts';
import { view } from '../view.svelte.ts';
import { checkRegion } from './checkRegion.ts';
import { checkSignInName } from './checkSignInName.ts';
import { checkStartUrl, checkTypedStartUrl, tidyStartUrl } from './checkStartUrl.ts';
import { nameFromStartUrl } from './nameFromStartUrl.ts';
import { signInWatch } from './signInWatch.svelte.ts';

type FieldName = 'startUrl' | 'name' | 'region';
const fields: readonly FieldName[] = ['startUrl', 'name', 'region'];

type Flow = LiveView['signIns'][number]['flow'];

/** A sign-in that is being set up, until somebody is signed in by it. Name and region follow the start URL. */
export class SignInDraft {
  startUrl = $state('');
  #name = $state<string>();
  #region = $state<string>();
  flow = $state<Flow>('device');
  beginning = $state(false);
  /** What this draft has set up: the place that a correction replaces. */
  #added = $state<string>();
  /** Errors of a field show once it was left, or when the person wants to go on. */
  #touched = $state.raw<readonly FieldName[]>([]);
  #refused = $state.raw<CommandError>();

  get name(): string {
    return this.#name ?? nameFromStartUrl(tidyStartUrl(this.startUrl), this.#taken);
  }
  set name(name: string) {
    this.#name = name;
  }

  get region(): string {
    return this.#region ?? this.regionFound ?? '';
  }
  set region(region: string) {
    this.#region = region;
  }

  get regionFound(): string | undefined {
    return regionOfStartUrl(tidyStartUrl(this.startUrl));
  }

  /** The name of what was set up, also after a correction of the fields. */
  get added(): string | undefined {
    return this.#added;
  }

  readonly errors = $derived({
    startUrl: checkStartUrl(this.startUrl),
    name: checkSignInName(this.name, this.#taken),
    region: checkRegion(this.region),
  });

  /** What a field shows: all that is wrong once it was filled in, before that only what cannot become right. */
  errorOf(field: FieldName): string | undefined {
    if (field === 'startUrl' && !this.#touched.includes(field)) return checkTypedStartUrl(this.startUrl);
    return this.#touched.includes(field) ? this.errors[field] : undefined;
  }

  /** What AWS or Latchkey said of the last try. */
  get refusal() {
    const problem = this.#problem;
    const error = problem === undefined ? this.#refused : new CommandError(problem.error);
    return error && inWords(error);
  }

  get underWay(): boolean {
    return view.live?.desk.signIns.some(({ ssoSession }) => ssoSession === this.#added) ?? false;
  }

  get signedIn(): boolean {
    return (
      view.live?.signIns.some((one) => one.ssoSession === this.#added && one.state === 'signed-in') ?? false
    );
  }

  touch(field: FieldName): void {
    this.#touched = [...this.#touched, field];
  }

  /** The start URL without what a browser adds, once it is complete. */
  leaveStartUrl(): void {
    this.startUrl = tidyStartUrl(this.startUrl);
    if (this.startUrl !== '') this.touch('startUrl');
  }

  /** Sets it up and begins to sign in. Answers the first field that is not right, which nothing is done with. */
  async begin(): Promise<FieldName | undefined> {
    this.#touched = fields;
    const wrong = fields.find((field) => this.errors[field] !== undefined);
    if (wrong !== undefined || this.beginning) return wrong;
    this.beginning = true;
    this.#refused = undefined;
    try {
      await this.#setUp();
    } catch (error) {
      this.#refused = error instanceof CommandError ? error : undefined;
      if (this.#refused === undefined) throw error;
    } finally {
      this.beginning = false;
    }
    return undefined;
  }

  /** Leaves what was set up to the list; what AWS does not know is taken back. */
  async leave(): Promise<void> {
    const added = this.#added;
    if (added === undefined) return;
    const refused = this.#problem;
    signInWatch.unclaim(added);
    if (refused === undefined) return;
    await call('dismissProblem', { id: refused.id });
    if (refused.error.code === 'bad-input') await call('removeSsoSession', { name: added });
  }

  async #setUp(): Promise<void> {
    const place = {
      name: this.name.trim(),
      startUrl: tidyStartUrl(this.startUrl),
      region: this.region.trim(),
      flow: this.flow,
    };
    const problem = this.#problem;
    if (problem !== undefined) await call('dismissProblem', { id: problem.id });
    await this.#takeBack(place);
    signInWatch.claim(place.name);
    // Before it is in the list: the name that follows the start URL would step aside for itself.
    this.#added = place.name;
    await call('addSsoSession', place);
    await call('beginSignIn', { ssoSession: place.name });
  }

  /** An earlier try of this draft at another place or under another name. */
  async #takeBack({ name, startUrl, region }: Record<'name' | 'startUrl' | 'region', string>): Promise<void> {
    const before = view.live?.signIns.find(({ ssoSession }) => ssoSession === this.#added);
    if (before === undefined) return;
    if (before.ssoSession === name && before.startUrl === startUrl && before.region === region) return;
    await call('removeSsoSession', { name: before.ssoSession });
    signInWatch.unclaim(before.ssoSession);
    this.#added = undefined;
  }

  get #problem() {
    const { live } = view;
    if (live === undefined || this.#added === undefined || this.underWay) return undefined;
    return live.desk.problems.find(({ about, subject }) => about === 'sign-in' && subject === this.#added);
  }

  get #taken(): readonly string[] {
    const names = view.live?.signIns.map(({ ssoSession }) => ssoSession) ?? [];
    return names.filter((name) => name !== this.#added);
  }
}
