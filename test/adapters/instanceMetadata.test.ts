import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInstanceMetadata } from '../../src-main/adapters/instanceMetadata.ts';
import { startInstanceMetadata } from '../aws/imds/startInstanceMetadata.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { callSts } from '../aws/support/callSts.ts';
import { otherAccount, roleArnOf, smallOrganisation } from '../aws/support/smallOrganisation.ts';

const { signal } = new AbortController();
const refused = { code: 'federation-refused' };

let aws: Aws;
beforeEach(async () => {
  const machine = { accountId: otherAccount, name: 'Machine', trust: { principals: ['ec2.amazonaws.com'] } };
  const { roles } = smallOrganisation();
  aws = await startAws({ organisations: [smallOrganisation({ roles: [...roles, machine] })] });
});
afterEach(async () => {
  await aws.close();
});

const on = (environment: Record<string, string>, named = true) =>
  createInstanceMetadata({ environment, named });

describe('EC2’s metadata', () => {
  it('tells the role of the machine and gives its credentials, with a token for each reading', async () => {
    const instance = await startInstanceMetadata(aws, { roleArn: roleArnOf('Machine') });
    const metadata = on(instance.environment());
    const role = await metadata.role(signal);
    expect(role).toEqual({ accountId: otherAccount, roleName: 'Machine', region: aws.organisation.region });
    const credentials = await metadata.credentials(role.roleName, signal);
    expect(credentials.expiration).toBeGreaterThan(aws.clock.now() + 5 * 3_600_000);
    const who = await callSts(aws, credentials, { Action: 'GetCallerIdentity' });
    expect(who.element('Arn')).toBe(
      `arn:aws:sts::${otherAccount}:assumed-role/Machine/${instance.instanceId}`,
    );
    const reads = instance.requests.filter(({ method }) => method === 'GET');
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.every(({ headers }) => headers['x-aws-ec2-metadata-token'] !== undefined)).toBe(true);
    await instance.close();
  });

  it('is never read by version 1, also where no token is given', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.method ?? '');
      response.writeHead(request.method === 'PUT' ? 403 : 200).end('Machine');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const metadata = on({ AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` });
    await expect(metadata.role(signal)).rejects.toMatchObject(refused);
    expect(asked).toEqual(['PUT']);
    await new Promise((resolve) => server.close(resolve));
  });

  it('says when the machine has no role, or one that EC2 may not assume', async () => {
    const none = await startInstanceMetadata(aws, { roleArn: null });
    await expect(on(none.environment()).role(signal)).rejects.toMatchObject(refused);
    await none.close();
    const wrong = await startInstanceMetadata(aws, { roleArn: roleArnOf('Partner') });
    await expect(on(wrong.environment()).credentials('Partner', signal)).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(/no credentials/) as string,
    });
    await wrong.close();
  });

  it('is not asked where it is switched off, nor led elsewhere by the environment of a person’s own home', async () => {
    const instance = await startInstanceMetadata(aws, { roleArn: roleArnOf('Machine') });
    const off = { ...instance.environment(), AWS_EC2_METADATA_DISABLED: 'TRUE' };
    await expect(on(off).role(signal)).rejects.toMatchObject(refused);
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(on(instance.environment(), false).role(stop)).rejects.toThrow('stopped');
    for (const endpoint of ['http://192.0.2.1', instance.url.replace('http:', 'https:')]) {
      await expect(on({ AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint }).role(stop)).rejects.toThrow('stopped');
    }
    expect(instance.requests).toEqual([]);
    await instance.close();
  });
});
