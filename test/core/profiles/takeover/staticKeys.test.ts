import { describe, expect, it } from 'vitest';
import { formatMarker, lineCheck } from '../../../../src-main/core/profiles/marker.ts';
import { keysOf } from '../../../../src-main/core/profiles/takeover/staticKeys.ts';

const lines = (id = 'AKIAEXAMPLE'): string =>
  `aws_access_key_id = ${id}\naws_secret_access_key = example/+secret=\n`;
const both = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example/+secret=' };

describe('the keys of a profile that a person takes', () => {
  it('are read from its section of either file', () => {
    expect(keysOf('credentials', `[other]\n${lines('AKIAOTHER')}[ann]\n${lines()}`, 'ann')).toEqual(both);
    expect(keysOf('config', `[ann]\n${lines('AKIAOTHER')}[profile ann]\n${lines()}`, 'ann')).toEqual(both);
    expect(keysOf('config', `[default]\n${lines()}`, 'default')).toEqual(both);
  });

  it('are none without the section, with half a pair, twice, or with a comment behind them', () => {
    const texts = [
      '',
      `[ben]\n${lines()}`,
      '[ann]\naws_access_key_id = AKIAEXAMPLE\n',
      '[ann]\naws_secret_access_key = example\n',
      `[ann]\n${lines()}[ann]\n${lines()}`,
      `[ann]\n${lines('AKIAEXAMPLE # mine')}`,
    ];
    for (const text of texts) expect(keysOf('credentials', text, 'ann')).toBeUndefined();
    expect(keysOf('credentials', `[x]\n${lines()}`, '__proto__')).toBeUndefined();
  });

  it('are none where Latchkey wrote them', () => {
    const header = '[ann]';
    const checks = [header, ...lines().trim().split('\n')].map(lineCheck);
    const endsAt = Date.parse('2030-01-01');
    const marker = formatMarker({
      kind: 'keys',
      id: 'a'.repeat(24),
      home: 'h',
      endsAt,
      checks,
      blankAbove: false,
    });
    expect(keysOf('credentials', `${header}\n${marker}\n${lines()}`, 'ann')).toBeUndefined();
  });

  it('are refused where they are temporary, and the refusal does not show them', () => {
    const texts = [
      `[ann]\n${lines('ASIAEXAMPLE')}`,
      `[ann]\n${lines()}aws_session_token = example\n`,
      `[ann]\n${lines()}aws_security_token = example\n`,
    ];
    for (const text of texts) {
      expect(() => keysOf('credentials', text, 'ann')).toThrow(
        'These keys are temporary ones, with a session token.',
      );
    }
  });
});
