import { type Document, isNode, LineCounter, parseAllDocuments } from 'yaml';
import type { Problem } from '../../domain/cluster-config/problem.ts';

/** One YAML or JSON document of a file. */
export interface ReadDocument {
  /** The file as it was named, with the document's number where the file holds several: `fleet.yaml#2`. */
  readonly source: string;
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly value: unknown;
  /** The line of a path's value, from 1; of the nearest parent where the path itself is not there. */
  lineOf(path: readonly (string | number)[]): number | undefined;
}

export interface ReadDocuments {
  readonly documents: readonly ReadDocument[];
  readonly problems: readonly Problem[];
}

function lineFinder(document: Document, lines: LineCounter): ReadDocument['lineOf'] {
  return (path) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  };
}

function syntaxProblem(source: string, message: string): Problem {
  const [first = message] = message.split('\n');
  return {
    document: source,
    path: '',
    found: 'text that is not YAML',
    allowed: 'YAML or JSON',
    message: first,
  };
}

/**
 * Reads a file's text. A document that cannot be read is a problem of its own, and leaves the others readable;
 * empty documents (comments only) are skipped. Aliases are bounded, so that a small file stays small.
 */
export function readText(text: string, source: string): ReadDocuments {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: true,
    uniqueKeys: true,
    merge: true,
  });
  const all = Array.isArray(parsed) ? parsed : [];
  const documents: ReadDocument[] = [];
  const problems: Problem[] = [];
  for (const [index, document] of all.entries()) {
    const name = all.length > 1 ? `${source}#${index + 1}` : source;
    const [error] = document.errors;
    if (error) {
      problems.push(syntaxProblem(name, error.message));
      continue;
    }
    try {
      const value: unknown = document.toJS({ maxAliasCount: 100 });
      if (value !== null && value !== undefined) {
        documents.push({ source: name, index, value, lineOf: lineFinder(document, lines) });
      }
    } catch (thrown) {
      problems.push(syntaxProblem(name, thrown instanceof Error ? thrown.message : String(thrown)));
    }
  }
  return { documents, problems };
}
