import type { z } from 'zod';

/** zod’s own sentences, which are for programmers; those of our schemas begin otherwise. */
const zodsOwn = /^(Invalid|Too (big|small)|Unrecognized|Expected|Unexpected)\b/;

const kinds: Readonly<Record<string, string>> = {
  string: 'text is wanted here',
  number: 'a number is wanted here',
  int: 'a whole number is wanted here',
  boolean: 'true or false is wanted here',
  array: 'a list is wanted here',
  object: 'several values with names are wanted here',
  record: 'several values with names are wanted here',
};

/** What is wrong with a value, for people: half a sentence, without a word of the value. */
export function issueWords(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'it is not written as Latchkey writes it';
  if (!zodsOwn.test(issue.message)) return issue.message.replace(/\.$/, '');
  switch (issue.code) {
    case 'invalid_value':
      return `it can be ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      return kinds[issue.expected] ?? 'another kind of value is wanted here';
    case 'too_small':
      return `at least ${issue.minimum}${amount(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${amount(issue.origin)}`;
    case 'unrecognized_keys':
      return 'Latchkey knows no such name there';
    case 'invalid_format':
      return formats[issue.format] ?? 'it is not written as it should be';
    default:
      return 'it is not written as it should be';
  }
}

const formats: Readonly<Record<string, string>> = {
  url: 'a URL with https:// or http:// is wanted here',
  starts_with: 'an absolute path is wanted here',
};

function amount(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}
