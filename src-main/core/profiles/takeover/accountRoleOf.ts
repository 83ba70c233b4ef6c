import { isAccountId } from '../../arn.ts';
import { ssoSession } from '../../sso/ssoSession.ts';
import { checked } from './checked.ts';
import { leave } from './leave.ts';
import type { FileProfile, ReadProfiles } from './readProfiles.ts';
import type { TakenFrom } from './takenProfile.ts';

type AccountRoleFrom = Extract<TakenFrom, { readonly kind: 'account-role' }>;

/**
 * The AccountRole of a profile with Identity Center keys, in an sso-session of their own or in the older form.
 * @throws AppError bad-input, one sentence, where the AWS CLI would refuse them
 */
export function accountRoleOf(
  { values }: FileProfile,
  ssoSections: ReadProfiles['ssoSections'],
): AccountRoleFrom {
  const name = values.get('sso_session');
  const section = name === undefined ? undefined : ssoSections.get(name);
  if (name !== undefined && section === undefined) leave('Its sso_session is not in the config file.');
  if (section !== undefined && section.fault !== null) leave(section.fault);
  const place = (key: 'sso_start_url' | 'sso_region'): string => {
    const own = values.get(key);
    const value = section === undefined ? own : section.values.get(key);
    if (value === undefined) leave(`It has no ${key}${section === undefined ? '' : ' in its sso-session'}.`);
    if (own !== undefined && own !== value) leave(`Its ${key} is not the one of its sso-session.`);
    return value;
  };
  checked(ssoSession.shape.region, place('sso_region'));
  const startUrl = checked(ssoSession.shape.startUrl, place('sso_start_url'));
  const accountId = values.get('sso_account_id') ?? '';
  if (!isAccountId(accountId)) leave('Its sso_account_id is not twelve digits.');
  const roleName = values.get('sso_role_name') ?? '';
  if (!/^[\w+=,.@-]{1,64}$/.test(roleName)) leave('Its sso_role_name is not the name of a role.');
  return { kind: 'account-role', ssoSession: name ?? null, startUrl, accountId, roleName };
}
