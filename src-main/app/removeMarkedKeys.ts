import type { Domain } from './domain.ts';

/** Takes the keys of what asks first now out of the files. @returns how many */
export async function removeMarkedKeys({ deliveries, book, guard }: Domain): Promise<number> {
  const { byId } = await book();
  const isMarked = await guard.marks();
  const marked = (await deliveries.active()).filter(({ id, delivery }) => {
    const profile = delivery === 'keys' ? byId(id) : undefined;
    return profile !== undefined && isMarked(profile);
  });
  if (marked.length === 0) return 0;
  const ids = new Set(marked.map(({ id }) => id));
  return (await deliveries.remove({ ids, delivery: 'keys' })).length;
}
