import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src-main/core/errors.ts';
import { refuseToRun } from '../../src-main/shell/refuseToRun.ts';

const said = vi.hoisted(() => [] as string[]);

vi.mock('electron', () => ({
  app: {
    exit: (code: number) => {
      said.push(`exit ${code}`);
    },
  },
  dialog: {
    showMessageBox: async ({ message, detail }: { readonly message: string; readonly detail: string }) => {
      said.push(`shown: ${message} ${detail}`.trim());
      await Promise.resolve();
      said.push('read');
    },
  },
}));

beforeEach(() => {
  said.length = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(`written: ${String(text).trim()}`);
    return true;
  });
});

describe('an application that cannot run', () => {
  it('says why where it was started and in a window, and ends when that was read', async () => {
    await refuseToRun(new AppError('denied', 'The home is another user’s.', { hint: 'Choose another.' }));
    expect(said).toEqual([
      'written: The home is another user’s. Choose another.',
      'shown: The home is another user’s. Choose another.',
      'read',
      'exit 1',
    ]);
  });

  it('says of a fault of its own nothing that may hold a secret', async () => {
    await refuseToRun(new Error('AKIA-not-for-anybody'));
    expect(said.join(' ')).toContain('Latchkey met a fault of its own and could not start.');
    expect(said.join(' ')).not.toContain('AKIA');
    expect(said.at(-1)).toBe('exit 1');
  });
});
