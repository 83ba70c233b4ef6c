import type { ListedProfile } from '../../src-main/contract.ts';
import { call } from '../api.ts';
import { inOrder } from '../inOrder.ts';
import { problems } from '../problems/problems.svelte.ts';
import { said } from '../said.svelte.ts';
import { markSaid } from './markSaid.ts';

/** Marks the role of a profile, or takes its mark; what went wrong is among the problems. */
export async function setMark(row: ListedProfile, askFirst: boolean): Promise<void> {
  const { accountId, accountName, roleName } = row;
  try {
    const { keysRemoved } = await call('markRole', { accountId, roleName, askFirst });
    said.say(markSaid(inOrder(`${accountName ?? accountId} / ${roleName}`), askFirst, keysRemoved));
  } catch (error) {
    problems.report(error, () => void setMark(row, askFirst));
  }
}
