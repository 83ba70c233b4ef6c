import { beforeEach, describe, expect, it } from 'vitest';
import Labels from '../../../src-renderer/settings/Labels.svelte';
import {
  button,
  fakeMain,
  field,
  found,
  liveView,
  press,
  sees,
  show,
  text,
  type,
  type FakeMain,
} from '../support/page.ts';

const rules = [
  { label: 'production', pattern: '*-prod*' },
  { label: 'production', pattern: '012345678901' },
  { label: 'staging', pattern: '*-staging' },
];
let main: FakeMain;
beforeEach(() => {
  main = fakeMain(liveView({ labelRules: rules, askFirstLabels: ['production'] }));
  show(Labels, {});
});

const switches = (): [string | null | undefined, string | null][] =>
  [...document.querySelectorAll('[role=switch]')].map((one) => [
    document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent,
    one.getAttribute('aria-checked'),
  ]);

describe('labels', () => {
  it('are listed by their rules, with one switch each', () => {
    expect(document.querySelectorAll('li')).toHaveLength(3);
    expect(switches()).toEqual([
      ['production asks first', 'true'],
      ['staging asks first', 'false'],
    ]);
  });

  it('say what asking first does not stop', () => {
    expect(text()).toContain('not a hostile program that runs as you');
  });

  it('are given by a pattern, and say how many profiles it fits', async () => {
    main.answer('addLabel', () => ({ pattern: 'payments*', profiles: 12 }));
    type('Label', ' sandbox ');
    type('For', 'payments*');
    press('Add');
    await sees('sandbox fits 12 profiles.');
    expect(main.inputsOf('addLabel')).toEqual([{ label: 'sandbox', pattern: 'payments*' }]);
    expect([field('Label').value, field('For').value]).toEqual(['', '']);
  });

  it('keep what was typed where main does not take it, and say why', async () => {
    main.refuse('addLabel', { message: 'A label has 1 to 32 letters.' });
    type('Label', '!');
    type('For', '*');
    press('Add');
    await sees('A label has 1 to 32 letters.');
    expect(field('Label').value).toBe('!');
  });

  it('need a label and a pattern', async () => {
    type('Label', 'production');
    press('Add');
    await sees('A rule has a label and a pattern');
    expect(main.inputsOf('addLabel')).toEqual([]);
  });

  it('are taken away rule by rule', async () => {
    press('Remove production for 012345678901');
    await sees('production no longer goes by 012345678901.');
    expect(main.inputsOf('removeLabel')).toEqual([{ label: 'production', pattern: '012345678901' }]);
  });

  it('ask first by their switch', async () => {
    main.answer('markLabel', () => ({ keysRemoved: 2 }));
    const [, staging] = document.querySelectorAll<HTMLElement>('[role=switch]');
    staging?.click();
    await sees('staging asks first now. Its keys left your AWS files.');
    expect(main.inputsOf('markLabel')).toEqual([{ label: 'staging', askFirst: true }]);
  });

  it('have a colour of seven, which shows wherever they do', async () => {
    main.push(
      liveView({ labelRules: rules, labelColours: { production: 'red', constructor: 'blue' as const } }),
    );
    const barsOf = (label: string) =>
      [...document.querySelectorAll('li > span')]
        .filter((bar) => bar.textContent === label)
        .map((bar) => /\b(red|grey|green)\b/.exec(bar.className)?.[0]);
    expect([barsOf('production'), barsOf('staging')]).toEqual([['red', 'red'], ['grey']]);
    const [, ofStaging] = document.querySelectorAll('fieldset');
    expect(ofStaging?.textContent).toContain('Colour of staging');
    const radios = [...(ofStaging?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? [])];
    expect(radios.map(({ value, checked }) => (checked ? value.toUpperCase() : value)).join(' ')).toBe(
      'red orange yellow green blue purple GREY',
    );
    radios[3]?.click();
    await sees('staging is green.');
    expect(main.inputsOf('colourLabel')).toEqual([{ label: 'staging', colour: 'green' }]);
  });

  it('show no switch for what has no rule', async () => {
    main.push(liveView());
    await found(() => (switches().length === 0 ? true : undefined), 'no switch');
    expect(text()).toContain('No profile has a label yet.');
    expect(button('Add')).toBeDefined();
  });
});
