import type { Clock } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Answer } from './guard.ts';
import type { Peer, ProcessSeen } from './requester.ts';

const deniedForMs = 10 * 60 * 1000;
/** An answer that came when the caller had gone away: SDKs ask again soon. */
const keptForMs = 2 * 60 * 1000;

/** What a request is known by among those of the same tree: profile, way, and for a question kind of use and program. */
export type Subject = string;

/** An answer with the profile that only reads as it was when somebody chose it. */
export interface Given {
  readonly answer: Exclude<Answer, 'deny' | 'tree'>;
  readonly readOnly: Profile | undefined;
  readonly readOnlyWay: string | undefined;
}

/** What was answered of each process tree. All of it is forgotten with the process of ours that asked. */
export interface Trees {
  isDenied(peer: Peer): boolean;
  deny(peer: Peer): void;
  isAllowed(peer: Peer, subject: Subject): boolean;
  allow(peer: Peer, subject: Subject): void;
  /** Keeps an answer for the next request. */
  keep(peer: Peer, subject: Subject, given: Given): void;
  /** That answer, once. */
  take(peer: Peer, subject: Subject): Given | undefined;
  hasDenied(): boolean;
  /** Ends what was allowed; what was denied stays. */
  forget(): void;
  /** How often that was. */
  ends(): number;
}

export function createTrees(clock: Clock): Trees {
  const now = (): number => clock.now();
  let ends = 0;
  const deniedUntil = new Map<string, number>();
  const allowed = new Set<string>();
  const kept = new Map<string, { readonly given: Given; readonly until: number }>();
  const keyOf = ({ root }: Peer, subject: Subject): string => `${treeOf(root)} ${subject}`;

  function dropOver(): void {
    for (const [key, until] of deniedUntil) if (until <= now()) deniedUntil.delete(key);
    for (const [key, { until }] of kept) if (until <= now()) kept.delete(key);
  }

  return {
    isDenied: ({ root }) => (deniedUntil.get(treeOf(root)) ?? 0) > now(),
    deny: ({ root }) => {
      dropOver();
      deniedUntil.set(treeOf(root), now() + deniedForMs);
    },
    isAllowed: (peer, subject) => allowed.has(keyOf(peer, subject)),
    allow: (peer, subject) => {
      allowed.add(keyOf(peer, subject));
    },
    keep: (peer, subject, given) => {
      dropOver();
      kept.set(keyOf(peer, subject), { given, until: now() + keptForMs });
    },
    take(peer, subject) {
      dropOver();
      const found = kept.get(keyOf(peer, subject));
      kept.delete(keyOf(peer, subject));
      return found?.given;
    },
    hasDenied: () => [...deniedUntil.values()].some((until) => until > now()),
    ends: () => ends,
    forget: () => {
      ends += 1;
      allowed.clear();
      kept.clear();
    },
  };
}

/** The number of a process comes again, the two together do not. */
export function treeOf({ pid, startedAt }: ProcessSeen): string {
  return `${pid}@${startedAt}`;
}
