import { AppError } from '../errors.ts';
import type { Clock, Log, MfaCode, Programs } from '../ports.ts';
import type { IamUser } from './iamUser.ts';
import { mfaTrouble } from './mfaTrouble.ts';

/** What a caller brought along, and whom else may be asked. */
export interface Asked {
  /** Six digits that a person read off the device just now. */
  readonly mfaCode?: string | undefined;
  /** Part of the session name, for CloudTrail to show. */
  readonly reason?: string | undefined;
  /** The caller asks its person itself: nobody else is. */
  readonly asksItself?: boolean | undefined;
  /** Seconds of the last link, where the caller wants others than the profile says. */
  readonly durationSeconds?: number | undefined;
}

/** A code that nobody was there to give. The next one who needs it may find it answered. */
export interface WantedCode {
  readonly id: string;
  readonly iamUser: string;
  readonly device: string;
  /** The first that was turned away for it. */
  readonly profile: { readonly id: string; readonly name: string };
  readonly shared: boolean;
  /** Of who was turned away: part of the session name. */
  readonly reason: string | undefined;
  /** Epoch milliseconds. */
  readonly askedAt: number;
}

export interface CodeNeed {
  readonly user: IamUser;
  /** Where it is not the user's own device. */
  readonly serial: string | null;
  readonly profile: WantedCode['profile'];
  readonly asked: Asked;
  /** For the session that all profiles of the user share: they ask for one code together. */
  readonly shared: boolean;
}

/** Where MFA codes come from: the caller, the user's program, or a person who is asked by the window. */
export interface MfaCodes {
  /**
   * Runs `use` with a code that AWS has not had yet.
   * @throws AppError mfa-code-needed when nobody is there to give one, mfa-code-refused, mfa-device, federation-refused
   *   (the program failed), and what `use` throws
   */
  with<Result>(need: CodeNeed, signal: AbortSignal, use: (code: MfaCode) => Promise<Result>): Promise<Result>;
  wanted(): readonly WantedCode[];
  dismiss(id: string): void;
}

/** AWS takes a code within its 30 seconds and somewhat around: one that is older than this is worthless anyway. */
const rememberedMs = 3 * 60 * 1000;

export function createMfaCodes(ports: {
  readonly clock: Clock;
  readonly log: Log;
  readonly programs: Programs;
}): MfaCodes {
  const { clock } = ports;
  /** When each code of a device was sent. Only here, and only for minutes. */
  const sent = new Map<string, number>();
  const refusals = new Map<string, number>();
  let wanted: readonly WantedCode[] = [];

  const idOf = ({ shared, user, profile }: CodeNeed): string =>
    shared ? sharedCodeId(user.name) : profile.id;

  const drop = (isOver: (one: WantedCode) => boolean): void => {
    wanted = wanted.filter((one) => !isOver(one));
  };

  function want(need: CodeNeed, device: string): void {
    const { user, profile, shared } = need;
    const id = idOf(need);
    if (wanted.some((one) => one.id === id)) return;
    const { reason } = need.asked;
    const one = { id, iamUser: user.name, device, profile, shared, reason, askedAt: clock.now() };
    wanted = [...wanted, one];
    ports.log.write('mfa-code-wanted', { profile: profile.id });
  }

  /** Before AWS is asked: a second call with the same code only counts as a failure against the user. */
  function claim(serial: string, code: string): void {
    const now = clock.now();
    for (const [key, at] of sent) if (now - at > rememberedMs) sent.delete(key);
    const key = `${serial} ${code}`;
    if (sent.has(key)) {
      throw mfaTrouble({ message: '', serial, alreadySent: true, refusals: refusals.get(serial) ?? 0, now });
    }
    sent.set(key, now);
  }

  async function codeOf(need: CodeNeed, serial: string, signal: AbortSignal): Promise<string> {
    const { user, asked } = need;
    if (asked.mfaCode !== undefined) return asked.mfaCode;
    if (user.mfaProcess !== null)
      return printedCode(await ports.programs.run(user.mfaProcess, signal), user.name);
    if (asked.asksItself !== true) want(need, serial);
    throw codeNeeded(need.profile.name, serial);
  }

  return {
    async with(need, signal, use) {
      const serial = need.serial ?? need.user.mfaSerial;
      if (serial === null) throw noDevice(need.user.name);
      const code = await codeOf(need, serial, signal);
      claim(serial, code);
      try {
        const result = await use({ serial, code });
        refusals.delete(serial);
        drop(({ id }) => id === idOf(need));
        return result;
      } catch (error) {
        throw refused(error, serial);
      }
    },
    wanted: () => wanted,
    dismiss: (id) => {
      drop((one) => one.id === id);
    },
  };

  function refused(error: unknown, serial: string): unknown {
    if (!(error instanceof AppError)) return error;
    const message = error.refusal?.message ?? '';
    if (!message.startsWith('MultiFactorAuthentication failed')) return error;
    const count = (refusals.get(serial) ?? 0) + 1;
    refusals.set(serial, count);
    return mfaTrouble({ message, serial, alreadySent: false, refusals: count, now: clock.now() });
  }
}

/** Under which the code of an IAM user's session is wanted; no profile has such an id. */
export function sharedCodeId(iamUser: string): string {
  return `user:${iamUser}`;
}

/** The last six digits that stand alone: `ykman` prints the account before them. */
function printedCode(output: string, user: string): string {
  const code = [...output.matchAll(/(?<!\d)\d{6}(?!\d)/g)].at(-1)?.[0];
  if (code !== undefined) return code;
  throw new AppError('federation-refused', `The MFA program of ${user} printed no six digits.`, {
    hint: 'Try it in a terminal; it must print the code on its standard output.',
  });
}

function codeNeeded(profile: string, serial: string): AppError {
  return new AppError('mfa-code-needed', `${profile} needs an MFA code of ${serial}.`, {
    hint: 'Give it in the window, or with: --mfa-code CODE',
  });
}

function noDevice(user: string): AppError {
  return new AppError('mfa-device', `The IAM user “${user}” has no MFA device here.`, {
    hint: `Name it with: latchkey iam-user edit ${user} --mfa-serial ARN. FIDO keys and passkeys have no codes that AWS takes here.`,
  });
}
