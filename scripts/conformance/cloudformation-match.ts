import { answerMatches, type Bindings } from './placeholder-match.ts';

/** Members that tell the items of a list apart, where AWS gives the list in no order. */
const IDENTITIES = ['ParameterKey', 'OutputKey', 'Key', 'LogicalResourceId', 'ChangeSource', 'CausingEntity'];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function identityOf(item: unknown): string {
  if (!isRecord(item)) return '';
  const inner = isRecord(item.ResourceChange) ? item.ResourceChange : item;
  const target = isRecord(inner.Target) ? String(inner.Target.Path ?? inner.Target.Name) : '';
  return [...IDENTITIES.map((name) => String(inner[name] ?? '')), target].join('|');
}

/** The same value with such lists in one order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(ordered);
    return items.every((item) => identityOf(item).length > IDENTITIES.length)
      ? items.sort((a, b) => (identityOf(a) < identityOf(b) ? -1 : 1))
      : items;
  }
  if (typeof value === 'string') return orderedText(value);
  if (!isRecord(value)) return value;
  // Recordings of April 2025 and before say `Replacement: True` of added resources, later ones leave it out.
  const entries = Object.entries(value).filter(([name]) => value.Action !== 'Add' || name !== 'Replacement');
  return Object.fromEntries(entries.map(([name, member]) => [name, ordered(member)]));
}

/** Texts that hold JSON are recorded as JSON. */
function orderedText(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return ordered(JSON.parse(text));
  } catch {
    return text;
  }
}

/**
 * The text with brackets around parts that vary from run to run. The recordings have some such parts without
 * brackets: the URL suffix, times, and the random end of a name that AWS or a test made up.
 */
export function withBrackets(text: string): string {
  if (text === 'url_suffix') return '<url_suffix>';
  if (text === 'timestamp') return 'datetime';
  return text
    .replace(/^([A-Za-z][\w-]*)-(?=\w*[A-Z])[A-Za-z0-9]{12}$/, '$1-<$&>')
    .replace(/(?<=[a-z]-)[0-9a-f]{8}(?=$|[ \]])/g, '<made-up $&>');
}

function opened(value: unknown): unknown {
  if (typeof value === 'string') return withBrackets(value);
  if (Array.isArray(value)) return value.map(opened);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, opened(member)]));
}

/** True where an answer of CloudFormation is the recorded one. */
export function sameAnswer(expected: unknown, actual: unknown, bindings: Bindings): boolean {
  return answerMatches(opened(ordered(expected)), ordered(actual), bindings);
}
