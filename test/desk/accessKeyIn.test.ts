import { describe, expect, it } from 'vitest';
import { accessKeyIn } from '../../src-main/desk/accessKeyIn.ts';
import { fc } from '../support/fc.ts';

const accessKeyId = 'AKIAEXAMPLE7EXAMPLE7';
const secretAccessKey = 'not+a/real+secret/not+a/real+secret/0000';
const pair = { accessKeyId, secretAccessKey };

describe('an access key is found', () => {
  it.each([
    [
      'in accessKeys.csv of the console',
      `\ufeffAccess key ID,Secret access key\r\n${accessKeyId},${secretAccessKey}\r\n`,
    ],
    [
      'in an older csv with the user in front',
      `User Name,Access key ID,Secret access key\nada,${accessKeyId},${secretAccessKey}`,
    ],
    ['in JSON', JSON.stringify({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey })],
    [
      'in the answer of create-access-key',
      JSON.stringify({
        AccessKey: {
          UserName: 'ada',
          Status: 'Active',
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          CreateDate: '2026-01-01T00:00:00Z',
        },
      }),
    ],
    [
      'in a credentials file',
      `[ada]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`,
    ],
    [
      'in a credentials file with spaces',
      `[ada]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    ],
    [
      'in lines of a shell',
      `export AWS_ACCESS_KEY_ID="${accessKeyId}"\nexport AWS_SECRET_ACCESS_KEY='${secretAccessKey}'\n`,
    ],
    ['as just the two', `${accessKeyId}\n${secretAccessKey}`],
    [
      'with a temporary id, which is refused later with its own words',
      `ASIAEXAMPLE7EXAMPLE7\t${secretAccessKey}`,
    ],
  ])('%s', (_where, text) => {
    expect(accessKeyIn(text).secretAccessKey).toBe(secretAccessKey);
    expect(accessKeyIn(text).accessKeyId).toMatch(/^A[KS]IAEXAMPLE7EXAMPLE7$/);
  });

  it('the same one said twice is one', () => {
    expect(accessKeyIn(`${accessKeyId},${secretAccessKey}\n${accessKeyId},${secretAccessKey}`)).toEqual(pair);
  });
});

describe('no access key is guessed', () => {
  it.each([
    ['nothing', ''],
    ['an id alone', accessKeyId],
    ['a secret alone', secretAccessKey],
    ['a longer word', `${accessKeyId},${secretAccessKey}x`],
    ['a file of another kind', 'x'.repeat(20_000)],
  ])('from %s', (_what, text) => {
    expect(() => accessKeyIn(text)).toThrow('There is no access key with its secret in it.');
  });

  it('where there are two', () => {
    const two = `${accessKeyId},${secretAccessKey}\nAKIAEXAMPLE7EXAMPLE8,${secretAccessKey.replace('not', 'yes')}`;
    expect(() => accessKeyIn(two)).toThrow('There is more than one access key in it.');
  });

  it('and nothing of a text ever stands in the error', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(accessKeyId, secretAccessKey, '=', ',', '\n', ' ', 'A', '/')),
        (parts) => {
          try {
            expect(accessKeyIn(parts.join(''))).toEqual(pair);
          } catch (error) {
            expect(String(error)).not.toMatch(/EXAMPLE7|not\+a/);
          }
        },
      ),
    );
  });
});
