import type { App } from '../app.ts';
import type { ParsedInput } from '../contract.ts';
import { permissionSetOf } from '../core/arn.ts';
import { AppError } from '../core/errors.ts';
import type { LabelRule } from '../core/guard/guardSettings.ts';
import type { LabelColour } from '../core/guard/labelColours.ts';
import { labelsOf } from '../core/guard/labelsOf.ts';
import type { Domain } from './domain.ts';
import { removeMarkedKeys } from './removeMarkedKeys.ts';

type Commands = Pick<App, 'answerQuestion' | 'markRole' | 'markLabel' | 'addLabel' | 'removeLabel'>;

/** Each is held against 50,000 rows. */
export const mostRules = 200;

export function guardCommands(domain: Domain): Commands {
  const { settings, guard } = domain;
  return {
    async answerQuestion({ id, answer }) {
      await guard.answer(id, answer);
      return {};
    },

    async markRole({ accountId, roleName: given, askFirst }) {
      const roleName = permissionSetOf(given) ?? given;
      settings.change((now) => {
        const others = now.askFirst.roles.filter(
          (one) => one.accountId !== accountId || one.roleName.toLowerCase() !== roleName.toLowerCase(),
        );
        const roles = askFirst ? [...others, { accountId, roleName }] : others;
        return { ...now, askFirst: { ...now.askFirst, roles } };
      });
      domain.log.write('mark-changed', { askFirst });
      return { keysRemoved: await removeMarkedKeys(domain) };
    },

    async markLabel({ label, askFirst }) {
      settings.change((now) => {
        const others = now.askFirst.labels.filter((one) => one !== label);
        const labels = askFirst ? [...others, label] : others;
        return { ...now, askFirst: { ...now.askFirst, labels } };
      });
      domain.log.write('mark-changed', { askFirst });
      return { keysRemoved: await removeMarkedKeys(domain) };
    },

    async addLabel(input) {
      const { label } = input;
      const pattern = input.profile === true ? await patternOf(domain, input) : input.pattern;
      const { labels } = settings.get();
      if (!labels.some((one) => isSame(one, { label, pattern }))) {
        if (labels.length >= mostRules) throw tooMany();
        settings.change((now) => ({
          ...now,
          labels: [...now.labels, { label, pattern }],
          labelColours: { ...usualColour(label), ...now.labelColours },
        }));
      }
      await removeMarkedKeys(domain);
      const { profiles } = await domain.book();
      const rules = [{ label, pattern }];
      return { pattern, profiles: profiles.filter((profile) => labelsOf(rules, profile).length > 0).length };
    },

    removeLabel(rule, { requester }) {
      const { labels, askFirst } = settings.get();
      if (!labels.some((one) => isSame(one, rule))) throw noSuchRule(rule);
      if (requester?.kind !== 'person' && askFirst.labels.includes(rule.label)) throw isMark(rule.label);
      settings.change((now) => ({ ...now, labels: now.labels.filter((one) => !isSame(one, rule)) }));
      return Promise.resolve({});
    },
  };
}

/** A listed role goes by its account’s id: names of accounts change, and so may the names that are made of them. */
async function patternOf(domain: Domain, { pattern, ssoSession }: ParsedInput<'addLabel'>): Promise<string> {
  const { name, chain, source } = await domain.find({ profile: pattern, ssoSession });
  return chain?.saved === true ? name : `${source.accountId}/${source.roleName}`;
}

/** Production is red until somebody says otherwise. */
function usualColour(label: string): Record<string, LabelColour> {
  return /^prod(uction)?$/i.test(label) ? { [label]: 'red' } : {};
}

function isSame(one: LabelRule, other: LabelRule): boolean {
  return one.label === other.label && one.pattern.toLowerCase() === other.pattern.toLowerCase();
}

function noSuchRule({ label, pattern }: LabelRule): AppError {
  return new AppError('bad-input', `No rule gives the label “${label}” to “${pattern}”.`, {
    hint: 'See latchkey label list.',
  });
}

function isMark(label: string): AppError {
  return new AppError(
    'wrong-door',
    `What is labelled “${label}” asks first: only the window takes the label away.`,
    {
      hint: 'Open the application and do it there.',
    },
  );
}

function tooMany(): AppError {
  return new AppError('bad-input', `There are ${mostRules} rules for labels already.`, {
    hint: 'Take one away first, or fit more with one pattern.',
  });
}
