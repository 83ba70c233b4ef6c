/** An answer of AWS that said what time it is there. All in epoch milliseconds; the last two by this machine's clock. */
export interface TimedAnswer {
  readonly date: number;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** How far this machine's clock is from AWS's, from answers that came anyway. Known for as long as this process runs. */
export interface ClockSkew {
  readonly heard: (answer: TimedAnswer) => void;
  /** Milliseconds to add to this machine's clock to get AWS's; 0 while the two agree, or nothing has been heard. */
  readonly offset: () => number;
  /** Whether AWS has said the time at all. */
  readonly isKnown: () => boolean;
  /** Called whenever `offset()` has become another. */
  readonly onChange: (watcher: () => void) => void;
}

/** A skew of more than this is told and corrected for. */
export const toldSkewMs = 60_000;
/** One that was told counts until it is less than this, so that a clock at the edge does not come and go. */
const agreesBelowMs = 50_000;
/** An offset that moved by less is the same one, measured anew. */
const sameWithinMs = 5_000;

/** TLS has proved who says the time by the dates of a certificate, and none lives longer: what is farther off is no time. */
const longestSkewMs = 400 * 24 * 60 * 60 * 1000;

const mostKept = 5;
/** A round trip that says little about when the server looked at its clock. */
const slowestMs = 10_000;
/** What such an answer says is beyond doubt. */
const quickMs = 2_000;
/** Date counts whole seconds, rounded down. */
const halfSecondMs = 500;

interface Sample {
  readonly offset: number;
  /** Milliseconds by which it may be wrong. */
  readonly doubt: number;
}

export function createClockSkew(): ClockSkew {
  const watchers: (() => void)[] = [];
  let samples: readonly Sample[] = [];
  let told = 0;

  function settle(): void {
    const measured = median(samples);
    const agrees = Math.abs(measured) < (told === 0 ? toldSkewMs : agreesBelowMs);
    const next = agrees ? 0 : Math.abs(measured - told) < sameWithinMs ? told : measured;
    if (next === told) return;
    told = next;
    for (const watcher of watchers) watcher();
  }

  return {
    heard({ date, sentAt, receivedAt }) {
      const trip = receivedAt - sentAt;
      // Slow, or the clock was set, or the machine slept while it was under way.
      if (!Number.isFinite(date) || trip < 0 || trip > slowestMs) return;
      const sample = { offset: date + halfSecondMs - (sentAt + receivedAt) / 2, doubt: trip / 2 };
      if (Math.abs(sample.offset) > longestSkewMs) return;
      const fits = (other: Sample): boolean =>
        Math.abs(other.offset - sample.offset) <= other.doubt + sample.doubt + 4 * halfSecondMs;
      // Where a quick answer contradicts those before it, somebody has set the clock since.
      const before = trip <= quickMs ? samples.filter(fits) : samples;
      samples = [...before, sample].slice(-mostKept);
      settle();
    },
    offset: () => told,
    isKnown: () => samples.length > 0,
    onChange: (watcher) => {
      watchers.push(watcher);
    },
  };
}

/** Of two in the middle the one that is less in doubt. */
function median(samples: readonly Sample[]): number {
  const sorted = samples.toSorted((one, other) => one.offset - other.offset);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  if (high === undefined || low === undefined) return 0;
  return Math.round((low.doubt <= high.doubt ? low : high).offset);
}
