import type { Question } from '../../src-main/contract.ts';
import { plainText } from './plainText.ts';
import { programName } from './programName.ts';

export type Answer = Question['answers'][number];

/** What a person may answer, in plain words. */
export interface AnswerWords {
  readonly answer: Answer;
  readonly label: string;
  /** What it does, one sentence. */
  readonly what: string;
}

const order = ['once', 'tree', 'short', 'read-only', 'deny'] as const;
const doors: ReadonlySet<Question['use']> = new Set(['endpoint', 'grant']);

/** Those that the question takes, always in the same order. */
export function answersOf({ answers, use, tree, readOnly }: Question): readonly AnswerWords[] {
  const root = tree.at(-1);
  const name = root === undefined ? 'the program' : programName(root);
  const words: Readonly<Record<Answer, readonly [label: string, what: string]>> = {
    once: [
      'Allow once',
      doors.has(use)
        ? 'For as long as this door is open; the next one asks again.'
        : 'These keys, this time; it asks again for the next ones.',
    ],
    tree: [
      `Allow until ${name} ends`,
      'Everything that was started there gets this profile without another question.',
    ],
    short: ['15-minute keys', 'This time; AWS ends these keys after 15 minutes.'],
    'read-only': [
      `Give ${plainText(readOnly ?? 'the read-only profile')} instead`,
      'This time; keys of the same account that only read.',
    ],
    deny: ['Deny', `No keys; what ${name} started gets nothing that asks first for 10 minutes.`],
  };
  return order
    .filter((answer) => answers.includes(answer))
    .map((answer) => ({ answer, label: words[answer][0], what: words[answer][1] }));
}
