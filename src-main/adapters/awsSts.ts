import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { parseAccountId } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import type { Sts } from '../core/ports.ts';
import type { AwsClients } from './awsClients.ts';
import { toAppError } from './awsErrors.ts';
import { longestCallMs } from './transport.ts';
import { within } from './within.ts';

export function createAwsSts(clients: AwsClients): Sts {
  return {
    async getCallerIdentity({ accessKeyId, secretAccessKey, sessionToken }, region, signal) {
      const client = clients.sts(region, { accessKeyId, secretAccessKey, sessionToken });
      try {
        const { Arn: arn, Account: account } = await client.send(new GetCallerIdentityCommand({}), {
          abortSignal: within(longestCallMs, signal),
        });
        if (arn === undefined || account === undefined) {
          throw new AppError('not-aws', 'The answer is not what AWS would say.', {
            hint: 'Check the network.',
          });
        }
        return { arn, accountId: parseAccountId(account) };
      } catch (error) {
        throw toAppError(error);
      } finally {
        client.destroy();
      }
    },
  };
}
