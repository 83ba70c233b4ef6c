/**
 * The end of keys as other programs are told it, who compare it with this machine's clock. Where that clock is behind,
 * the end is what it will show then: with AWS's own time they would use dead keys. Where it is ahead it stays AWS's:
 * they ask for new ones sooner than they need to, and a clock that is set right meanwhile leaves nobody with keys that
 * seem to live longer than they do. Both in milliseconds; `offset` as `ClockSkew` says it.
 */
export function endForPrograms(expiration: number, offset: number): number {
  return expiration - Math.max(0, offset);
}
