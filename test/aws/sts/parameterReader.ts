import type { AwsRequest } from '../awsRequest.ts';
import { constraints, type TextRule } from './constraints.ts';
import { StsError } from './stsError.ts';

/**
 * Takes an action's parameters from the form, collecting what is wrong with them: SDKs check almost nothing
 * themselves. `finish` must be called before anything is used.
 */
export interface ParameterReader {
  text(name: string, rule: TextRule): string | undefined;
  requiredText(name: string, rule: TextRule): string;
  integer(name: string, min: number, max: number): number | undefined;
  /** `Tags.member.1.Key`: one record of fields an entry, in order; all fields are required. */
  entries(name: string, fields: Readonly<Record<string, TextRule>>, max: number): Record<string, string>[];
  /** `TransitiveTagKeys.member.1` */
  list(name: string, rule: TextRule, max: number): string[];
  /** @throws StsError UnknownParameter for what nobody took, ValidationError with every fault */
  finish(): void;
}

export function parameterReader(form: ReadonlyMap<string, string>, request: AwsRequest): ParameterReader {
  const faults = constraints();
  const { take, refuseRest } = taker(form, request);
  const text = (name: string, member: string, rule: TextRule): string | undefined => {
    const value = take(name);
    faults.checkText(value, member, rule);
    return value;
  };
  const required = (name: string, member: string, rule: TextRule): string => {
    const value = text(name, member, rule);
    if (value === undefined) faults.fail(null, member, 'not be null');
    return value ?? '';
  };
  const places = (name: string, max: number): ListPlace[] => {
    const found = listPlaces(form, name);
    faults.checkCount(found.length, lowerFirst(name), max);
    return found;
  };
  return {
    text: (name, rule) => text(name, lowerFirst(name), rule),
    requiredText: (name, rule) => required(name, lowerFirst(name), rule),
    integer: (name, min, max) => {
      const value = take(name);
      faults.checkInteger(value, lowerFirst(name), min, max);
      return value === undefined ? undefined : Number(value);
    },
    entries: (name, fields, max) =>
      places(name, max).map(({ prefix, member }) => {
        const read = ([field, rule]: [string, TextRule]): [string, string] => [
          field,
          required(`${prefix}.${field}`, `${member}.${lowerFirst(field)}`, rule),
        ];
        return Object.fromEntries(Object.entries(fields).map(read));
      }),
    list: (name, rule, max) => places(name, max).map(({ prefix, member }) => required(prefix, member, rule)),
    finish: () => {
      refuseRest();
      faults.finish();
    },
  };
}

/** Knows which parameters were asked for, and so which ones nobody knows. */
function taker(form: ReadonlyMap<string, string>, request: AwsRequest) {
  const taken = new Set(['Action', 'Version']);
  return {
    take: (name: string): string | undefined => {
      taken.add(name);
      return form.get(name);
    },
    refuseRest: (): void => {
      const unknown = [...form.keys()].filter((name) => !taken.has(name));
      for (const name of unknown) request.noteUnknown(`parameter ${name}`);
      if (unknown.length > 0)
        throw new StsError('UnknownParameter', `Unknown parameter: ${unknown.join(', ')}`);
    },
  };
}

interface ListPlace {
  /** `Tags.member.1` */
  readonly prefix: string;
  /** `tags.1.member`, as in AWS's messages. */
  readonly member: string;
}

/** The entries of a list that the form has, counted from 1 without a gap. */
function listPlaces(form: ReadonlyMap<string, string>, name: string): ListPlace[] {
  const places: ListPlace[] = [];
  for (let index = 1; ; index += 1) {
    const prefix = `${name}.member.${index}`;
    if (![...form.keys()].some((key) => key === prefix || key.startsWith(`${prefix}.`))) return places;
    places.push({ prefix, member: `${lowerFirst(name)}.${index}.member` });
  }
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
