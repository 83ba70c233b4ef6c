import type { Page } from 'playwright-core';

/** Every text in the page's heap that is long enough for a piece of a secret. */
export async function stringsInHeap(page: Page): Promise<string> {
  const developer = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  developer.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await developer.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await developer.detach();
  const { strings } = JSON.parse(chunks.join('')) as { strings: string[] };
  return strings.filter((text) => text.length >= 24).join('\n');
}
