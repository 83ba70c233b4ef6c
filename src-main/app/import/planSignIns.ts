import { AppError } from '../../core/errors.ts';
import type { FoundSignIn } from '../../core/import/findings.ts';
import { signInName } from '../../core/import/signInName.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { placeHere } from './placeHere.ts';
import type { PlanContext } from './planContext.ts';
import { item, type PlannedItem } from './plannedItem.ts';

/** A sign-in of another name is another one: what has its name here already stays, and the new one gets a number. */
export function planSignIns(found: readonly FoundSignIn[], context: PlanContext): readonly PlannedItem[] {
  const items: PlannedItem[] = [];
  let trial = context.now;
  for (const one of found) {
    const { startUrl, region, flow = 'device' } = one;
    const here = placeHere(trial, { ssoSession: null, startUrl });
    if (here !== undefined) {
      if (here.region !== region)
        context.left.push({
          name: one.name,
          why: `It is here as “${here.name}”, in ${here.region} and not in ${region}.`,
        });
      continue;
    }
    const name = freeName(trial, one);
    const place = { name, startUrl, region, flow };
    const edit = (now: Settings): Settings => {
      if (freeName(now, { ...one, name }) !== name)
        throw new AppError('bad-input', `“${name}” is already the name of something here.`);
      return { ...now, ssoSessions: [...now.ssoSessions, place] };
    };
    const trace = JSON.stringify(['sign-in', startUrl]);
    const after = [
      `start URL  ${startUrl}`,
      `region     ${region}`,
      ...(flow === 'device' ? [] : [`flow       ${flow}`]),
    ];
    items.push(item({ kind: 'sign-in', key: startUrl, name, after, trace, edit }));
    trial = edit(trial);
  }
  return items;
}

function freeName(
  { ssoSessions, iamUsers, sources, profiles }: Settings,
  { name, startUrl }: FoundSignIn,
): string {
  const taken = new Set(
    [...ssoSessions, ...iamUsers, ...sources, ...profiles].map((one) => one.name.toLowerCase()),
  );
  const wanted = signInName(name, startUrl);
  for (let count = 1; ; count += 1) {
    const free = count === 1 ? wanted : `${wanted.slice(0, 60)}-${count}`;
    if (!taken.has(free.toLowerCase())) return free;
  }
}
