import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAwsClients } from '../../src-main/adapters/awsClients.ts';
import { createAwsIdentityCenter } from '../../src-main/adapters/awsIdentityCenter.ts';
import type { Aws } from '../aws/standIn.ts';

/**
 * What `aws sso login` of the sso-session `name` does at AWS and leaves in the HOME `folder`, approved by `person`.
 * @returns the file that it wrote
 */
export async function awsSsoLogin(aws: Aws, folder: string, name: string, person?: string): Promise<string> {
  const { startUrl, region } = aws.organisation;
  const network = () => ({ endpoints: aws.endpoints, proxy: null, noProxy: null, caBundle: null });
  const clock = { now: aws.clock.now, sleep: () => Promise.resolve() };
  const identityCenter = createAwsIdentityCenter(createAwsClients(network), clock);
  const place = { startUrl, region };
  const client = await identityCenter.registerClient(place, 'device');
  const device = await identityCenter.startDeviceAuthorization(place, client);
  aws.approve(device.userCode, person);
  const grant = { kind: 'device', deviceCode: device.deviceCode } as const;
  const token = await identityCenter.createToken(place, client, grant);
  if (token.state !== 'token') throw new Error(token.state);
  const iso = (epoch: number) => `${new Date(epoch).toISOString().slice(0, 19)}Z`;
  const cache = join(folder, '.aws/sso/cache');
  const file = join(cache, `${createHash('sha1').update(name).digest('hex')}.json`);
  await mkdir(cache, { recursive: true });
  await writeFile(
    file,
    JSON.stringify({
      ...{ startUrl, region, accessToken: token.accessToken, expiresAt: iso(token.expiresAt) },
      ...{ clientId: client.clientId, clientSecret: client.clientSecret },
      registrationExpiresAt: iso(client.expiresAt),
      refreshToken: token.refreshToken,
    }),
  );
  return file;
}
