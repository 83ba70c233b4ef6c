import type { App } from '../app.ts';
import type { Output } from '../contract.ts';
import { diagnosticsText } from '../core/health/diagnostics.ts';
import { doctor } from './doctor.ts';
import type { Domain } from './domain.ts';

/** Why something does not work here. */
export function healthCommands(domain: Domain): Pick<App, 'doctor' | 'lookAtNetwork' | 'diagnostics'> {
  return {
    doctor: async (_input, { signal }) => ({ checks: await doctor(domain, signal) }),

    lookAtNetwork: () => {
      domain.network.again();
      return Promise.resolve({});
    },

    diagnostics: async (_input, { signal }) => {
      const checks = await doctor(domain, signal);
      const { owner, machine, skew, settings } = domain;
      const text = diagnosticsText({
        ...{ version: owner.version, kind: owner.kind, machine, checks, settings: settings.get() },
        clockOffset: skew.isKnown() ? skew.offset() : null,
        network: domain.network.state().state,
        counts: await counts(domain),
      });
      return { text };
    },
  };
}

/** How AWS and this machine stand to each other, for the live state. */
export function healthState({ skew, network }: Domain): Pick<Output<'status'>, 'clock' | 'network'> {
  const { state, trouble } = network.state();
  return { clock: { offset: skew.offset() }, network: { state, trouble: trouble && { ...trouble } } };
}

async function counts(domain: Domain): Promise<Readonly<Record<string, number>>> {
  const { ssoSessions, iamUsers, sources, profiles, favourites, labels, askFirst } = domain.settings.get();
  return {
    'sign-ins': ssoSessions.length,
    'IAM users': iamUsers.length,
    sources: sources.length,
    profiles: (await domain.book()).profiles.length,
    'saved profiles': profiles.length,
    favourites: favourites.length,
    'label rules': labels.length,
    'ask-first marks': askFirst.roles.length + askFirst.labels.length,
    delivered: (await domain.deliveries.active()).length,
    grants: domain.doors.list().filter(({ use }) => use === 'grant').length,
  };
}
