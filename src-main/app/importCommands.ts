import type { App } from '../app.ts';
import { AppError } from '../core/errors.ts';
import type { Domain } from './domain.ts';
import { applyPlan, type Applied } from './import/applyPlan.ts';
import { keepNamedRoles } from './import/namedRoles.ts';
import { makePlan, type Plan } from './import/makePlan.ts';
import { refuseProgram } from './refuseProgram.ts';
import { settingsText } from './import/settingsText.ts';
import { teamDigest } from './import/teamFileState.ts';
import { shownItem } from './import/plannedItem.ts';
import { keepTeamTraces, teamTraces } from './import/teamTraces.ts';

type Commands = Pick<App, 'importSources' | 'planImport' | 'applyImport' | 'exportSettings' | 'setTeamFile'>;

/** What other tools, an exported file and a team’s file bring: a plan first, and nothing of theirs is written. */
export function importCommands(domain: Domain): Commands {
  return {
    importSources: () => sources(domain),

    async planImport(source) {
      const { items, left, leftMore, files, digest } = await makePlan(domain, source);
      return {
        ...{ files: [...files], digest, left: [...left], leftMore },
        items: items.map(shownItem),
      };
    },

    async applyImport({ digest, items: ids, ...source }, call) {
      // Even with nothing of it taken the person would be asked about it no more.
      if (source.from === 'team') refuseProgram(domain, call.requester, 'accepts the team’s file');
      const plan = await makePlan(domain, source);
      if (plan.digest !== digest)
        throw new AppError(
          'lines-changed',
          'The files, or what is set up here, have changed since the plan was made.',
          {
            hint: 'Nothing was done. Look at the new plan.',
          },
        );
      const chosen = new Set(ids);
      const applied = await applyPlan(
        domain,
        plan.items.filter(({ id }) => chosen.has(id)),
        call,
      );
      await keepNamedRoles(domain, plan.findings.roles);
      if (source.from === 'team') await acceptTeamFile(domain, plan, applied);
      domain.log.write('imported', {});
      return {
        done: applied.done.map(({ kind, name }) => ({ kind, name })),
        left: applied.left,
        keysRemoved: applied.keysRemoved,
      };
    },

    exportSettings: async () => ({ text: await settingsText(domain) }),

    setTeamFile({ path }) {
      const teamFile = path === null ? null : { path, accepted: null };
      domain.settings.change((now) => ({ ...now, teamFile }));
      return Promise.resolve({});
    },
  };
}

async function sources({ importFiles, awsFiles, settings }: Domain): ReturnType<App['importSources']> {
  const places = [
    ['leapp', importFiles.places('leapp')],
    ['aws', [awsFiles.config, awsFiles.credentials]],
    ['granted', importFiles.places('granted')],
    ['aws-sso-cli', importFiles.places('aws-sso-cli')],
  ] as const;
  const found = await Promise.all(
    places.map(async ([from, paths]) => {
      for (const file of paths) if (await importFiles.isThere(file)) return [{ from, file }];
      return [];
    }),
  );
  return { sources: found.flat(), teamFile: settings.get().teamFile?.path ?? null };
}

/** What was not chosen is not asked about again until the file says something else. */
async function acceptTeamFile(domain: Domain, { findings }: Plan, { done }: Applied): Promise<void> {
  const { teamFile } = domain.settings.get();
  if (teamFile === null) return;
  const gone = new Set(done.flatMap(({ change, trace }) => (change === 'remove' ? [trace] : [])));
  const came = done.flatMap(({ change, trace }) => (change === 'remove' || trace === null ? [] : [trace]));
  const before = (await teamTraces(domain)).filter((trace) => !gone.has(trace));
  await keepTeamTraces(domain, teamFile.path, [...before, ...came]);
  const accepted = teamDigest(domain, findings);
  domain.settings.change((now) => ({ ...now, teamFile: { path: teamFile.path, accepted } }));
}
