import { principalId, userArn } from '../principal.ts';
import { foundedAt } from './foundedAt.ts';
import type { IamAction } from './iamAction.ts';
import { readUserName } from './readUserName.ts';
import { userOf } from './userOf.ts';

export const getUser: IamAction = (call) => {
  const userName = readUserName(call.read);
  call.read.finish();
  const user = userOf(userName, 'iam:GetUser', call);
  return {
    User: {
      Path: user.path ?? '/',
      UserName: user.name,
      UserId: principalId({ kind: 'user', user }),
      Arn: userArn(user),
      CreateDate: foundedAt,
    },
  };
};
