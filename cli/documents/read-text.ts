import { LineCounter, parseAllDocuments } from 'yaml';
import type { Problem } from '../../domain/cluster-config/problem.ts';
import { type Lines, linesOf } from './lines.ts';

/** One YAML or JSON document of a file. */
export interface ReadDocument {
  /** The file as it was named, with the document's number where the file holds several: `fleet.yaml#2`. */
  readonly source: string;
  readonly value: unknown;
  readonly lines: Lines;
}

export interface ReadDocuments {
  readonly documents: readonly ReadDocument[];
  readonly problems: readonly Problem[];
}

function syntaxProblem(source: string, message: string): Problem {
  // yaml's first line tells the error and its place, and ends with a colon before a picture of it.
  const [first = message] = message.split('\n');
  return {
    document: source,
    path: '',
    found: 'text that is not YAML',
    allowed: 'YAML or JSON',
    message: first.replace(/:$/, ''),
  };
}

/**
 * Reads a file's text. A document that cannot be read is a problem of its own, and leaves the others readable;
 * empty documents (comments only) are skipped. Aliases are bounded, so that a small file stays small.
 */
export function readText(text: string, source: string): ReadDocuments {
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter, prettyErrors: true, uniqueKeys: true, merge: true });
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
        documents.push({ source: name, value, lines: linesOf(document, lineCounter) });
      }
    } catch (thrown) {
      problems.push(syntaxProblem(name, thrown instanceof Error ? thrown.message : String(thrown)));
    }
  }
  return { documents, problems };
}
