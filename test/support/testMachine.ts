import type { Machine } from '../../src-main/core/health/diagnostics.ts';

export const testMachine: Machine = {
  platform: 'linux',
  arch: 'x64',
  release: '6.1.0',
  node: '20.20.2',
  electron: null,
};
