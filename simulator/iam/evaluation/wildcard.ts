const SPECIAL = /[.+^${}()|[\]\\]/g;

/** A pattern of `*` (any characters) and `?` (one character) as a regular expression over the whole text. */
export function wildcard(pattern: string, options: { ignoreCase?: boolean } = {}): RegExp {
  const source = pattern.replace(SPECIAL, '\\$&').replace(/\*+/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, options.ignoreCase ? 'is' : 's');
}

const cache = new Map<string, RegExp>();

/** `wildcard`, remembered: policies ask the same few patterns of every call. */
function remembered(pattern: string): RegExp {
  let compiled = cache.get(pattern);
  if (!compiled) {
    if (cache.size > 10_000) cache.clear();
    compiled = wildcard(pattern);
    cache.set(pattern, compiled);
  }
  return compiled;
}

export function matchesWildcard(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (!pattern.includes('*') && !pattern.includes('?')) return pattern === text;
  return remembered(pattern).test(text);
}

/** The six parts of an ARN; the last keeps its own colons. */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/**
 * Whether an ARN pattern of a policy covers an ARN. Wildcards stay within one of the six segments, and an
 * incomplete pattern is completed with `*` (IAM guide, "IAM JSON policy elements: Resource").
 */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*' || pattern === arn) return true;
  if (!arn.startsWith('arn:')) return matchesWildcard(pattern, arn);
  const wanted = partsOf(pattern);
  const parts = partsOf(arn);
  return parts.every((part, index) => matchesWildcard(wanted[index] ?? '*', part));
}
