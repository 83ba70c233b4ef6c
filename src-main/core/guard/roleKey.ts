import { permissionSetOf } from '../arn.ts';

/** A role as marks know it: 12 digits, `/`, its name. IAM takes no two names that differ in case alone. */
export function roleKey(accountId: string, roleName: string): string {
  return `${accountId}/${(permissionSetOf(roleName) ?? roleName).toLowerCase()}`;
}
