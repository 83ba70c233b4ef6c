import { describe, expect, it } from 'vitest';
import { exitCode } from '../../src-main/cli/exitCode.ts';
import { errorCodes } from '../../src-main/core/errors.ts';

const codesThatEndWith = (exit: number) => errorCodes.filter((code) => exitCode(code) === exit);

describe('exit codes', () => {
  it('tell wrong usage (2), a person is needed (3) and AWS said no (4) from every other failure (1)', () => {
    expect(codesThatEndWith(2)).toEqual(['bad-input', 'ambiguous-profile', 'store-already-chosen']);
    expect(codesThatEndWith(3)).toEqual([
      ...['sign-in-needed', 'other-person', 'secrets-locked'],
      ...['mfa-code-needed', 'mfa-code-refused', 'other-provider', 'ask-first'],
    ]);
    expect(codesThatEndWith(4)).toEqual(['denied', 'mfa-device']);
    expect(codesThatEndWith(1)).toHaveLength(errorCodes.length - 12);
  });
});
