import { beforeEach, describe, expect, it } from 'vitest';
import { glossary } from '../../../src-renderer/access/glossary.ts';
import { shown } from '../../../src-renderer/shown.svelte.ts';
import { dialogs, field, found, press, type } from '../support/page.ts';
import { showWindow, type ShownWindow } from '../support/showWindow.ts';

let page: ShownWindow;
beforeEach(() => {
  page = showWindow();
});

const focusedHeading = (words: string): Promise<true> =>
  found(() => {
    const { activeElement } = document;
    return /^H[12]$/.test(activeElement?.tagName ?? '') && activeElement?.textContent === words
      ? true
      : undefined;
  }, words);

describe('how AWS access works', () => {
  it('is opened from the list of keys, at its beginning, and gives the focus back', async () => {
    const keys = page.button('Keys');
    keys.focus();
    press('Keys');
    press('How AWS access works');
    await focusedHeading('How AWS access works');
    expect(dialogs()).toEqual([]);
    press('Back');
    await found(() => (document.activeElement === keys ? true : undefined), 'the focus where it was');
    expect(shown.guide).toBeUndefined();
  });

  it('says more about a word where its explanation ends, and loses nothing that was typed', async () => {
    press('Add access');
    press('With an access key of an IAM user, and a code from my phone');
    type('Name', 'build');
    press('What is this?');
    press('Read more');
    await focusedHeading('MFA');
    expect(field('Name').closest('[hidden]')).not.toBeNull();
    // Escape closes the guide, not the form below it.
    page.press('Escape');
    await found(() => (shown.guide === undefined ? true : undefined), 'the form');
    expect(shown.access).toBe(true);
    expect(field('Name').value).toBe('build');
    expect(field('Name').closest('[hidden]')).toBeNull();
  });

  it('goes to its headings, and has no link that leaves it', async () => {
    shown.guide = 'how-aws-access-works';
    await focusedHeading('How AWS access works');
    const links = [...document.querySelectorAll('a')];
    expect(links.length).toBeGreaterThan(7);
    for (const link of links) {
      link.click();
      expect(`#${document.activeElement?.id}`).toBe(link.getAttribute('href'));
    }
  });

  it('has a heading for every word that is explained', async () => {
    for (const { anchor } of Object.values(glossary)) {
      shown.guide = anchor;
      await found(() => (document.activeElement?.id === anchor ? true : undefined), anchor);
    }
  });

  it('keeps the keys of the list from working below it', async () => {
    shown.guide = 'mfa';
    await focusedHeading('MFA');
    expect(page.press('Enter')).toBe(false);
    expect(page.press('d', { ctrlKey: true })).toBe(false);
    expect(shown.guide).toBe('mfa');
  });
});
