import { consoleServices, type ConsoleService } from './consoleServices.ts';

/**
 * The service that somebody means by its id, AWS's name for it, or another word that people use: the first that has
 * it. Letters' case and the blanks of a name do not count.
 */
export function consoleServiceNamed(given: string): ConsoleService | undefined {
  const word = bare(given);
  if (word === '') return undefined;
  return (
    consoleServices.find(({ id }) => bare(id) === word) ??
    consoleServices.find(({ name }) => bare(name) === word) ??
    consoleServices.find(({ words }) => words.split(' ').includes(word))
  );
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[ -]/g, '');
}
