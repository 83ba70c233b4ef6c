import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-main/core/errors.ts';
import { durationToAsk, type StsCall } from '../../../src-main/core/roles/sessionLimits.ts';

/** AWS's facts, one row each, in seconds: written out so that no change of the program's own table goes unseen. */
const facts: readonly (readonly [string, StsCall, boolean, number, number, number])[] = [
  ['AssumeRole with long-term keys: 15 min to 12 h, 1 h by default', 'AssumeRole', false, 900, 43_200, 3600],
  [
    'AssumeRole with temporary credentials (role chaining): 15 min to 1 h',
    'AssumeRole',
    true,
    900,
    3600,
    3600,
  ],
  ['AssumeRoleWithSAML: 15 min to 12 h, 1 h by default', 'AssumeRoleWithSAML', false, 900, 43_200, 3600],
  ['AssumeRoleWithSAML signs nothing: no cap', 'AssumeRoleWithSAML', true, 900, 43_200, 3600],
  [
    'AssumeRoleWithWebIdentity: 15 min to 12 h, 1 h by default',
    'AssumeRoleWithWebIdentity',
    false,
    900,
    43_200,
    3600,
  ],
  ['AssumeRoleWithWebIdentity signs nothing: no cap', 'AssumeRoleWithWebIdentity', true, 900, 43_200, 3600],
  ['GetSessionToken: 15 min to 36 h, 12 h by default', 'GetSessionToken', false, 900, 129_600, 43_200],
  ['GetFederationToken: 15 min to 36 h, 12 h by default', 'GetFederationToken', false, 900, 129_600, 43_200],
];

function refusal(call: StsCall, temporaryCaller: boolean, seconds: number): string {
  try {
    durationToAsk(call, temporaryCaller, seconds);
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error.message;
    throw error;
  }
  return '';
}

describe('the duration of', () => {
  it.each(facts)('%s', (_fact, call, temporaryCaller, shortest, longest, usual) => {
    expect(durationToAsk(call, temporaryCaller, null)).toBe(usual);
    for (const seconds of [shortest, shortest + 1, longest - 1, longest]) {
      expect(durationToAsk(call, temporaryCaller, seconds)).toBe(seconds);
    }
    for (const seconds of [0, -1, shortest - 1, longest + 1, Number.MAX_SAFE_INTEGER]) {
      expect(refusal(call, temporaryCaller, seconds)).toMatch(/^The duration must be 15 minutes to .+\.$/);
    }
    for (const seconds of [shortest + 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(refusal(call, temporaryCaller, seconds)).toBe('The duration must be in whole seconds.');
    }
  });

  it.each(['GetSessionToken', 'GetFederationToken'] as const)(
    '%s: none, because AWS refuses it to temporary credentials',
    (call) => {
      expect(refusal(call, true, 900)).toBe(
        `AWS gives ${call} to an IAM user’s own keys only, not to temporary ones.`,
      );
    },
  );
});

describe('a refused duration', () => {
  it('names the call and its bounds', () => {
    expect(refusal('AssumeRole', false, 43_201)).toBe(
      'The duration must be 15 minutes to 12 hours for AssumeRole.',
    );
    expect(refusal('GetSessionToken', false, 899)).toBe(
      'The duration must be 15 minutes to 36 hours for GetSessionToken.',
    );
  });

  it('says that the hour is role chaining’s, where the role alone could have more', () => {
    expect(refusal('AssumeRole', true, 3601)).toBe(
      'The duration must be 15 minutes to 1 hour: AWS caps a role that is assumed with temporary credentials, whatever the role allows.',
    );
    expect(refusal('AssumeRole', true, 899)).toBe(
      'The duration must be 15 minutes to 1 hour for AssumeRole.',
    );
  });
});
