import { noPortal } from '../core/console/noPortal.ts';
import { portalLink } from '../core/console/portalLink.ts';
import { AppError } from '../core/errors.ts';
import { chainPlan } from '../core/roles/chainPlan.ts';
import { ssoSessionOf } from '../core/sso/ssoSessionOf.ts';
import type { Domain } from './domain.ts';
import { handOut } from './handOut.ts';
import type { OpenedConsole, WantedConsole } from './wantedConsole.ts';

/**
 * The console by the access portal's shortcut: no keys are made here. A program that asks for it opens somebody's
 * account all the same, so “ask first” counts.
 * @throws AppError bad-input where the portal cannot open it, or a duration is wanted
 */
export async function portalConsole(
  domain: Domain,
  { profile: wanted, destination, input, call }: WantedConsole,
): Promise<OpenedConsole> {
  if (input.durationSeconds !== undefined) {
    throw new AppError(
      'bad-input',
      'The access portal takes no duration: its permission set says how long it is.',
      { hint: 'Leave the duration out, or open the console with keys.' },
    );
  }
  const opened = await handOut(
    domain,
    { profile: wanted, use: 'portal', asked: {}, call },
    async ({ profile }) => {
      const settings = domain.settings.get();
      const refusal = noPortal(profile, settings);
      const [role] = chainPlan(profile, { settings });
      if (refusal !== undefined || role?.call !== 'GetRoleCredentials') {
        throw new AppError('bad-input', refusal ?? 'The access portal cannot open this profile.', {
          hint: 'Open the console with keys.',
        });
      }
      const { accountId, roleName, ssoSession } = role;
      const { startUrl } = ssoSessionOf(domain.settings, ssoSession);
      const link = portalLink(startUrl, { accountId, roleName, destination: destination.url });
      return Promise.resolve({ link, credentials: null });
    },
  );
  return { link: opened.link, profile: opened.profile, endsAt: null };
}
