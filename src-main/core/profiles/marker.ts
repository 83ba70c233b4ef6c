import type { DeliveryKind } from '../settings/settings.ts';

/**
 * The comment line that marks a section as ours. It carries all that is needed to take the section out again when
 * everything else is forgotten: whose it is, when its keys end, and a check of each line we wrote.
 */
export interface Marker {
  readonly kind: DeliveryKind;
  /** Id of the profile. */
  readonly id: string;
  /** Tag of the Latchkey home that wrote it: two homes may share one ~/.aws and leave each other's sections alone. */
  readonly home: string;
  /** Epoch milliseconds when the keys in the section end; null for a process profile. */
  readonly endsAt: number | null;
  /** The header's check, then one for each key line. */
  readonly checks: readonly string[];
  /** Whether we put an empty line above the header, which then goes with the section. */
  readonly blankAbove: boolean;
}

const form =
  /^# latchkey (keys|process) id=([0-9a-f]{24}) home=([0-9a-z]{1,16}) (?:ends=(\S{20,24}) )?check=([0-9a-f.]+)( blank-above)?$/;

/** A comment on a line of its own: every SDK skips those, while some take an inline comment for a part of the value. */
export function formatMarker(marker: Marker): string {
  const ends = marker.endsAt === null ? '' : ` ends=${new Date(marker.endsAt).toISOString()}`;
  const blank = marker.blankAbove ? ' blank-above' : '';
  return `# latchkey ${marker.kind} id=${marker.id} home=${marker.home}${ends} check=${marker.checks.join('.')}${blank}`;
}

export function parseMarker(line: string): Marker | undefined {
  if (!line.startsWith('# latchkey ')) return undefined;
  const match = form.exec(line);
  if (match === null) return undefined;
  const [, kind, id = '', home = '', ends, checks = '', blank] = match;
  const endsAt = ends === undefined ? null : Date.parse(ends);
  if (Number.isNaN(endsAt) || (kind === 'keys') !== (endsAt !== null)) return undefined;
  return {
    kind: kind === 'keys' ? 'keys' : 'process',
    id,
    home,
    endsAt,
    checks: checks.split('.'),
    blankAbove: blank !== undefined,
  };
}

/**
 * Tells whether a person edited a line of ours: 32 bits of FNV-1a. It need not withstand an attacker, who could as
 * well write the whole file, and so few bits give nothing away of the key beside them.
 */
export function lineCheck(line: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < line.length; index += 1) {
    hash = Math.imul(hash ^ line.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
