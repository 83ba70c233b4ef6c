import type { LiveView } from '../contract.ts';
import type { Notice } from './notifications.ts';
import { plainName } from './plainName.ts';

/** The notices that are due: one for each program that waits for the person. */
export function createQuestionNotice(): (live: LiveView) => readonly Notice[] {
  let told: ReadonlySet<string> = new Set();
  return ({ questions }) => {
    const due = questions.filter(({ id }) => !told.has(id));
    told = new Set(questions.map(({ id }) => id));
    return due.map(({ profileName }) => ({
      title: `A program asks for ${plainName(profileName)}`,
      body: 'It waits for your answer in Latchkey.',
    }));
  };
}
