import { lazily } from '../src-main/core/lazily.ts';

const minute = 60_000;
const hour = 60 * minute;

/** How a locale writes numbers and times. What may be of another direction than its sentence belongs into a `bdi`. */
export interface Times {
  /** `2,418`. */
  readonly count: (value: number) => string;
  /** `42 min`, `6h 12m`; rounded down, so that what is said to be left is left. */
  readonly timeLeft: (milliseconds: number) => string;
  /** `14:32`, and with the day where it is another one. Both in epoch milliseconds. */
  readonly timeOfDay: (at: number, now: number) => string;
  /** `2 minutes ago`, `yesterday`. */
  readonly ago: (at: number, now: number) => string;
}

/** Undefined: the locale of the system. Words around the times stay English, as all of the window. */
export function timesIn(locale?: string): Times {
  // Each made when it is asked for: the first `Intl` object of a page takes 7 to 10 ms, which its first list would wait for.
  const counted = lazily(() => new Intl.NumberFormat(locale));
  const unit = (name: 'hour' | 'minute', unitDisplay: 'short' | 'narrow'): (() => Intl.NumberFormat) =>
    lazily(() => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay }));
  const minutesAlone = unit('minute', 'short');
  const hours = unit('hour', 'narrow');
  const minutes = unit('minute', 'narrow');
  const together = lazily(() => new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' }));
  const timeAlone = lazily(() => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
  const dayAndTime = lazily(
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  );
  const relative = lazily(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  return {
    count: (value) => counted().format(value),
    timeLeft(milliseconds) {
      if (milliseconds < minute) return `< ${minutesAlone().format(1)}`;
      if (milliseconds < hour) return minutesAlone().format(Math.floor(milliseconds / minute));
      const whole = hours().format(Math.floor(milliseconds / hour));
      const rest = Math.floor((milliseconds % hour) / minute);
      return rest === 0 ? whole : together().format([whole, minutes().format(rest)]);
    },
    timeOfDay(at, now) {
      const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
      return (sameDay ? timeAlone : dayAndTime)().format(at);
    },
    ago(at, now) {
      const since = Math.max(0, now - at);
      if (since < minute) return 'just now';
      if (since < hour) return relative().format(-Math.floor(since / minute), 'minute');
      if (since < 24 * hour) return relative().format(-Math.floor(since / hour), 'hour');
      return relative().format(-Math.floor(since / (24 * hour)), 'day');
    },
  };
}

const { count, timeLeft, timeOfDay, ago } = timesIn();
export { ago, count, timeLeft, timeOfDay };
