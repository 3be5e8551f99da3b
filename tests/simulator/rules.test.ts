import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { RULES } from '../../simulator/rules.ts';

/** Forms of a title in a test: a plain one, a table's, or the `name` of a case in a table. */
const FORMS: readonly ((title: string) => string)[] = [
  (title) => `it('${title}'`,
  (title) => `it("${title}"`,
  (title) => `])('${title}'`,
  (title) => `name: '${title}'`,
];

function testsIn(folder: string): string {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(path, file), 'utf8'))
    .join('\n');
}

describe.each(RULES)("the table of $service's rules", ({ rules, folders }) => {
  const text = folders.map(testsIn).join('\n');

  it.each(rules)('names a test of: $rule', ({ test }) => {
    expect([test, FORMS.some((form) => text.includes(form(test)))]).toEqual([test, true]);
  });

  it('gives each rule once, with a source', () => {
    expect(new Set(rules.map(({ rule }) => rule)).size).toBe(rules.length);
    expect(rules.every(({ source }) => source.length > 0)).toBe(true);
  });
});
