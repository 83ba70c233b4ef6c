import type { Clock, Random } from '../ports.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Answer, Question } from './guard.ts';
import type { Subject } from './createTrees.ts';

const askedForMs = 2 * 60 * 1000;
/** Nobody answers more of them, and each may bring another. */
const mostQuestions = 20;

/** Who waits hears the answer, or that none came. */
export type Heard = Answer | 'nobody';

/** What a question is about, beside what is shown of it. */
interface About {
  readonly subject: Subject;
  readonly readOnlyProfile: Profile | undefined;
}

export interface Asking extends Question, About {
  /** How many callers wait for it now. */
  waiting(): number;
  /** @throws the signal’s reason when the caller goes away; the question stays */
  wait(signal: AbortSignal): Promise<Heard>;
}

/** The questions that are open. One ends when it is answered, or after two minutes, whether or not somebody waits. */
export interface Questions {
  open(): readonly Asking[];
  /** @returns undefined when too many are open already */
  ask(question: Omit<Question, 'id' | 'askedAt'> & About): Asking | undefined;
  /** Ends the question; those who wait hear it once whoever answers has come to rest. */
  end(asking: Asking, heard: Heard): void;
}

export function createQuestions(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  changed: () => void,
): Questions {
  const asked = new Map<Asking, { readonly over: AbortController; readonly tell: (heard: Heard) => void }>();

  function end(asking: Asking, heard: Heard): void {
    const found = asked.get(asking);
    if (!asked.delete(asking)) return;
    found?.over.abort();
    found?.tell(heard);
    changed();
  }

  return {
    open: () => [...asked.keys()],
    ask(question) {
      if (asked.size >= mostQuestions) return undefined;
      let tell: (heard: Heard) => void = () => undefined;
      const answered = new Promise<Heard>((resolve) => {
        tell = resolve;
      });
      const asking = askingOf({ ...question, id: random.token(16), askedAt: clock.now() }, answered);
      const over = new AbortController();
      asked.set(asking, { over, tell });
      clock.sleep(askedForMs, over.signal).then(
        () => {
          end(asking, 'nobody');
        },
        () => undefined,
      );
      changed();
      return asking;
    },
    end,
  };
}

function askingOf(question: Question & About, answered: Promise<Heard>): Asking {
  let waiting = 0;
  return {
    ...question,
    waiting: () => waiting,
    wait: (signal) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting -= 1;
          signal.removeEventListener('abort', goAway);
        };
        const goAway = (): void => {
          leave();
          reject(signal.reason as Error);
        };
        signal.throwIfAborted();
        waiting += 1;
        signal.addEventListener('abort', goAway);
        void answered.then((heard) => {
          if (signal.aborted) return;
          leave();
          resolve(heard);
        });
      }),
  };
}
