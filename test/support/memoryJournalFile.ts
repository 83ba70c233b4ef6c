import type { JournalFile } from '../../src-main/core/ports.ts';

/** A journal in memory: the App writes behind its caller’s back, and a folder that is just removed must not fill again. */
export function createMemoryJournalFile(): JournalFile & { readonly lines: () => readonly string[] } {
  let lines: readonly string[] = [];
  return {
    lines: () => lines,
    append: (text) => {
      lines = [...lines, ...text.split('\n').filter((line) => line !== '')];
      return Promise.resolve();
    },
    read: () => Promise.resolve(lines),
    replace: (kept) => {
      lines = kept;
      return Promise.resolve();
    },
  };
}
