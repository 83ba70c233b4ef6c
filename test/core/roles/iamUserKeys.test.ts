import { describe, expect, test } from 'vitest';
import { createMemorySecrets } from '../../../src-main/adapters/memorySecrets.ts';
import type { SecretStore } from '../../../src-main/core/ports.ts';
import { createIamUserKeys, type LongTermKeys } from '../../../src-main/core/roles/iamUserKeys.ts';

const secret = 'x'.repeat(40);
const keyOf = (accessKeyId: string): LongTermKeys => ({
  current: { accessKeyId, secretAccessKey: secret },
  ...{ next: null, former: null, rotationBegan: null },
});
const kept: LongTermKeys = {
  ...keyOf('AKIAQAAAAAAAGMKEM7X5'),
  next: { accessKeyId: 'AKIAQAAAAAAAGMKEM7X6', secretAccessKey: secret },
  former: 'AKIAQAAAAAAAGMKEM7X4',
  rotationBegan: 1_767_225_600_000,
};

describe('the long-term keys of an IAM user', () => {
  test('are one item of the secret store and come back as they were stored', async () => {
    const secrets = createMemorySecrets();
    const keys = createIamUserKeys({ secrets });
    await keys.store('ada', kept);
    expect(await keys.read('ada')).toEqual(kept);
    const item = await secrets.read('iam-user/ada');
    expect(item.state === 'found' && JSON.parse(item.value)).toEqual({ version: 1, ...kept });
  });

  test('are not there before they are added, nor after they were removed', async () => {
    const keys = createIamUserKeys({ secrets: createMemorySecrets() });
    await expect(keys.read('ada')).rejects.toMatchObject({ code: 'no-such-iam-user' });
    await keys.store('ada', kept);
    await keys.remove('ada');
    await expect(keys.read('ada')).rejects.toMatchObject({ code: 'no-such-iam-user' });
  });

  test('are refused where they are temporary ones, or no key ids at all', async () => {
    const keys = createIamUserKeys({ secrets: createMemorySecrets() });
    await expect(keys.store('ada', keyOf('ASIAQAAAAAAAGMKEM7X5'))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('temporary keys (ASIA…)') as string,
    });
    for (const id of ['AIDAQAAAAAAAGMKEM7X5', 'AKIA', 'akiaqaaaaaaagmkem7x5', 'AKIAQAAAAAAAGMKEM7X5\n']) {
      await expect(keys.store('ada', keyOf(id))).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining('not the id of a long-term access key') as string,
      });
    }
    await expect(keys.read('ada')).rejects.toMatchObject({ code: 'no-such-iam-user' });
  });

  test('of a locked store are locked, not absent', async () => {
    const locked: SecretStore = {
      ...createMemorySecrets(),
      kind: 'keychain',
      read: async () => ({ state: 'locked' }),
      write: async () => ({ state: 'locked' }),
      remove: async () => ({ state: 'locked' }),
    };
    const keys = createIamUserKeys({ secrets: locked });
    const trouble = { code: 'secrets-locked' };
    await expect(keys.read('ada')).rejects.toMatchObject(trouble);
    await expect(keys.store('ada', kept)).rejects.toMatchObject(trouble);
    await expect(keys.change('ada', (now) => now)).rejects.toMatchObject(trouble);
    await expect(keys.remove('ada')).rejects.toMatchObject(trouble);
  });

  test('that a newer version wrote are neither absent, nor changed, nor repeated in the sentence', async () => {
    const secrets = createMemorySecrets();
    const newer = JSON.stringify({ version: 2, ...kept });
    await secrets.write('iam-user/ada', newer);
    const keys = createIamUserKeys({ secrets });
    const trouble: unknown = await keys.change('ada', (now) => now).catch((error: unknown) => error);
    expect(trouble).toMatchObject({ code: 'secrets-unavailable', cause: undefined });
    expect(String(trouble)).not.toContain(secret);
    expect(await secrets.read('iam-user/ada')).toEqual({ state: 'found', value: newer });
  });

  test('are changed one change at a time, and none of them brings back what was removed', async () => {
    const keys = createIamUserKeys({ secrets: createMemorySecrets() });
    await keys.store('ada', { ...kept, rotationBegan: 0 });
    const count = (now: LongTermKeys): LongTermKeys => ({ ...now, rotationBegan: now.rotationBegan! + 1 });
    await Promise.all(Array.from({ length: 10 }, () => keys.change('ada', count)));
    expect(await keys.read('ada')).toMatchObject({ rotationBegan: 10 });
    const removal = keys.remove('ada');
    await expect(keys.change('ada', count)).rejects.toMatchObject({ code: 'no-such-iam-user' });
    await removal;
    await expect(keys.read('ada')).rejects.toMatchObject({ code: 'no-such-iam-user' });
  });
});
