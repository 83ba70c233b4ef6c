import { painter } from '../../src-main/cli/output.ts';

/** What the demo itself writes, between the output of the commands. */
export interface Screen {
  title(text: string): void;
  /** Lines of a sentence or two, after an empty line. */
  say(...lines: string[]): void;
  /** Beside the output of a command. */
  note(text: string): void;
  /** A command line as a person types it. */
  typed(line: string): void;
  problem(text: string): void;
}

export function createScreen(): Screen {
  const paint = painter(process.stdout, process.env);
  const write = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  return {
    title: (text) => {
      write(paint('bold', text));
    },
    say: (...lines) => {
      write(['', ...lines].join('\n'));
    },
    note: (text) => {
      write(paint('dim', text));
    },
    typed: (line) => {
      write(`${paint('dim', '$')} ${paint('bold', line)}`);
    },
    problem: (text) => {
      process.stderr.write(`\n${text}\n`);
    },
  };
}
