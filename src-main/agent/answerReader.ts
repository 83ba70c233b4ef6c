/** Who hears what an agent says, as it comes. */
export interface AnswerListener {
  /** The agent has the question. */
  readonly begun: () => void;
  /** A whole line of the body, and the status of the answer it belongs to. */
  readonly line: (line: string, status: number) => void;
}

/** Reads an HTTP answer that is not chunked, in pieces of any size; informational answers come before the real one. */
export function createAnswerReader({ begun, line }: AnswerListener): (piece: string) => void {
  let head = '';
  let status: number | undefined;
  /** Of the line that is not whole yet: joined once, or a long list would be copied for every piece. */
  let parts: string[] = [];
  return (piece) => {
    let rest = piece;
    while (status === undefined) {
      head += rest;
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return;
      begun();
      const said = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 500);
      rest = head.slice(end + 4);
      head = '';
      if (said >= 200) status = said;
    }
    const [first = '', ...others] = rest.split('\n');
    parts.push(first);
    for (const next of others) {
      line(parts.join(''), status);
      parts = [next];
    }
  };
}
