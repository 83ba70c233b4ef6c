import { allSettings } from '../../src-main/core/settings/settingGroups.ts';
import { settingText } from '../../src-main/core/settings/settingWords.ts';
import { call } from '../api.ts';

/** The settings as main has them, by name; text, with '' for a default. */
export class SavedSettings {
  #texts = $state.raw<Readonly<Record<string, string>>>();

  get loaded(): boolean {
    return this.#texts !== undefined;
  }

  textOf(name: string): string {
    return this.#texts?.[name] ?? '';
  }

  /** @throws CommandError */
  async load(): Promise<void> {
    const { settings } = await call('getSettings', {});
    this.#texts = Object.fromEntries(
      allSettings.map((setting) => [setting.name, settingText(setting, valueIn(settings, setting.name))]),
    );
  }

  /**
   * Empty text puts the default back. What was not changed is not sent: a proxy's password is shown as ***, and that
   * would take its place. Whether something was saved.
   * @throws CommandError
   */
  async save(name: string, text: string, trust: boolean): Promise<boolean> {
    const trimmed = text.trim();
    if (trimmed === this.textOf(name)) return false;
    await call(trust ? 'setTrustSetting' : 'setSetting', { name, value: trimmed === '' ? null : trimmed });
    await this.load();
    return true;
  }
}

/** `endpoints.sso` names a value within a value. */
function valueIn(settings: Readonly<Record<string, unknown>>, name: string): unknown {
  const [first = '', second] = name.split('.');
  const value = settings[first];
  return second === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[second];
}
