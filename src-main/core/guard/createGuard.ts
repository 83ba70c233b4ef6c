import { AppError } from '../errors.ts';
import type { Clock, Random, SettingsStore } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import { answersFor } from './answersFor.ts';
import { askFirstTrouble, type AskFirstReason } from './askFirstTrouble.ts';
import { createMarks, type Marks, type MarksPorts } from './createMarks.ts';
import { createQuestions, type Asking } from './createQuestions.ts';
import { createTrees, treeOf, type Given } from './createTrees.ts';
import type { Answer, Guard, Permit, PermitRequest } from './guard.ts';
import { readOnlyProfile } from './readOnlyProfile.ts';
import type { Peer, Requester } from './requester.ts';

export interface GuardPorts extends MarksPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: SettingsStore;
  /** Whether somebody can see a question. */
  readonly canAsk: () => boolean;
  /** Questions came or went. */
  readonly changed: () => void;
}

/** Seconds: the shortest that AWS gives. */
const shortSeconds = 900;

export function createGuard(ports: GuardPorts): Guard {
  const marksNow = createMarks(ports);
  const trees = createTrees(ports.clock);
  const questions = createQuestions(ports, ports.changed);

  async function permit(request: PermitRequest): Promise<Permit> {
    const { profile, requester, use } = request;
    const marks = await marksNow();
    if (!marks.isMarked(profile)) return permitted(profile, 'not-asked');
    if (requester?.kind === 'person') return permitted(profile, 'person');
    const trouble = (reason: AskFirstReason): AppError => askFirstTrouble(profile.name, reason);
    const peer = await peerOf(requester);
    if (peer === undefined) throw trouble('unknown');
    if (trees.isDenied(peer)) throw trouble('denied');
    // A grant outlives the tree that it was asked for.
    if (use !== 'grant' && trees.isAllowed(peer, wholeOf(marks, profile))) {
      return permitted(profile, 'tree', peer);
    }
    const known = { profile, use, peer, subject: subjectOf(marks, request, peer) };
    const kept = trees.take(peer, known.subject);
    if (kept !== undefined) return permitGiven(known, marks, kept);
    if (!ports.canAsk()) throw trouble('nobody-to-ask');
    const asking = await questionFor(known, marks);
    if (asking === undefined) throw trouble('too-many');
    const heard = await asking.wait(waitingOf(request));
    if (heard === 'nobody') throw trouble('not-answered');
    if (heard === 'deny') throw trouble('denied');
    const after = await marksNow();
    // Between question and answer the program could become another, or the profile lead elsewhere.
    if (!isSamePeer(peer, await peerOf(requester))) throw trouble('changed');
    if (subjectOf(after, request, peer) !== known.subject) throw trouble('changed');
    if (heard === 'tree') {
      trees.allow(peer, wholeOf(after, profile));
      return permitted(profile, 'tree', peer);
    }
    return permitGiven(known, after, givenOf(asking, marks, heard));
  }

  async function questionFor(known: Known, marks: Marks): Promise<Asking | undefined> {
    const { profile, peer, use, subject } = known;
    const { profiles } = await ports.book();
    const open = questions.open().find((one) => one.subject === subject && isSameTree(one.peer, peer));
    if (open !== undefined) return open;
    const readOnly = readOnlyProfile(profile, profiles, marks.isMarked);
    const answers = answersFor(profile, use, { settings: ports.settings.get(), readOnly });
    const shown = { profile, peer, use, answers, readOnly: readOnly?.name ?? null };
    return questions.ask({ ...shown, subject, readOnlyProfile: readOnly });
  }

  function permitGiven({ profile, peer, subject }: Known, marks: Marks, given: Given): Permit {
    const { answer, readOnly, readOnlyWay } = given;
    const ends = trees.ends();
    const unused = (): void => {
      // Where the person locked meanwhile, this answer has ended with the others.
      if (trees.ends() === ends) trees.keep(peer, subject, given);
    };
    if (answer !== 'read-only') {
      const durationSeconds = answer === 'short' ? shortSeconds : undefined;
      return { ...permitted(profile, answer, peer), durationSeconds, unused };
    }
    if (readOnly === undefined || marks.way(readOnly) !== readOnlyWay) {
      throw askFirstTrouble(profile.name, 'changed');
    }
    return { ...permitted(readOnly, answer, peer), unused };
  }

  async function answer(id: string, given: Answer): Promise<void> {
    const marks = await marksNow();
    const asking = questions.open().find((one) => one.id === id);
    if (asking === undefined) throw nobodyWaits();
    const { answers, peer, profile, subject } = asking;
    const isAsShown = subjectOf(marks, asking, peer) === subject;
    if (!answers.includes(given)) throw new AppError('bad-input', 'This question has no such answer.');
    if (given === 'deny') {
      trees.deny(peer);
      for (const one of questions.open()) if (isSameTree(one.peer, peer)) questions.end(one, 'deny');
      return;
    }
    // The caller went away, and asks again soon.
    if (asking.waiting() === 0 && isAsShown) {
      if (given === 'tree') trees.allow(peer, wholeOf(marks, profile));
      else trees.keep(peer, subject, givenOf(asking, marks, given));
    }
    questions.end(asking, given);
  }

  return {
    isMarked: async (profile) => (await marksNow()).isMarked(profile),
    marks: async () => (await marksNow()).isMarked,
    permit,
    questions: () => questions.open(),
    answer,
    async isHeld(requester) {
      if (requester?.kind === 'person') return false;
      if (questions.open().length === 0 && !trees.hasDenied()) return false;
      const peer = await peerOf(requester);
      if (peer === undefined || trees.isDenied(peer)) return true;
      return questions.open().some((one) => isSameTree(one.peer, peer));
    },
    forget: () => {
      trees.forget();
    },
  };
}

interface Known extends Pick<PermitRequest, 'profile' | 'use'> {
  readonly peer: Peer;
  readonly subject: string;
}

function givenOf({ readOnlyProfile: readOnly }: Asking, marks: Marks, answer: Given['answer']): Given {
  return { answer, readOnly, readOnlyWay: readOnly && marks.way(readOnly) };
}

function permitted(profile: Profile, answer: Permit['answer'], peer?: Peer): Permit {
  return { profile, answer, peer, durationSeconds: undefined, unused: () => undefined };
}

/**
 * A door lives on, a link opens a browser, an entry gives no keys: what was allowed for one of them is not allowed for
 * the others.
 */
const kinds: Partial<Record<PermitRequest['use'], string>> = {
  endpoint: 'door',
  grant: 'grant',
  console: 'console',
  portal: 'console',
  process: 'entry',
  test: 'test',
};

/** By its program, too: of a tree that runs several the person sees one, and answers for that. */
function subjectOf(
  marks: Marks,
  { profile, use }: Pick<PermitRequest, 'profile' | 'use'>,
  { process }: Peer,
): string {
  return JSON.stringify([kinds[use] ?? 'keys', process.executable, wholeOf(marks, profile)]);
}

/** A profile keeps its id when it is changed to lead elsewhere: what was allowed holds for the way as it was. */
function wholeOf(marks: Marks, profile: Profile): string {
  return `${profile.id} ${marks.way(profile) ?? 'nowhere'}`;
}

function isSameTree(one: Peer, other: Peer): boolean {
  return treeOf(one.root) === treeOf(other.root);
}

async function peerOf(requester: Requester | undefined): Promise<Peer | undefined> {
  if (requester?.kind !== 'program') return undefined;
  return requester.peer().catch(() => undefined);
}

function waitingOf({ requester, signal }: PermitRequest): AbortSignal {
  const patience = requester?.kind === 'program' ? requester.patience : undefined;
  return patience === undefined ? signal : AbortSignal.any([signal, patience]);
}

function isSamePeer(before: Peer, now: Peer | undefined): boolean {
  if (now === undefined) return false;
  const seen = ({ process, root }: Peer): string =>
    JSON.stringify([treeOf(process), process.executable, treeOf(root), root.executable]);
  return seen(before) === seen(now);
}

function nobodyWaits(): AppError {
  return new AppError('bad-input', 'Nobody waits for this answer any more.', {
    hint: 'Let the program ask again.',
  });
}
