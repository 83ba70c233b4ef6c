/**
 * The caller's signal, and one that ends after `milliseconds`. The reason tells which: a `TimeoutError` is ours.
 * Before Node 22, AbortSignal.timeout behind AbortSignal.any is collected as garbage and never fires.
 */
export function within(milliseconds: number, signal: AbortSignal | undefined): AbortSignal {
  const limit = new AbortController();
  setTimeout(() => {
    limit.abort(new DOMException('It took too long.', 'TimeoutError'));
  }, milliseconds).unref();
  return signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]);
}
