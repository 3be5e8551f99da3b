/** One reason why a document is refused. Nothing is changed in AWS while a document has any. */
export interface Problem {
  /** The file, and the document's place in it where it holds several. */
  readonly document: string;
  /** For example `managedNodeGroups[0].maxSize`; empty for the document as a whole. */
  readonly path: string;
  /** The line of the file, from 1, where it is known. */
  readonly line?: number;
  /** The document's text at that place, as compact JSON; `nothing` where a required field is missing. */
  readonly found: string;
  /** The values that are allowed there. */
  readonly allowed: string;
  readonly message: string;
  /** Another way to reach the same aim. */
  readonly alternative?: string;
}

/** A problem as a rule reports it, before it is placed in a document. */
export interface Finding {
  readonly path: string;
  readonly found: unknown;
  readonly allowed: string;
  readonly message: string;
  readonly alternative?: string;
}

/** Writes a path the way people do: `nodeGroups[0].iam.attachPolicyARNs[1]`, `metadata.tags["a.b"]`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part);
    if (!/^[\w-]+$/.test(name)) return `${text}["${name}"]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** A value as it is shown in a message: short, on one line. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

export function toProblem(document: string, finding: Finding): Problem {
  const { path, allowed, message, alternative } = finding;
  const problem = { document, path, found: showValue(finding.found), allowed, message };
  return alternative === undefined ? problem : { ...problem, alternative };
}

/**
 * A problem in one sentence, for places without a table: the mistake, the value that is there, and the values that
 * are allowed.
 */
export function sentenceOf({ message, found, allowed, alternative }: Problem): string {
  const sentence = `${message}; found ${found}, allowed ${allowed}`;
  return alternative === undefined ? sentence : `${sentence}; ${alternative}`;
}
