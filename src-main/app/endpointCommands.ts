import type { App } from '../app.ts';
import type { Output } from '../contract.ts';
import { AppError } from '../core/errors.ts';
import { labelsOf } from '../core/guard/labelsOf.ts';
import { asked } from './asked.ts';
import type { Door } from './doors.ts';
import type { Domain } from './domain.ts';
import { isoTime } from './profileRows.ts';

/** As long as keys in a file: a working day. */
const defaultForSeconds = 8 * 60 * 60;

export function endpointCommands(domain: Domain): Pick<App, 'holdEndpoint' | 'grant'> {
  const { doors, clock } = domain;
  return {
    async holdEndpoint({ token, port, id, ...given }, { signal, requester, progress }) {
      const profile = await domain.find(given);
      const request = { profile, asked: asked(given), use: 'endpoint', call: { signal, requester } } as const;
      const door = await doors.open({ ...request, token, place: { kind: 'shared', port, id }, endsAt: null });
      const gone = () => void door.close();
      signal.addEventListener('abort', gone);
      try {
        if (signal.aborted) gone();
        await domain.recents.used(door.profile.id);
        progress(openedOf(domain, door));
        if ((await door.closed) === 'ending') throw ending();
        signal.throwIfAborted();
        return {};
      } finally {
        signal.removeEventListener('abort', gone);
        await door.close();
      }
    },

    async grant({ token, at, forSeconds, ...given }, { signal, requester }) {
      const profile = await domain.find(given);
      const request = { profile, asked: asked(given), use: 'grant', call: { signal, requester } } as const;
      const endsAt = clock.now() + (forSeconds ?? defaultForSeconds) * 1000;
      const place =
        'port' in at
          ? ({ kind: 'port', port: at.port } as const)
          : ({ kind: 'socket', path: at.socket } as const);
      const door = await doors.open({ ...request, token, place, endsAt });
      await domain.recents.used(door.profile.id);
      return openedOf(domain, door);
    },
  };
}

function openedOf(domain: Domain, { uri, profile, endsAt }: Door): Output<'grant'> {
  return {
    uri,
    profileName: profile.name,
    region: domain.regionOf(profile),
    labels: [...labelsOf(domain.settings.get().labels, profile)],
    endsAt: isoTime(endsAt),
  };
}

function ending(): AppError {
  return new AppError('agent-unreachable', 'Latchkey’s agent is ending.', {
    hint: 'The endpoint opens again with the next one.',
  });
}
