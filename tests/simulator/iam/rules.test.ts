import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { IAM_RULES } from '../../../simulator/iam/rules.ts';

const tests = [import.meta.dirname, join(import.meta.dirname, '..', 'sts')]
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.test.ts') && !file.endsWith('rules.test.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

describe('the table of rules', () => {
  it.each(IAM_RULES)('names a test of: $rule', ({ test }) => {
    const named = [`it('${test}'`, `('${test}', async (`].some((text) => tests.includes(text));
    expect([test, named]).toEqual([test, true]);
  });

  it('gives each rule once, with a source', () => {
    expect(new Set(IAM_RULES.map(({ rule }) => rule)).size).toBe(IAM_RULES.length);
    expect(IAM_RULES.every(({ source }) => source.length > 0)).toBe(true);
  });
});
