import type { Output } from '../../contract.ts';
import type { Settings } from '../../core/settings/settings.ts';

/** One line of a plan, with how it is done. */
export type PlannedItem = Output<'planImport'>['items'][number] & {
  /**
   * What it leads to in the file it comes from: the same as long as the file says the same thing of the same subject,
   * so that a team’s file is known to have dropped it. Null for what a file cannot take back.
   */
  readonly trace: string | null;
  /** @throws AppError where it cannot be done any more */
  readonly edit: (now: Settings) => Settings;
};

export function item(
  given: Pick<PlannedItem, 'kind' | 'name' | 'edit'> & Partial<PlannedItem> & { readonly key?: string },
): PlannedItem {
  const { key, ...rest } = given;
  return {
    ...{
      id: `${given.kind} ${key ?? given.name}`,
      change: 'add',
      before: [],
      after: [],
      needs: [],
      collides: false,
    },
    ...{ keysIn: null, trace: null },
    ...rest,
  };
}

/** Without how it is done. */
export function shownItem(planned: PlannedItem): Output<'planImport'>['items'][number] {
  const { id, kind, name, change, before, after, needs, collides, keysIn } = planned;
  const lines = { before: before.map(shownLine), after: after.map(shownLine) };
  return { id, kind, name: shownLine(name), change, ...lines, needs, collides, keysIn };
}

/** Whoever wrote the file must not turn its writing around, or hide a part of it, in what a person agrees to. */
function shownLine(line: string): string {
  return line.replaceAll(/\s*[\t\r\n]\s*/g, ' ').replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
