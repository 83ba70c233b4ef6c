const minute = 60_000;
const hour = 60 * minute;

const counted = new Intl.NumberFormat();
const minutesAlone = unit('minute', 'short');
const hours = unit('hour', 'narrow');
const minutes = unit('minute', 'narrow');
const timeAlone = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

function unit(name: 'hour' | 'minute', unitDisplay: 'short' | 'narrow'): Intl.NumberFormat {
  return new Intl.NumberFormat(undefined, { style: 'unit', unit: name, unitDisplay });
}

/** `2,418`, as the system writes it. */
export function count(value: number): string {
  return counted.format(value);
}

/** `42 min`, `6h 12m`; rounded down, so that what is said to be left is left. */
export function timeLeft(milliseconds: number): string {
  if (milliseconds < minute) return `< ${minutesAlone.format(1)}`;
  if (milliseconds < hour) return minutesAlone.format(Math.floor(milliseconds / minute));
  const whole = hours.format(Math.floor(milliseconds / hour));
  const rest = Math.floor((milliseconds % hour) / minute);
  return rest === 0 ? whole : `${whole} ${minutes.format(rest)}`;
}

/** `14:32`, and with the day where it is another one. Both in epoch milliseconds. */
export function timeOfDay(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return (sameDay ? timeAlone : dayAndTime).format(at);
}

/** `2 minutes ago`, `yesterday`. */
export function ago(at: number, now: number): string {
  const since = Math.max(0, now - at);
  if (since < minute) return 'just now';
  if (since < hour) return relative.format(-Math.floor(since / minute), 'minute');
  if (since < 24 * hour) return relative.format(-Math.floor(since / hour), 'hour');
  return relative.format(-Math.floor(since / (24 * hour)), 'day');
}
