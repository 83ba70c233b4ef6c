/** What is wrong with the name of a sign-in, in one sentence; undefined where nothing is. */
export function checkSignInName(text: string, taken: readonly string[]): string | undefined {
  const name = text.trim();
  if (name === '') return 'Give it a name, such as that of your company.';
  if (taken.includes(name)) return `There is a sign-in called “${name}” already.`;
  if (/\s/.test(name)) return 'A name has no spaces; take a dash.';
  if (name.length > 64) return 'A name has at most 64 characters.';
  if (/^[.@+-]/.test(name)) return 'A name begins with a letter, a digit or _.';
  if (!/^[A-Za-z0-9_.@+-]+$/.test(name)) return 'A name has letters, digits and _ . @ + - only.';
  return undefined;
}
