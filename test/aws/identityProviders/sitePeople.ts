/** Somebody with an account at the company's sign-in page. */
export interface SitePerson {
  readonly name: string;
  readonly password: string;
}

export const sitePeople: readonly SitePerson[] = [
  { name: 'ada@example.com', password: 'correct horse' },
  { name: 'grace@example.com', password: 'battery staple' },
];

/** Who signed in with a login form's `user` and `password`; undefined when the two do not match. */
export const personOf = (
  people: readonly SitePerson[],
  form: ReadonlyMap<string, string>,
): SitePerson | undefined =>
  people.find(({ name, password }) => name === form.get('user') && password === form.get('password'));
