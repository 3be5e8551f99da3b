import { type Document, isScalar, parseAllDocuments } from 'yaml';

/** A value of a document that is to be another: its path, as keys and indices. */
export interface Edit {
  readonly path: readonly (string | number)[];
  readonly value: string;
}

/** Lines of context around a change, as `diff -u` has them. */
const CONTEXT = 3;

const QUOTED: Readonly<Record<string, (value: string) => string>> = {
  QUOTE_DOUBLE: (value) => JSON.stringify(value),
  QUOTE_SINGLE: (value) => `'${value}'`,
  PLAIN: (value) => value,
};

/** The text with one value replaced in place, and quoted as it was; undefined where it does not stand there itself. */
function edited(text: string, document: Document, { path, value }: Edit): string | undefined {
  const node = document.getIn(path, true);
  if (!isScalar(node) || !node.range || !node.type) return undefined;
  const quoted = QUOTED[node.type];
  const [begin, end] = node.range;
  return quoted && text.slice(0, begin) + quoted(value) + text.slice(end);
}

/** The text of a file with values of one of its documents replaced, by the document's place in it. */
export function editedText(text: string, index: number, edits: readonly Edit[]): string {
  return edits.reduce((now, edit) => {
    const documents = parseAllDocuments(now);
    const document = Array.isArray(documents) ? documents[index] : undefined;
    return (document && edited(now, document as Document, edit)) ?? now;
  }, text);
}

/** A patch between two texts of as many lines, as `git apply` takes it; empty where nothing differs. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const changed = old.flatMap((line, index) => (line === now[index] ? [] : [index]));
  if (changed.length === 0) return '';
  const last = before.endsWith('\n') ? old.length - 2 : old.length - 1;
  const hunks: [number, number][] = [];
  for (const at of changed) {
    const [from, to] = [Math.max(0, at - CONTEXT), Math.min(last, at + CONTEXT)];
    const open = hunks.at(-1);
    if (open && from <= open[1] + 1) open[1] = to;
    else hunks.push([from, to]);
  }
  const hunkText = ([from, to]: readonly [number, number]): string => {
    const count = to - from + 1;
    const lines = old.slice(from, to + 1).flatMap((line, offset) => {
      const other = now[from + offset] as string;
      return line === other ? [` ${line}`] : [`-${line}`, `+${other}`];
    });
    return [`@@ -${from + 1},${count} +${from + 1},${count} @@`, ...lines].join('\n');
  };
  return [`--- a/${name}`, `+++ b/${name}`, ...hunks.map(hunkText), ''].join('\n');
}
