import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roleStep } from '../../src-main/core/roles/roleStep.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';

let aws: Aws;
let at: AppOnAws;

beforeAll(async () => {
  aws = await startAws();
  at = await createAppOnAws(aws);
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  await at.app.addIamUser({ name: 'ada', accessKeyId, secretAccessKey }, quietly);
});
afterAll(async () => {
  await at.remove();
  await aws.close();
});

const step = (roleArn: string, more: object = {}) => roleStep.parse({ roleArn, ...more });
const gateway = 'arn:aws:iam::200000000002:role/Gateway';
const archivist = 'arn:aws:iam::012345678901:role/audit/Archivist';
const auditor = 'arn:aws:iam::200000000003:role/Auditor';
const breakGlass = 'arn:aws:iam::100000000001:role/emergency/BreakGlass';

describe('a role chain', () => {
  it('goes through three accounts, with the path in the request and not in the assumed ARN', async () => {
    await at.app.addProfile(
      { name: 'audit', from: 'ada', steps: [step(gateway), step(archivist), step(auditor)], region: null },
      quietly,
    );
    const test = await at.app.testProfile({ profile: 'audit' }, quietly);
    expect(test.links.map(({ state, arn }) => [state, arn])).toEqual([
      ['ok', 'arn:aws:iam::200000000001:user/ada'],
      ['ok', 'arn:aws:sts::200000000002:assumed-role/Gateway/ada'],
      ['ok', 'arn:aws:sts::012345678901:assumed-role/Archivist/ada'],
      ['ok', 'arn:aws:sts::200000000003:assumed-role/Auditor/ada'],
    ]);
    const keys = await at.app.credentials({ profile: 'audit' }, quietly);
    expect(keys).toMatchObject({ accountId: '200000000003', roleName: 'Auditor' });
  });

  it('says why AWS said no when the external id is missing or wrong', async () => {
    await at.app.addProfile({ name: 'glass', from: 'ada', steps: [step(breakGlass)], region: null }, quietly);
    const without = await at.app.testProfile({ profile: 'glass' }, quietly);
    expect(without.works).toBe(false);
    expect(without.links[1]?.denial?.causes.map(({ kind }) => kind)).toContain('external-id');
    const right = [step(breakGlass, { externalId: 'break-the-glass' })];
    await at.app.changeProfile({ profile: 'glass', steps: right }, quietly);
    await expect(at.app.testProfile({ profile: 'glass' }, quietly)).resolves.toMatchObject({ works: true });
    const wrong = [step(breakGlass, { externalId: 'break-the-glaze' })];
    await at.app.changeProfile({ profile: 'glass', steps: wrong }, quietly);
    await expect(at.app.credentials({ profile: 'glass' }, quietly)).rejects.toMatchObject({ code: 'denied' });
  });
});
