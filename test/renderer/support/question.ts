import type { Question } from '../../../src-main/contract.ts';

/** terraform, started from a shell in an editor's terminal, wants the keys of payments-prod.Admin. */
export function question(id: string, change: Partial<Question> = {}): Question {
  return {
    id,
    profileId: `id-of-${id}`,
    profileName: 'payments-prod.Admin',
    accountId: '042199330871',
    accountName: 'payments-prod',
    roleName: 'Admin',
    use: 'env',
    askedAt: '2026-11-22T09:30:00.000Z',
    tree: [
      { pid: 4713, executable: '/opt/tools/bin/terraform' },
      { pid: 4712, executable: '/usr/bin/make' },
      { pid: 4711, executable: '/usr/bin/bash' },
    ],
    folder: '/home/dana/deploy',
    answers: ['once', 'tree', 'short', 'read-only', 'deny'],
    readOnly: 'payments-prod.ReadOnly',
    ...change,
  };
}
