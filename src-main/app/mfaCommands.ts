import type { App } from '../app.ts';
import type { CodeWanted } from '../contract.ts';
import { keysOf } from '../core/credentials/credentialsFor.ts';
import { AppError } from '../core/errors.ts';
import { iamUserProfileId } from '../core/profiles/iamUserProfileId.ts';
import { chainPlan, iamUserOf } from '../core/roles/chainPlan.ts';
import type { WantedCode } from '../core/roles/mfaCodes.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

export function mfaCommands(domain: Domain): Pick<App, 'giveMfaCode' | 'dismissMfaCode'> {
  return {
    async giveMfaCode({ id, code }, { signal }) {
      const wanted = domain.mfaCodes.wanted().find((one) => one.id === id);
      if (wanted === undefined) {
        throw new AppError('bad-input', 'Nobody waits for this code any more.', {
          hint: 'Start the profile again.',
        });
      }
      await spend(domain, wanted, code, signal);
      return {};
    },

    dismissMfaCode({ id }) {
      domain.mfaCodes.dismiss(id);
      return Promise.resolve({});
    },
  };
}

/** The session that all profiles of the user share, or the one profile whose role takes the code itself. */
async function spend(
  domain: Domain,
  wanted: WantedCode,
  mfaCode: string,
  signal: AbortSignal,
): Promise<void> {
  const book = await domain.book();
  const user = iamUserOf(domain.settings.get(), wanted.iamUser);
  const id = wanted.shared ? iamUserProfileId(domain.sha256, user) : wanted.profile.id;
  const profile = book.byId(id);
  if (profile === undefined)
    throw new AppError('no-such-profile', 'The profile that needed the code is gone.');
  const asked = { mfaCode, reason: wanted.reason };
  const links = chainPlan(profile, { settings: domain.settings.get() });
  await keysOf(domain, links, { profile, asked }, signal);
}

/** Who waits for a code, for the window and the tray. */
export function codesWanted({ mfaCodes }: Domain): CodeWanted[] {
  return mfaCodes.wanted().map(({ id, iamUser, device, profile, askedAt }) => ({
    ...{ id, iamUser, device },
    profileId: profile.id,
    profileName: profile.name,
    askedAt: isoTime(askedAt),
  }));
}
