const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `This machine’s clock is 14 min behind AWS’s.`; `offset` in milliseconds as `ClockSkew` says it. */
export function skewWords(offset: number): string {
  return `This machine’s clock is ${spanWords(Math.abs(offset))} ${offset > 0 ? 'behind' : 'ahead of'} AWS’s.`;
}

function spanWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / minuteMs);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(milliseconds / hourMs);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
