import { AppError } from '../core/errors.ts';

const seconds = { h: 3600, m: 60, s: 1 } as const;

/**
 * Seconds in `8h`, `90m`, `1h30m` or `3600s`.
 * @throws AppError bad-input unless it reads so and lies in the range (seconds, both ends included)
 */
export function duration(
  option: string,
  text: string,
  range: { readonly from: number; readonly to: number },
): number {
  const match = /^(?=.)(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/.exec(text);
  if (match === null) {
    throw new AppError('bad-input', `${option} cannot be read: “${text}”.`, {
      hint: 'Write it like 8h, 90m or 1h30m.',
    });
  }
  const [hours, minutes, rest] = match.slice(1).map((part) => Number((part as string | undefined) ?? 0));
  const total = (hours ?? 0) * seconds.h + (minutes ?? 0) * seconds.m + (rest ?? 0);
  if (total < range.from || total > range.to) {
    throw new AppError('bad-input', `${option} takes ${words(range.from)} to ${words(range.to)}.`);
  }
  return total;
}

function words(total: number): string {
  return total % seconds.h === 0 ? `${total / seconds.h} h` : `${total / seconds.m} min`;
}
