import type { ProfileView } from '../contract.ts';
import { table } from './output.ts';

type Link = ProfileView['chain'][number];

/** A profile for people: what it is made of, then each call on the way to its keys. */
export function profileLines({ name, kind, from, mfa, region, chain }: ProfileView): string[] {
  const facts = [
    ['Profile', name],
    ['Kind', kind],
    ['From', mfa ? `${from.label}, with MFA` : from.label],
    ...(region === null ? [] : [['Region', region]]),
  ];
  const links = chain.map((link, at) => [
    String(at + 1),
    link.call,
    link.label,
    life(link),
    link.roleArn ?? '',
  ]);
  return [...table(facts), ...table(links)];
}

function life({ limits, durationSeconds, refusedSeconds }: Link): string {
  if (limits === null) return '';
  const chosen = inWords(durationSeconds ?? limits.usual);
  const most = `${chosen}, at most ${inWords(limits.longest)}`;
  return refusedSeconds === null ? most : `${most}; AWS refused ${inWords(refusedSeconds)}`;
}

function inWords(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.floor(seconds / 60)} min`;
}
