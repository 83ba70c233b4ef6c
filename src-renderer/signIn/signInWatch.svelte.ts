import type { LiveView } from '../../src-main/contract.ts';

type Problem = LiveView['desk']['problems'][number];
type Ended = Problem & { readonly subject: string };

interface SignedIn {
  readonly ssoSession: string;
  readonly as: string | null;
}

/**
 * Follows the sign-ins that were under way while this window was open. What became of those is said where they were
 * seen (a dialog, the form that began it); problems of others are said like any problem.
 */
class SignInWatch {
  /** Names seen under way here. */
  #seen = $state.raw<ReadonlySet<string>>(new Set());
  /** Names that a form speaks for: what is wrong with its start URL or region belongs beside the fields. */
  #claimed = $state.raw<ReadonlySet<string>>(new Set());
  /** When the sign-in before ended, by name: another end tells that somebody has signed in. */
  #before = new Map<string, string | null>();

  claim(name: string): void {
    this.#claimed = new Set([...this.#claimed, name]);
  }

  unclaim(name: string): void {
    this.#claimed = new Set([...this.#claimed].filter((one) => one !== name));
  }

  /** Whether its dialog or its form says what is wrong, so that the list of problems need not. */
  speaksFor({ about, subject }: Problem): boolean {
    return about === 'sign-in' && subject !== null && (this.#seen.has(subject) || this.#claimed.has(subject));
  }

  /** The sign-in that ended badly here, for its dialog; undefined where none did or another is under way. */
  ended({ desk }: LiveView): Ended | undefined {
    if (desk.signIns.length > 0) return undefined;
    return desk.problems.find(
      (problem): problem is Ended =>
        problem.subject !== null && this.speaksFor(problem) && !this.#claimed.has(problem.subject),
    );
  }

  /** Takes the newest state; answers who has signed in since the last one. */
  take(live: LiveView): readonly SignedIn[] {
    const names = live.desk.signIns.map(({ ssoSession }) => ssoSession);
    for (const name of names) {
      if (!this.#before.has(name)) this.#before.set(name, placeOf(live, name)?.expiresAt ?? null);
    }
    if (names.some((name) => !this.#seen.has(name))) this.#seen = new Set([...this.#seen, ...names]);
    return [...this.#before].flatMap(([ssoSession, before]) => {
      if (names.includes(ssoSession)) return [];
      const place = placeOf(live, ssoSession);
      // The desk may say that it is over a moment before the list says that somebody is signed in.
      if (place?.state !== 'signed-in' || place.expiresAt === before) return [];
      this.#before.delete(ssoSession);
      return [{ ssoSession, as: place.signedInAs }];
    });
  }
}

function placeOf({ signIns }: LiveView, name: string): LiveView['signIns'][number] | undefined {
  return signIns.find(({ ssoSession }) => ssoSession === name);
}

export const signInWatch = new SignInWatch();
