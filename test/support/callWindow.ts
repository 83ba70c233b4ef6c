import type { Page } from 'playwright-core';

/** What the page itself does when it asks main; a string, so that nothing here needs the types of a page. */
export async function callWindow(page: Page, name: string, input: unknown): Promise<unknown> {
  return page.evaluate(`latchkey.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`);
}
