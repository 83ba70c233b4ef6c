import type { Domain } from './domain.ts';

/** From the first kept secret on the home keeps its store: a change would leave secrets behind in the old one. */
export function pinStore({ settings, secrets }: Domain): void {
  if (settings.get().secrets === null) settings.change((now) => ({ ...now, secrets: secrets.kind }));
}
