import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAwsClients } from '../../src-main/adapters/awsClients.ts';
import { createAwsIam } from '../../src-main/adapters/awsIam.ts';
import type { AwsNetwork } from '../../src-main/adapters/awsNetwork.ts';
import { createAwsSts } from '../../src-main/adapters/awsSts.ts';
import type { IamRequest } from '../../src-main/core/ports.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { account, mfaSerial, smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { startConnectProxy } from '../support/connectProxy.ts';

let aws: Aws;
beforeEach(async () => {
  aws = await startAws({ organisations: [smallOrganisation()] });
});
afterEach(async () => {
  await aws.close();
});

const region = 'eu-west-1';
const direct: AwsNetwork = {
  endpoints: { ssoOidc: null, sso: null, sts: null, iam: null, signin: null },
  ...{ proxy: null, noProxy: null, caBundle: null },
};
const clients = () =>
  createAwsClients(() => ({
    ...direct,
    endpoints: { ...direct.endpoints, iam: aws.endpoints.iam, sts: aws.endpoints.sts },
  }));
function asking(): IamRequest {
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  return { credentials: { accessKeyId, secretAccessKey }, region, userName: 'ada' };
}

describe('IAM', () => {
  it('lists the devices, makes a second key that works, and switches the first one off', async () => {
    const iam = createAwsIam(clients());
    const request = asking();
    await expect(iam.listMfaDevices(request)).resolves.toEqual([mfaSerial]);
    const created = await iam.createAccessKey(request);
    const credentials = { accessKeyId: created.keyId, secretAccessKey: created.secretAccessKey };
    await expect(createAwsSts(clients()).getCallerIdentity(credentials, region)).resolves.toMatchObject({
      accountId: account,
    });
    await iam.deactivateAccessKey({ ...request, credentials, keyId: request.credentials.accessKeyId });
    const keys = await iam.listAccessKeys({ ...request, credentials });
    expect(new Map(keys.map(({ keyId, active }) => [keyId, active]))).toEqual(
      new Map([
        [request.credentials.accessKeyId, false],
        [created.keyId, true],
      ]),
    );
    expect(keys.every(({ createdAt }) => Math.abs(createdAt - aws.clock.now()) < 10 * 365 * 86_400_000)).toBe(
      true,
    );
  });

  it('says with AWS’s words that a third key is too many, and that a session without MFA may ask nothing', async () => {
    const iam = createAwsIam(clients());
    const request = asking();
    await iam.createAccessKey(request);
    await expect(iam.createAccessKey(request)).rejects.toMatchObject({
      code: 'denied',
      refusal: { code: 'LimitExceeded', message: 'Cannot exceed quota for AccessKeysPerUser: 2' },
    });
    const { credentials } = await createAwsSts(clients()).getSessionToken({
      ...{ region, credentials: request.credentials, durationSeconds: 900, mfa: null },
    });
    await expect(iam.listAccessKeys({ ...request, credentials })).rejects.toMatchObject({
      code: 'denied',
      refusal: { code: 'InvalidClientTokenId' },
    });
  });

  it('reads every page', async () => {
    await aws.close();
    const serials = Array.from({ length: 3 }, (_none, at) => `arn:aws:iam::${account}:mfa/device${at}`);
    const asked: (string | null)[] = [];
    const paged = await startPaged(serials, asked);
    const network = { ...direct, endpoints: { ...direct.endpoints, iam: paged.url } };
    const iam = createAwsIam(createAwsClients(() => network));
    const request = { credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' }, region, userName: 'ada' };
    await expect(iam.listMfaDevices(request)).resolves.toEqual(serials);
    expect(asked).toEqual([null, '1', '2']);
    await paged.close();
  });

  it('is one a partition, signed for its one region', async () => {
    const proxy = await startConnectProxy(1);
    proxy.instead = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n';
    const network = { ...direct, proxy: proxy.url };
    const iam = createAwsClients(() => network);
    const keys = { accessKeyId: 'AKIA', secretAccessKey: 's' };
    const signedFor: string[] = [];
    for (const there of ['eu-west-1', 'us-gov-east-1', 'cn-northwest-1', 'eusc-de-east-1']) {
      const request = { credentials: keys, region: there, userName: 'ada' };
      await expect(createAwsIam(iam).listAccessKeys(request)).rejects.toThrow();
      signedFor.push(await (await iam.iam(there, keys)).config.region());
    }
    await proxy.close();
    expect(signedFor).toEqual(['us-east-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1']);
    expect(proxy.targets).toEqual([
      'iam.amazonaws.com:443',
      'iam.us-gov.amazonaws.com:443',
      'iam.cn-north-1.amazonaws.com.cn:443',
      'iam.eusc-de-east-1.amazonaws.eu:443',
    ]);
  });
});

async function startPaged(serials: readonly string[], asked: (string | null)[]) {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const marker = new URLSearchParams(body).get('Marker');
      asked.push(marker);
      const at = Number(marker ?? 0);
      const next = at + 1 < serials.length;
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(
          '<ListMFADevicesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListMFADevicesResult>' +
            `<MFADevices><member><UserName>ada</UserName><SerialNumber>${serials[at] ?? ''}</SerialNumber>` +
            '<EnableDate>2026-01-01T00:00:00Z</EnableDate></member></MFADevices>' +
            `<IsTruncated>${next}</IsTruncated>${next ? `<Marker>${at + 1}</Marker>` : ''}` +
            '</ListMFADevicesResult></ListMFADevicesResponse>',
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
