import { checked } from '../profiles/takeover/checked.ts';
import { ssoSession } from '../sso/ssoSession.ts';
import type { FoundSignIn } from './findings.ts';
import { signInName } from './signInName.ts';

/** @throws AppError bad-input for a start URL that is not https, and for no region */
export function foundSignIn(name: string | undefined, startUrl: unknown, region: unknown): FoundSignIn {
  const url = checked(ssoSession.shape.startUrl, startUrl);
  return { name: signInName(name, url), startUrl: url, region: checked(ssoSession.shape.region, region) };
}
