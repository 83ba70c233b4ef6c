import type { LiveView } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import type { Log } from '../core/ports.ts';
import { errorAnswer } from '../door/errorAnswer.ts';
import { presentable } from '../door/presentable.ts';

type Problem = LiveView['desk']['problems'][number];

const most = 20;

/** What went wrong with nobody waiting for an answer. */
export interface Problems {
  /** The newest of one thing takes the place of the one before. */
  add(about: Problem['about'], subject: string | null, error: AppError): void;
  /** The same thing went well. */
  drop(about: Problem['about'], subject: string | null): void;
  /** Somebody signed in there: what waited for a sign-in waits no more. */
  signedIn(ssoSession: string): void;
  dismiss(id: string): void;
  /** The newest first. */
  state(): Problem[];
}

export function createProblems(changed: () => void): Problems {
  let problems: readonly Problem[] = [];
  let count = 0;

  function drop(isOver: (problem: Problem) => boolean): void {
    const left = problems.filter((problem) => !isOver(problem));
    if (left.length === problems.length) return;
    problems = left;
    changed();
  }

  return {
    add(about, subject, error) {
      count += 1;
      const { details, ...answer } = errorAnswer(error);
      const problem = { id: `problem-${count}`, about, subject, error: { ...answer, details: [...details] } };
      const others = problems.filter((one) => one.about !== about || one.subject !== subject);
      problems = [problem, ...others].slice(0, most);
      changed();
    },
    drop(about, subject) {
      drop((one) => one.about === about && one.subject === subject);
    },
    signedIn(ssoSession) {
      drop(
        ({ about, subject, error }) =>
          error.code === 'sign-in-needed' || (about === 'sign-in' && subject === ssoSession),
      );
    },
    dismiss(id) {
      drop((one) => one.id === id);
    },
    state: () => [...problems],
  };
}

/** The AppError to show for whatever was thrown in the background. */
export function problemOf(error: unknown, command: string, log: Log): AppError {
  return error instanceof AppError
    ? error
    : presentable(error, command, { log, signal: new AbortController().signal });
}
