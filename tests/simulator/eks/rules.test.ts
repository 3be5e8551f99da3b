import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EKS_RULES } from '../../../simulator/eks/rules.ts';

const tests = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts') && file !== 'rules.test.ts')
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n');

describe('the table of rules', () => {
  it.each(EKS_RULES)('names a test of: $rule', ({ test }) => {
    const named = [`it('${test}'`, `name: '${test}'`].some((text) => tests.includes(text));
    expect([test, named]).toEqual([test, true]);
  });

  it('gives each rule once, with a source', () => {
    expect(new Set(EKS_RULES.map(({ rule }) => rule)).size).toBe(EKS_RULES.length);
    expect(EKS_RULES.every(({ source }) => source.length > 0)).toBe(true);
  });
});
