/** What stands between braces in a template, in the order in which they give way where the name gets too long. */
export const sessionNameWords = ['reason', 'profile', 'host', 'user'] as const;
export type SessionNameWords = Readonly<Record<(typeof sessionNameWords)[number], string>>;

const shortest = 2;
const longest = 64;

/**
 * The RoleSessionName, which CloudTrail shows for everything done with the role: the template with its words filled
 * in, made of what AWS takes, `[\w+=,.@-]{2,64}`. A long reason is cut before the user is: who it was counts more.
 */
export function sessionName(template: string, words: SessionNameWords): string {
  const fitting = { ...words };
  for (const word of sessionNameWords) fitting[word] = taken(words[word]).slice(0, longest);
  for (const word of sessionNameWords) {
    while (fitting[word] !== '' && filled(template, fitting).length > longest) {
      fitting[word] = fitting[word].slice(0, -1);
    }
  }
  const name = filled(template, fitting).slice(0, longest);
  if (name.length >= shortest) return name;
  return name === '' ? 'latchkey' : `latchkey-${name}`;
}

/** In one pass: braces that a word brings are not filled in again. */
function filled(template: string, words: SessionNameWords): string {
  return taken(
    template.replaceAll(/\{(\w+)\}/g, (braces, word: string) => (isWord(word) ? words[word] : braces)),
  );
}

function isWord(word: string): word is keyof SessionNameWords {
  return sessionNameWords.some((known) => known === word);
}

/** An accent is dropped, a run of anything else AWS does not take becomes one hyphen. */
function taken(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\w+=,.@-]+/g, '-');
}
