import { expect, it } from 'vitest';
import { trustNames } from '../../src-main/cli/trustNames.ts';
import { trustSettings } from '../../src-main/core/settings/settings.ts';

it('the command knows the same trusted settings as core', () => {
  expect(trustNames).toEqual(trustSettings);
});
