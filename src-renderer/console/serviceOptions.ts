import { consoleServiceNamed } from '../../src-main/core/console/consoleServiceNamed.ts';
import { findConsoleServices } from '../../src-main/core/console/findConsoleServices.ts';

export interface ServiceOption {
  /** As main takes it. */
  readonly id: string;
  readonly name: string;
  /** Why it is offered, where it was not searched for. */
  readonly note?: string;
}

const most = 6;
const usual = ['console', 'ec2', 's3', 'lambda', 'cloudwatch', 'iam', 'rds'];

/** What the typed words find; where nothing is typed the service that was opened last, and then what most people want. */
export function serviceOptions(
  typed: string,
  partition: string,
  last: string | null,
): readonly ServiceOption[] {
  const words = typed.trim();
  if (words !== '') {
    const services = found(words, partition);
    return (services.length === 0 ? unknown(words) : services).slice(0, most);
  }
  const first = last === null || last === 'console' ? [] : [{ ...named(last), note: 'opened last' }];
  const others = usual.filter((id) => id !== last).map(named);
  return [...first, ...others].slice(0, most);
}

function found(words: string, partition: string): readonly ServiceOption[] {
  return findConsoleServices(words, partition).map(({ id, name }) => ({ id, name }));
}

/** The console has more services than we know. */
function unknown(words: string): readonly ServiceOption[] {
  const isAddress = /^[a-z0-9][a-z0-9-]*$/.test(words) && consoleServiceNamed(words) === undefined;
  return isAddress ? [{ id: words, name: words, note: 'by its address' }] : [];
}

function named(id: string): ServiceOption {
  return { id, name: consoleServiceNamed(id)?.name ?? id };
}
