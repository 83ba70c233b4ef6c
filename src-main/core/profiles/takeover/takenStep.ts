import { roleStep, type RoleStep } from '../../roles/roleStep.ts';
import { checked } from './checked.ts';
import { leave } from './leave.ts';
import type { FileProfile } from './readProfiles.ts';

/** The AssumeRole of a profile with a `role_arn`. @throws AppError bad-input with the field and its limit */
export function takenStep({ values }: FileProfile): RoleStep {
  const name = values.get('role_session_name');
  // Braces would be filled in; AWS knows none.
  if (name?.includes('{') === true) leave('The session name is made of letters, digits and _ + = , . @ -.');
  const duration = values.get('duration_seconds');
  return checked(roleStep, {
    roleArn: values.get('role_arn'),
    externalId: values.get('external_id'),
    sessionName: name,
    durationSeconds: duration === undefined ? undefined : wholeNumber(duration),
    mfaSerial: values.get('mfa_serial'),
    region: values.get('region'),
  });
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
