import { describe, expect, it } from 'vitest';
import { keyAction, type Focus } from '../../../src-renderer/keys/keys.ts';

const search: Focus = { on: 'search', searchEmpty: true, textSelected: false };
const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };

describe('a key', () => {
  it('belongs to the input method while it composes', () => {
    expect(keyAction({ ...none, key: 'Enter', isComposing: true }, search)).toBeUndefined();
  });

  it('takes command for control on Apple’s keyboards, and not both', () => {
    expect(keyAction({ ...none, key: 'd', metaKey: true }, search, true)).toBe('favourite');
    expect(keyAction({ ...none, key: 'd', ctrlKey: true }, search, true)).toBeUndefined();
    expect(keyAction({ ...none, key: 'd', ctrlKey: true }, search, false)).toBe('favourite');
  });

  it('means the same with capitals locked', () => {
    expect(keyAction({ ...none, key: 'K', ctrlKey: true }, search, false)).toBe('search');
  });

  it.each(['Enter', 'ArrowDown', 'Home'])('%s stays what it is on a button', (key) => {
    expect(keyAction({ ...none, key }, { ...search, on: 'other' }, false)).toBeUndefined();
  });

  it('extends a selection of text with Shift', () => {
    expect(keyAction({ ...none, key: 'ArrowDown', shiftKey: true }, search, false)).toBeUndefined();
  });
});
