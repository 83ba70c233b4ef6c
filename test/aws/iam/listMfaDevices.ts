import { foundedAt } from './foundedAt.ts';
import type { IamAction } from './iamAction.ts';
import { readPaging } from './readPaging.ts';
import { readUserName } from './readUserName.ts';
import { userOf } from './userOf.ts';

export const listMfaDevices: IamAction = (call) => {
  const userName = readUserName(call.read);
  const pageOf = readPaging(call.read);
  call.read.finish();
  const { name, mfa, fido = [] } = userOf(userName, 'iam:ListMFADevices', call);
  const serials = [...(mfa === undefined ? [] : [mfa.serial]), ...fido];
  const { rows, rest } = pageOf(serials);
  const member = rows.map((serial) => ({ UserName: name, SerialNumber: serial, EnableDate: foundedAt }));
  return { MFADevices: { member }, ...rest };
};
