/** Secrets leave by the commands whose outputs are secrets, and by no other way. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRoleArn } from '../../src-main/core/arn.ts';
import type { CommandName, Input } from '../../src-main/contract.ts';
import { startAws, type Aws } from '../aws/standIn.ts';
import {
  mfaSerial,
  otherAccount,
  roleArnOf,
  smallOrganisation,
  account,
} from '../aws/support/smallOrganisation.ts';
import { createAppOnAws, quietly, type AppOnAws } from '../support/appOnAws.ts';
import { atTheDoor } from '../support/atTheDoor.ts';
import { canariesOf, type Secret } from '../support/canaries.ts';

let aws: Aws;
let at: AppOnAws;
/** What every command said, answers and errors alike. */
const said: string[] = [];
const secret: string[] = [];

/** Their outputs are the secrets that a person asked for. */
const handsOut: ReadonlySet<CommandName> = new Set(['credentials', 'consoleLink']);

beforeAll(async () => {
  const trust = { principals: [`arn:aws:iam::${account}:root`] };
  const night = { accountId: otherAccount, name: 'Night', maxSessionSeconds: 43_200, trust };
  aws = await startAws({
    organisations: [smallOrganisation({ roles: [...smallOrganisation().roles, night] })],
  });
  at = await createAppOnAws(aws);
  await everyFlow();
});
afterAll(async () => {
  await at.remove();
  await aws.close();
});

const step = (name: string, more: object = {}, path?: string) => ({
  ...{ roleArn: parseRoleArn(roleArnOf(name, path)), ...more },
});

async function everyFlow(): Promise<void> {
  const ask = async <Name extends CommandName>(name: Name, input: Input<Name>): Promise<void> => {
    const answer = await atTheDoor(at.app)(name, input).catch((error: unknown) => {
      const { message, stack, cause, ...more } = error as Error;
      said.push(JSON.stringify([message, stack, String(cause), more]));
      return null;
    });
    (handsOut.has(name) ? secret : said).push(JSON.stringify(answer));
    said.push(JSON.stringify(await at.app.snapshot({ rowsVersion: null }, quietly)));
  };
  const { accessKeyId, secretAccessKey } = aws.accessKeyOf('ada');
  const wrong = `${secretAccessKey.slice(0, -1)}=`;
  await ask('addIamUser', { name: 'ada', accessKeyId: `ASIA${accessKeyId.slice(4)}`, secretAccessKey });
  await ask('addIamUser', { name: 'ada', accessKeyId, secretAccessKey: wrong });
  await ask('addIamUser', { name: 'no name', accessKeyId, secretAccessKey });
  await ask('addIamUser', { name: 'ada', accessKeyId, secretAccessKey });
  await ask('addProfile', { name: 'night', from: 'ada', mfa: true, steps: [step('Night')] });
  await ask('addProfile', { name: 'careful', from: 'ada', mfa: true, steps: [step('Careful')] });
  await ask('addProfile', { name: 'partner', from: 'ada', steps: [step('Partner')] });
  const own = step('Careful', { mfaSerial });
  await ask('addProfile', { name: 'own', from: 'ada', steps: [own] });
  await ask('credentials', { profile: 'careful' });
  await ask('giveMfaCode', { id: 'user:ada', code: '000000' });
  await ask('giveMfaCode', { id: 'user:ada', code: aws.nextMfaCodeOf('ada') });
  for (const profile of ['ada', 'careful', 'night', 'partner']) {
    await ask('credentials', { profile });
    await ask('testProfile', { profile });
    await ask('showProfile', { profile });
    await ask('consoleLink', { profile });
  }
  await ask('testProfile', { profile: 'own', mfaCode: aws.nextMfaCodeOf('ada') });
  const code = join(at.folder, 'code');
  await writeFile(code, `#!/bin/sh\necho ${secretAccessKey}\n`);
  await chmod(code, 0o755);
  await ask('setMfaProcess', { name: 'ada', command: [code] });
  const other = step('Careful', { mfaSerial, sessionName: 'other' });
  await ask('addProfile', { name: 'other', from: 'ada', steps: [other] });
  await ask('credentials', { profile: 'other' });
  await ask('rotateIamUser', { name: 'ada' });
  await ask('rotateIamUser', { name: 'ada', deactivateFormer: true });
  await ask('startProfile', { profile: 'night', delivery: 'process' });
  await ask('startProfile', { profile: 'careful', delivery: 'keys' });
  await ask('stop', { all: true });
  await ask('undo', {});
  aws.faults.next('AssumeRole', 'garbage');
  await ask('testProfile', { profile: 'night' });
  await ask('changeIamUser', { name: 'ada', sessionSeconds: 900 });
  await ask('doctor', {});
  await ask('listIamUsers', {});
  await ask('listProfiles', {});
  await ask('removeIamUser', { name: 'ada' });
}

/** Every key of AWS that went over the wire, and the long-term ones. */
function secretsSeen(): Secret[] {
  const answers = aws.requests.map(({ answer }) => answer ?? '').join('\n');
  const found = [...answers.matchAll(/<(SecretAccessKey|SessionToken)>([^<]+)</g)];
  return found.map(([, kind = '', value = '']) => ({ kind, value }));
}

describe('a secret', () => {
  it('stands where it is handed out, in the secret store, and nowhere else', async () => {
    const stored = await at.secrets.read('iam-user/ada');
    const long = /"current":\{"accessKeyId":"\w+","secretAccessKey":"([^"]+)"/.exec(
      JSON.stringify(stored).replaceAll('\\', ''),
    );
    const secrets = [...secretsSeen(), { kind: 'long-term', value: long?.[1] ?? '' }];
    const canaries = canariesOf(secrets);
    expect(secrets.length).toBeGreaterThan(10);
    // Of each way to fail one.
    expect(said.join()).toMatch(/printed no six digits[^]*signature|signature[^]*printed no six digits/);
    expect(canaries.inText('handed out', secret.join('\n'))).not.toEqual([]);
    expect(canaries.inText('said', said.join('\n'))).toEqual([]);
    expect(canaries.inText('log', at.logged.join('\n'))).toEqual([]);
    expect(at.journalLines().join()).toMatch(/"how":"credentials"/);
    expect(canaries.inText('journal', at.journalLines().join('\n'))).toEqual([]);
    expect(canaries.inText('settings', JSON.stringify(at.settings()))).toEqual([]);
    await writeFile(join(at.folder, 'code'), '');
    expect(canaries.inFiles(at.folder)).toEqual([]);
  });
});
