import { isKnownRegion } from '../../src-main/core/partition.ts';

/** What is wrong with a region, in one sentence; undefined where nothing is. */
export function checkRegion(text: string): string | undefined {
  const region = text.trim();
  if (region === '') return 'Choose the region of your IAM Identity Center; your administrator knows it.';
  if (/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/.test(region) && isKnownRegion(region)) return undefined;
  return `“${region}” is no AWS region; one looks like eu-west-1.`;
}
