import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileEventPattern } from '../../simulator/eventbridge/event-pattern/event-pattern.ts';
import type { ConformanceSet, SetResult } from './result.ts';

interface ValidatedCase {
  readonly name: string;
  readonly pattern: unknown;
  readonly event: Readonly<Record<string, unknown>>;
  readonly expected: 'match' | 'no-match' | 'invalid-pattern';
}

interface Verdict {
  readonly pattern: unknown;
  readonly event: Readonly<Record<string, unknown>>;
  readonly matches: boolean;
}

function verdictOn(pattern: unknown, event: Readonly<Record<string, unknown>>): ValidatedCase['expected'] {
  try {
    return compileEventPattern(JSON.stringify(pattern)).matches(event) ? 'match' : 'no-match';
  } catch {
    return 'invalid-pattern';
  }
}

function judge(
  name: string,
  cases: readonly (Pick<ValidatedCase, 'pattern' | 'event' | 'expected'> & { readonly id: string })[],
): SetResult {
  const misses = cases.flatMap(({ id, pattern, event, expected }) => {
    const found = verdictOn(pattern, event);
    return found === expected ? [] : [{ id, reason: `expected ${expected}, found ${found}` }];
  });
  return { name, passed: cases.length - misses.length, total: cases.length, misses };
}

/** EventBridge's own verdicts, and those of event-ruler, the engine behind it. */
export const eventPatterns: ConformanceSet = async (dir) => {
  const folder = join(dir, 'event-patterns');
  const validated = JSON.parse(await readFile(join(folder, 'aws-validated.json'), 'utf8')) as ValidatedCase[];
  const lines = (await readFile(join(folder, 'event-ruler-verdicts.jsonl'), 'utf8'))
    .split('\n')
    .filter(Boolean);
  const verdicts = lines.map((line) => JSON.parse(line) as Verdict);
  return [
    judge(
      'event patterns, AWS-validated',
      validated.map((given) => ({ ...given, id: given.name })),
    ),
    judge(
      'event patterns, event-ruler verdicts',
      verdicts.map(({ pattern, event, matches }, index) => ({
        id: `line ${index + 1}`,
        pattern,
        event,
        expected: matches ? 'match' : 'no-match',
      })),
    ),
  ];
};
