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
      Object.entries(settings).map(([name, value]) => [
        name,
        ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '',
      ]),
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
