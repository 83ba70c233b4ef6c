import type { CommandError } from '../api.ts';
import type { Remedy } from './remedies.ts';

export interface Shown {
  readonly id: string;
  readonly error: CommandError;
  readonly remedies: readonly Remedy[];
  readonly dismiss: () => void;
}

/** The trouble is between here and AWS, whatever was tried. */
const ofTheWay = new Set(['offline', 'not-aws', 'throttled']);

/**
 * A network that is away fails everything that is tried, in the same words: they are said once, and what is done about
 * it is done for all.
 */
export function oneEach(problems: readonly Shown[]): Shown[] {
  const bySentence = new Map<string, Shown>();
  for (const problem of problems) {
    const { code, message } = problem.error;
    const sentence = ofTheWay.has(code) ? message : problem.id;
    const before = bySentence.get(sentence);
    bySentence.set(sentence, before === undefined ? problem : joined(before, problem));
  }
  return [...bySentence.values()];
}

function joined(one: Shown, other: Shown): Shown {
  const labels = new Set([...one.remedies, ...other.remedies].map(({ label }) => label));
  const remedies = [...labels].map((label): Remedy => {
    const same = [one, other].flatMap((problem) => problem.remedies.filter((its) => its.label === label));
    return { label, act: () => Promise.all(same.map(({ act }) => act())) };
  });
  const dismiss = (): void => {
    one.dismiss();
    other.dismiss();
  };
  return { ...one, remedies, dismiss };
}
