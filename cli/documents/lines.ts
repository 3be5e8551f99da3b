import { type Document, isNode, isScalar, type LineCounter, visit } from 'yaml';
import { formatPath, type Problem } from '../../domain/cluster-config/problem.ts';

/** Lines of the file, by the path of the value that begins there. */
export type Lines = Readonly<Record<string, number>>;

/** The line of each value of a document; a member's is the line of its name. */
export function linesOf(document: Document, counter: LineCounter): Lines {
  const lines: Record<string, number> = {};
  const paths = new Map<unknown, readonly PropertyKey[]>();
  const place = (node: unknown, path: readonly PropertyKey[], at: unknown): void => {
    paths.set(node, path);
    const offset = isNode(at) ? at.range?.[0] : undefined;
    if (offset !== undefined) lines[formatPath(path)] = counter.linePos(offset).line;
  };
  place(document.contents, [], document.contents);
  visit(document, {
    Pair(_key, pair, parents) {
      const above = paths.get(parents.at(-1));
      if (above === undefined || !isScalar(pair.key)) return;
      place(pair.value, [...above, String(pair.key.value)], pair.key);
    },
    Seq(_key, list) {
      const above = paths.get(list);
      if (above === undefined) return;
      for (const [index, item] of list.items.entries()) place(item, [...above, index], item);
    },
  });
  return lines;
}

/** The path of the value that contains the one at a path; the document's own is empty. */
const above = (path: string): string => path.replace(/(\.?[\w-]+|\[\d+\]|\["[^"]*"\])$/, '');

/** The line of a path, or of the nearest thing above it that the document has. */
export function lineAt(lines: Lines, path: string): number | undefined {
  for (let at = path; ; at = above(at)) {
    const line = lines[at];
    if (line !== undefined || at === '' || above(at) === at) return line;
  }
}

/** A problem with the line of its path; one of the whole document has none. */
export function withLine(problem: Problem, lines: Lines): Problem {
  const line = problem.path === '' ? undefined : lineAt(lines, problem.path);
  return line === undefined ? problem : { ...problem, line };
}
