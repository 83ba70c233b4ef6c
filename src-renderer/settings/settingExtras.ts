import { hotkeyWords } from '../../src-main/core/settings/hotkey.ts';
import type { SettingName } from '../../src-main/core/settings/settingWords.ts';
import { checkRegion } from '../signIn/checkRegion.ts';
import {
  checkDays,
  checkEndpoint,
  checkHotkey,
  checkMinutes,
  checkNoProxy,
  checkPath,
  checkProfileName,
  checkProxy,
} from './checks.ts';
import { hotkeyNote, loginNote } from './desktopNotes.ts';

/** What the window adds to a setting’s words. */
interface SettingExtra {
  /** What is wrong with what was typed, before main is asked. */
  readonly check?: (text: string) => string | undefined;
  /** What stands in its way now. */
  readonly note?: () => string | undefined;
  /** How a saved one is shown. */
  readonly shownAs?: (text: string) => string;
}

export const settingExtras: Readonly<Partial<Record<SettingName, SettingExtra>>> = {
  hotkey: { check: checkHotkey, note: hotkeyNote, shownAs: (text) => hotkeyWords(text, false) },
  startAtLogin: { note: loginNote },
  region: { check: checkRegion },
  profileName: { check: checkProfileName },
  journalDays: { check: checkDays },
  agentIdleMinutes: { check: checkMinutes },
  proxy: { check: checkProxy },
  noProxy: { check: checkNoProxy },
  caBundle: { check: checkPath },
  'endpoints.ssoOidc': { check: checkEndpoint },
  'endpoints.sso': { check: checkEndpoint },
  'endpoints.sts': { check: checkEndpoint },
  'endpoints.iam': { check: checkEndpoint },
  'endpoints.signin': { check: checkEndpoint },
};
