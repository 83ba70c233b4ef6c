import { bestIndex, isLetter, scattered, startsWord } from '../searchLetters.ts';
import { consoleServices, type ConsoleService } from './consoleServices.ts';

/**
 * The services of a partition that all words fit, best first: what AWS calls it before what people do, a whole word
 * before the start of one, its middle, and letters in order. No words: every service.
 */
export function findConsoleServices(typed: string, partition: string): readonly ConsoleService[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const there = consoleServices.filter(({ missingIn }) => !missingIn.includes(partition));
  const ranked = there.map((service) => ({ service, far: distance(service, words) }));
  return ranked
    .filter(({ far }) => Number.isFinite(far))
    .sort((one, other) => one.far - other.far)
    .map(({ service }) => service);
}

function distance(service: ConsoleService, words: readonly string[]): number {
  return words.reduce((sum, word) => sum + wordDistance(service, word), 0);
}

/** Infinite where it does not fit. */
function wordDistance({ id, name, words }: ConsoleService, word: string): number {
  if (id === word) return 0;
  const places = Math.min(1 + placeIn(name, word), 5 + placeIn(`${id} ${words}`, word));
  // Two letters are in most names somewhere.
  if (Number.isFinite(places) || word.length < 3) return places;
  const ranges = scattered(name.toLowerCase(), word);
  const [first] = ranges;
  return first === undefined ? Infinity : 10 + (ranges.at(-1)?.[1] ?? 0) - first[0];
}

/** 0: all of it; 1: a whole word; 2: the start of one; 3: inside one; infinite: not in one piece. */
function placeIn(text: string, word: string): number {
  const lower = text.toLowerCase();
  if (lower === word) return 0;
  const at = bestIndex(text, lower, word);
  if (at === -1) return Infinity;
  if (!startsWord(text, at)) return 3;
  return isLetter(text.charCodeAt(at + word.length)) ? 2 : 1;
}
