import type { Question } from '../contract.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

/** Who waits for the person, for the window and the tray. */
export function questionViews({ guard }: Domain): Question[] {
  return guard.questions().map(({ id, profile, peer, use, askedAt, answers, readOnly }) => {
    const { accountId, accountName, roleName } = profile.source;
    return {
      ...{ id, use, readOnly, accountId, accountName, roleName },
      profileId: profile.id,
      profileName: profile.name,
      askedAt: isoTime(askedAt),
      tree: peer.tree.map(({ pid, executable }) => ({ pid, executable })),
      folder: peer.folder,
      answers: [...answers],
    };
  });
}
