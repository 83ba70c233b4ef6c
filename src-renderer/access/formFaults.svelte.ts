/** What is wrong with the fields of a form: said once a field was filled in, or when the person wants to go on. */
export class FormFaults<Name extends string> {
  readonly #check: () => Readonly<Partial<Record<Name, string | undefined>>>;
  #seen = $state.raw<readonly Name[]>([]);

  constructor(check: () => Readonly<Partial<Record<Name, string | undefined>>>) {
    this.#check = check;
  }

  see(name: Name): void {
    if (!this.#seen.includes(name)) this.#seen = [...this.#seen, name];
  }

  of(name: Name): string | undefined {
    return this.#seen.includes(name) ? this.#check()[name] : undefined;
  }

  /** Shows all of them from now on, and answers the first field that is not right. */
  first(names: readonly Name[]): Name | undefined {
    this.#seen = names;
    const faults = this.#check();
    return names.find((name) => faults[name] !== undefined);
  }
}
