import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { roleStep } from '../../src-main/core/roles/roleStep.ts';
import { startInstanceMetadata, type InstanceMetadata } from '../aws/imds/startInstanceMetadata.ts';
import { roleArn } from '../aws/organisation.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { account, roleArnOf, smallOrganisation } from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';

const workstation = { accountId: account, name: 'Workstation', trust: { principals: ['ec2.amazonaws.com'] } };
const source = { kind: 'instance-profile' as const, name: 'machine' };

let aws: Aws;
let machine: InstanceMetadata;
let at: AppOnAws;

beforeAll(async () => {
  const { roles } = smallOrganisation();
  aws = await startAws({ organisations: [smallOrganisation({ roles: [...roles, workstation] })] });
  machine = await startInstanceMetadata(aws, { roleArn: roleArn(workstation) });
});
afterAll(async () => {
  await machine.close();
  await aws.close();
});
afterEach(() => at.remove());

describe('the machine’s own role', () => {
  it('is found with its account and region, is a profile at once and begins chains, by IMDSv2 alone', async () => {
    at = await createAppOnAws(aws, { environment: machine.environment() });
    const added = await at.app.addSource({ source }, quietly);
    expect(added.source).toMatchObject({
      ...{ from: 'machine', where: 'Workstation', region: 'eu-west-1', state: 'ready', endsAt: null },
    });
    const keys = await at.app.credentials({ profile: 'machine' }, quietly);
    expect(keys).toMatchObject({ accountId: account, roleName: 'Workstation' });
    const steps = [roleStep.parse({ roleArn: roleArnOf('Ops', '/team/') })];
    await at.app.addProfile({ name: 'ops', from: 'machine', steps, region: null }, quietly);
    const { works, links } = await at.app.testProfile({ profile: 'ops' }, quietly);
    expect(works).toBe(true);
    expect(links.map(({ call, arn }) => [call, arn])).toEqual([
      ['InstanceProfile', `arn:aws:sts::${account}:assumed-role/Workstation/${machine.instanceId}`],
      ['AssumeRole', 'arn:aws:sts::012345678901:assumed-role/Ops/ada'],
    ]);
    const { profile } = await at.app.showProfile({ profile: 'ops' }, quietly);
    expect(profile.chain[1]).toMatchObject({ chained: true, limits: { longest: 3600 } });
    const asked = machine.requests.filter(({ path }) => path !== '/latest/api/token');
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.every(({ headers }) => headers['x-aws-ec2-metadata-token'] !== undefined)).toBe(true);
  });

  it('needs no person, and takes no length', async () => {
    at = await createAppOnAws(aws, { environment: machine.environment() });
    await at.app.addSource({ source }, quietly);
    await expect(at.app.signInSource({ source: 'machine' }, quietly)).rejects.toMatchObject({
      code: 'bad-input',
    });
    const assertion = 'AAAA';
    await expect(at.app.presentAssertion({ source: 'machine', assertion }, quietly)).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('is nowhere but on EC2, which is said within three seconds and adds nothing', async () => {
    // A port where nobody answers stands for the address, which some networks swallow.
    const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9' };
    at = await createAppOnAws(aws, { environment });
    const began = Date.now();
    await expect(at.app.addSource({ source }, quietly)).rejects.toMatchObject({
      code: 'federation-refused',
      message: 'This machine has no EC2 metadata.',
    });
    expect(Date.now() - began).toBeLessThan(3000);
    expect(at.settings().sources).toEqual([]);
  });
});
