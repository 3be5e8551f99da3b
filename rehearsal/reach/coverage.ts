import { Session } from 'node:inspector';
import { pathToFileURL } from 'node:url';

/** The ranges of each file's text that ran: from, to, from, to; in their order. */
export type Ranges = Readonly<Record<string, readonly number[]>>;

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/**
 * Counts the code that runs, block by block, in this process: V8 counts code that is compiled after it was told to.
 */
export class Coverage {
  readonly #session = new Session();
  /**
   * The functions of each script, as they were when it was loaded: later on, V8 leaves out those that did not run.
   */
  readonly #functions = new Map<string, readonly Range[]>();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** The ranges that ran under a folder since the last call, by paths from `root`. */
  take(root: string, folder: string): Ranges {
    const base = pathToFileURL(`${root.replace(/\/$/, '')}/`).href;
    const taken: Record<string, readonly number[]> = {};
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error) throw error;
      for (const script of answer.result as readonly Script[])
        if (script.url.startsWith(`${base}${folder}/`))
          taken[script.url.slice(base.length)] = this.#covered(script);
    });
    return taken;
  }

  #covered({ url, functions }: Script): readonly number[] {
    const all = functions.flatMap(({ ranges }) => ranges);
    if (!this.#functions.has(url))
      this.#functions.set(
        url,
        functions.flatMap(({ ranges }) => ranges.slice(0, 1)),
      );
    const known = this.#functions.get(url) ?? [];
    // The text outside of functions has run when the file was loaded: it is no branch.
    const whole = known.reduce(
      (most, range) => (range.endOffset > most.endOffset ? { ...range, count: 1 } : most),
      { startOffset: 0, endOffset: 0, count: 1 },
    );
    const unless = known
      .filter(({ startOffset, endOffset }) => startOffset > 0 || endOffset < whole.endOffset)
      .map((range) => ({ ...range, count: 0 }));
    const ran = all.filter(({ startOffset, endOffset }) => startOffset > 0 || endOffset < whole.endOffset);
    return coveredBy([whole, ...unless, ...ran]);
  }
}

/** The text that ranges say has run, where an inner range counts and of two equal ones the later. */
export function coveredBy(ranges: readonly Range[]): readonly number[] {
  const edges = [...new Set(ranges.flatMap(({ startOffset, endOffset }) => [startOffset, endOffset]))].sort(
    (one, other) => one - other,
  );
  const nested = [...ranges].sort(
    (one, other) => one.startOffset - other.startOffset || other.endOffset - one.endOffset,
  );
  const open: Range[] = [];
  const covered: number[] = [];
  let next = 0;
  for (const [index, from] of edges.entries()) {
    while ((open.at(-1)?.endOffset ?? Number.POSITIVE_INFINITY) <= from) open.pop();
    while (nested[next] !== undefined && (nested[next] as Range).startOffset <= from)
      open.push(nested[next++] as Range);
    const to = edges[index + 1];
    if (to === undefined || (open.at(-1)?.count ?? 0) === 0) continue;
    if (covered.at(-1) === from) covered[covered.length - 1] = to;
    else covered.push(from, to);
  }
  return covered;
}
