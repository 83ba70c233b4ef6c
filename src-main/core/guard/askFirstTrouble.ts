import { AppError } from '../errors.ts';

/** Why nothing of a marked profile is handed out. */
export type AskFirstReason =
  | 'unknown'
  | 'changed'
  | 'nobody-to-ask'
  | 'too-many'
  | 'not-answered'
  | 'denied'
  | 'held'
  | 'no-keys-in-file';

const hints: Readonly<Record<AskFirstReason, string>> = {
  unknown: 'Start it from a terminal of your own, or use the window.',
  changed: 'Ask again.',
  'nobody-to-ask': 'Open Latchkey, then try again.',
  'too-many': 'Answer the others in Latchkey’s window first.',
  'not-answered': 'Answer in Latchkey’s window, then try again.',
  denied: 'The answer holds for ten minutes for what was started from there.',
  held: 'Do it in Latchkey’s window.',
  'no-keys-in-file': 'Use --delivery process: each program that wants keys is asked about.',
};

export function askFirstTrouble(name: string, reason: AskFirstReason): AppError {
  return new AppError('ask-first', sentence(name, reason), { hint: hints[reason] });
}

function sentence(name: string, reason: AskFirstReason): string {
  const asks = `“${name}” asks first`;
  switch (reason) {
    case 'unknown':
      return `${asks}, and it cannot be told which program wants its keys.`;
    case 'changed':
      return `${asks}, and what asked had changed when the answer came.`;
    case 'nobody-to-ask':
      return `${asks}, and nobody can be asked.`;
    case 'too-many':
      return `${asks}, and too many other questions are open.`;
    case 'not-answered':
      return `${asks}, and nobody answered.`;
    case 'denied':
      return `${asks}, and the answer was no.`;
    case 'no-keys-in-file':
      return `${asks}: its keys are never put into a file.`;
    case 'held':
      return 'A program that is being asked about, or was denied, cannot do this.';
  }
}
