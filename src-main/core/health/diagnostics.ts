import type { Settings } from '../settings/settings.ts';
import { skewWords } from './skewWords.ts';

/** The machine, as versions and kinds alone. */
export interface Machine {
  /** As Node names it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  readonly arch: string;
  /** Of the operating system's kernel. */
  readonly release: string;
  readonly node: string;
  /** Null in a headless agent. */
  readonly electron: string | null;
}

export interface DiagnosticFacts {
  readonly version: string;
  readonly kind: 'headless' | 'application';
  readonly machine: Machine;
  /** As `ClockSkew` says it; null while AWS has not said the time. */
  readonly clockOffset: number | null;
  readonly network: 'ok' | 'offline' | 'captive-portal';
  readonly checks: readonly { readonly kind: string; readonly state: string }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly settings: Settings;
}

/**
 * What may be shown to whoever helps. Only what is listed here gets in, each as a number, a word of ours or a version:
 * no name, path, address or id, whatever a setting or a check is called (threat row 57).
 */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { version, kind, machine, clockOffset, network } = facts;
  const { platform, arch, release, node, electron } = machine;
  const runtime = [['Node', node] as const, ['Electron', electron] as const].flatMap(([name, its]) =>
    its === null ? [] : [`${name} ${versionLike(its)}`],
  );
  return [
    `Latchkey ${versionLike(version)}, ${kind}`,
    [`${wordLike(platform)} ${wordLike(arch)} ${versionLike(release)}`, ...runtime].join(', '),
    `Clock: ${clockWords(clockOffset)}`,
    `Network: ${network}`,
    '',
    'Checks',
    ...facts.checks.map(({ kind: about, state }) => line(wordLike(about), wordLike(state))),
    '',
    'Counts',
    ...Object.entries(facts.counts).map(([name, count]) => line(name, String(count))),
    '',
    'Settings',
    ...settingLines(facts.settings),
    '',
  ].join('\n');
}

function clockWords(offset: number | null): string {
  if (offset === null) return 'AWS has not said the time yet.';
  return offset === 0 ? 'It agrees with AWS’s.' : skewWords(offset);
}

/** How a setting is told; one that is not here is not told. */
type Telling = { readonly [Name in keyof Settings]?: (value: Settings[Name]) => string };

const isSet = (value: unknown): string => (value === null ? 'not set' : 'set');
const asItIs = (value: string | number | boolean | null): string => String(value);

const telling: Telling = {
  version: asItIs,
  secrets: asItIs,
  proxy: isSet,
  noProxy: isSet,
  caBundle: isSet,
  endpoints: (endpoints) => `${Object.values(endpoints).filter((one) => one !== null).length} of 5 set`,
  delivery: asItIs,
  region: isSet,
  journalDays: asItIs,
  lockWithScreen: asItIs,
  consoleBy: asItIs,
  hotkey: isSet,
  startAtLogin: asItIs,
  startHidden: asItIs,
  notifySignInEnd: asItIs,
  teamFile: isSet,
  theme: asItIs,
  agentIdleMinutes: asItIs,
};

function settingLines(settings: Settings): readonly string[] {
  return (Object.keys(telling) as (keyof Settings)[]).map((name) => {
    const tell = telling[name] as (value: unknown) => string;
    return line(name, wordLike(tell(settings[name])));
  });
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(18)}${value}`;
}

/** What is no version is not told: nobody can hide a name in one. */
function versionLike(text: string): string {
  return /^\d{1,4}(\.\d{1,8}){0,4}([-+][\w.-]{1,40})?$/.test(text) ? text : '?';
}

function wordLike(text: string): string {
  return /^[\w .-]{1,20}$/.test(text) ? text : '?';
}
