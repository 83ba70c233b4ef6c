import type { CodeWanted, IamUserView, ListedProfile } from '../../src-main/contract.ts';
import { call, CommandError } from '../api.ts';
import { view } from '../view.svelte.ts';

/** Somebody in front of the window waits for a code. */
interface Asking {
  /** The profile that needs it. */
  readonly name: string;
  readonly iamUser: string;
  readonly device: string | null;
  readonly give: (code: string) => Promise<unknown>;
  readonly giveUp: () => void;
}

/** How long main's list of wanted codes may take to follow its error. Milliseconds. */
const patience = 3_000;

/** The one prompt for MFA codes: what was done in the window asks by itself, programs in the background by a bar. */
class Mfa {
  asking = $state.raw<Asking>();
  /** What an action of the window waits for; its entry comes with the next state. */
  #waiting = $state.raw<{ readonly row: ListedProfile; readonly ask: (entry: CodeWanted) => void }>();

  /** Codes that programs in the background were turned away for. */
  wanted = $derived(
    (view.live?.codesWanted ?? []).filter(
      (one) =>
        (this.#waiting === undefined || !isFor(one, this.#waiting.row)) &&
        this.asking?.iamUser !== one.iamUser,
    ),
  );

  /** Whether an action waits for its entry. */
  get waits(): boolean {
    return this.#waiting !== undefined;
  }

  /**
   * Does something with a profile. Where that needs an MFA code the person is asked for it, and it is done again;
   * undefined when they gave none.
   */
  async with<Result>(row: ListedProfile, action: () => Promise<Result>): Promise<Result | undefined> {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof CommandError) || error.code !== 'mfa-code-needed') throw error;
        if (!(await this.#given(row, error))) return undefined;
      }
    }
  }

  /** For an entry of `wanted`, whose bar was answered. To give it up takes the entry away. */
  answer({ id, profileName, iamUser, device }: CodeWanted): void {
    this.asking = {
      ...{ name: profileName, iamUser, device },
      give: (code) => call('giveMfaCode', { id, code }),
      giveUp: () => void call('dismissMfaCode', { id }).catch(() => undefined),
    };
  }

  /** Before anything needs one: opens the MFA session of an IAM user. */
  openSession(user: IamUserView): void {
    const wanted = view.live?.codesWanted.find(({ id }) => id === `user:${user.name}`);
    this.asking = {
      ...{ name: user.name, iamUser: user.name, device: user.mfaSerial },
      give: (code) =>
        wanted === undefined ? openByTest(user, code) : call('giveMfaCode', { id: wanted.id, code }),
      giveUp: () => undefined,
    };
  }

  async give(code: string): Promise<void> {
    await this.asking?.give(code);
    this.asking = undefined;
  }

  giveUp(): void {
    const { asking } = this;
    this.asking = undefined;
    asking?.giveUp();
  }

  /** Takes the newest state: the entry that an action waits for may be in it. */
  take({ codesWanted }: { readonly codesWanted: readonly CodeWanted[] }): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const { row, ask } = waiting;
    const entry =
      codesWanted.find(({ profileId }) => profileId === row.id) ?? codesWanted.find((one) => isFor(one, row));
    if (entry !== undefined) ask(entry);
  }

  /** Whether the person gave the code. @throws the error itself where main names no code that could be given */
  #given(row: ListedProfile, error: CommandError): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = undefined;
        reject(error);
      }, patience);
      const ask = ({ id, iamUser, device }: CodeWanted): void => {
        clearTimeout(timer);
        this.#waiting = undefined;
        this.asking = {
          ...{ name: row.name, iamUser, device },
          give: async (code) => {
            await call('giveMfaCode', { id, code });
            resolve(true);
          },
          giveUp: () => {
            resolve(false);
          },
        };
      };
      this.#waiting = { row, ask };
    });
  }
}

function isFor(entry: CodeWanted, row: ListedProfile): boolean {
  return entry.profileId === row.id || entry.iamUser === row.origin;
}

async function openByTest({ profileId }: IamUserView, mfaCode: string): Promise<void> {
  const { works, links } = await call('testProfile', { profile: profileId, mfaCode, asksItself: true });
  if (works) return;
  const failed = links.find(({ state }) => state === 'failed');
  throw new CommandError({
    code: 'mfa-code-refused',
    message: failed?.message ?? 'The MFA session did not begin.',
    hint: failed?.hint ?? null,
    details: [],
  });
}

export const mfa = new Mfa();
