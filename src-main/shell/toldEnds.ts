import { readFileSync, writeFileSync } from 'node:fs';

/** Which ends of sign-ins the person has been told of, also before the application started anew. */
export interface ToldEnds {
  has(which: string): boolean;
  add(which: string): void;
}

/** Older ones are long over. */
const most = 50;

/** Kept in a file: names of sign-ins and times. */
export function createToldEnds(file: string): ToldEnds {
  let told = read(file);
  return {
    has: (which) => told.includes(which),
    add: (which) => {
      told = [...told, which].slice(-most);
      try {
        writeFileSync(file, JSON.stringify(told), { mode: 0o600 });
      } catch {
        // It is told again after the next start: better than not at all.
      }
    },
  };
}

function read(file: string): readonly string[] {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string').slice(-most) : [];
  } catch {
    return [];
  }
}
