/** Callers of the same time share one look; one that began before a caller came is not for that caller. */
export function sharedLook<Seen>(look: () => Promise<Seen>): () => Promise<Seen> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<Seen> | undefined;
  return () => {
    if (next !== undefined) return next;
    const turn = last.then(() => {
      next = undefined;
      return look();
    });
    next = turn;
    last = turn.catch(() => undefined);
    return turn;
  };
}
