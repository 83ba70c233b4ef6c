import type { Settings } from './settings.ts';

/** How a setting is given as text: at a terminal, in a field, by the window’s `>`. */
type SettingKind =
  | { readonly kind: 'choice'; readonly choices: readonly (readonly [value: string, label: string])[] }
  /** A whole number unless it says otherwise. */
  | { readonly kind: 'number'; readonly from: number; readonly to: number; readonly parts?: true }
  /** `none`: the word for having none, where that is not the default. */
  | { readonly kind: 'text'; readonly placeholder: string; readonly regions?: true; readonly none?: 'none' }
  /** It has a place of its own in the window, and commands of its own. */
  | { readonly kind: 'own'; readonly by: string };

type EndpointName = `endpoints.${keyof Settings['endpoints']}`;
export type SettingName = Exclude<keyof Settings, 'endpoints'> | EndpointName;

/** A setting in the words that the window and the command share. */
export type SettingWords = SettingKind & {
  readonly name: SettingName;
  readonly label: string;
  /** What it does, in one to three sentences. */
  readonly what: string;
  /** Its default as a person says it, and as text ('' for none). */
  readonly usual: string;
  readonly preset: string;
  /** Other words that find it. */
  readonly words?: string;
  /** It decides where tokens go, what is trusted or what is run: `setTrustSetting` sets it. */
  readonly trust?: true;
};

/** What a setting does and what it is by default, in one line. */
export function hintOf({ what, usual }: SettingWords): string {
  return `${what} Default: ${usual}.`;
}

/** The value of a setting as the text that would set it; '' where there is none. */
export function settingText(setting: SettingWords, value: unknown): string {
  if (value === null && setting.kind === 'text' && setting.none !== undefined) return setting.none;
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}
