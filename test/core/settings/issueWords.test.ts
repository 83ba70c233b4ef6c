import { expect, it } from 'vitest';
import { readSettings } from '../../../src-main/core/settings/readSettings.ts';

it.each([
  [{ theme: 'blue' }, 'The setting theme is not valid: it can be system, light, dark.'],
  [{ startHidden: 'yes' }, 'The setting startHidden is not valid: true or false is wanted here.'],
  [{ journalDays: 0 }, 'The setting journalDays is not valid: at least 1.'],
  [{ journalDays: 1.5 }, 'The setting journalDays is not valid: a whole number is wanted here.'],
  [{ labels: 'x' }, 'The setting labels is not valid: a list is wanted here.'],
  [{ proxy: 'office' }, 'The setting proxy is not valid: a URL with https:// or http:// is wanted here.'],
  [{ caBundle: 'ca.pem' }, 'The setting caBundle is not valid: an absolute path is wanted here.'],
  [{ region: 'west' }, 'The setting region is not valid: The region must be like eu-west-1.'],
  [{ surprise: true }, 'The setting file is not valid: Latchkey knows no such name there.'],
])('%j is refused in words for people', (given, message) => {
  expect(() => readSettings(given)).toThrow(message);
});
