import { describe, expect, it } from 'vitest';
import { sessionName, type SessionNameWords } from '../../../src-main/core/roles/sessionName.ts';
import { fc } from '../../support/fc.ts';

const words: SessionNameWords = { user: 'ann', host: 'desk', reason: 'INC-7', profile: 'prod' };

describe('RoleSessionName', () => {
  it('is the template with user, host, reason and profile', () => {
    expect(sessionName('{user}@{host}+{reason}={profile}', words)).toBe('ann@desk+INC-7=prod');
  });

  it('is made of [\\w+=,.@-] alone: an accent goes, anything else becomes a hyphen', () => {
    expect(sessionName('{user}', { ...words, user: 'José Núñez' })).toBe('Jose-Nunez');
    expect(sessionName('{reason}', { ...words, reason: 'fix: a/b & “c”' })).toBe('fix-a-b-c-');
    expect(sessionName('{user}', { ...words, user: 'CORP\\ann' })).toBe('CORP-ann');
  });

  it('keeps every character that AWS takes', () => {
    expect(sessionName('{user}', { ...words, user: 'aZ09_+=,.@-' })).toBe('aZ09_+=,.@-');
  });

  it('fills nothing into what a word brought', () => {
    expect(sessionName('{reason}', { ...words, reason: '{user}' })).toBe('-user-');
    expect(sessionName('{nobody}-{constructor}', words)).toBe('-nobody---constructor-');
  });

  it('has at least 2 characters', () => {
    expect(sessionName('{user}', { ...words, user: 'ab' })).toBe('ab');
    expect(sessionName('{user}', { ...words, user: 'a' })).toBe('latchkey-a');
    expect(sessionName('{reason}', { ...words, reason: '' })).toBe('latchkey');
  });

  it('has at most 64 characters', () => {
    expect(sessionName('{user}', { ...words, user: 'u'.repeat(64) })).toBe('u'.repeat(64));
    expect(sessionName('{user}', { ...words, user: 'u'.repeat(65) })).toBe('u'.repeat(64));
    expect(sessionName('x'.repeat(65), words)).toBe('x'.repeat(64));
  });

  it('loses the reason before the profile, the host and at last the user', () => {
    const long = { ...words, reason: 'r'.repeat(99) };
    expect(sessionName('{reason}/{user}@{host}', long)).toBe(`${'r'.repeat(55)}-ann@desk`);
    const user = 'u'.repeat(58);
    expect(sessionName('{reason}-{profile}-{host}-{user}', { ...long, user })).toBe(`--des-${user}`);
  });

  it('is one that AWS takes, whatever the template and the words', () => {
    const text = fc.string({ unit: 'binary', maxLength: 100 });
    const template = fc
      .array(fc.oneof(text, fc.constantFrom('{user}', '{host}', '{reason}', '{profile}')), { maxLength: 6 })
      .map((parts) => parts.join(''));
    const anyWords = fc.record({ user: text, host: text, reason: text, profile: text });
    fc.assert(
      fc.property(template, anyWords, (pattern, filled) => {
        expect(sessionName(pattern, filled)).toMatch(/^[A-Za-z0-9_+=,.@-]{2,64}$/);
      }),
      { numRuns: 1000 },
    );
  });
});
