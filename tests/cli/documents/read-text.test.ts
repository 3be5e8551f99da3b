import { describe, expect, it } from '@jest/globals';
import { readText } from '../../../cli/documents/read-text.ts';

describe('reading documents from text', () => {
  it('reads several documents and numbers them', () => {
    const { documents, problems } = readText('# head\n---\na: 1\n---\nb: 2\n', 'two.yaml');
    expect(problems).toEqual([]);
    expect(documents.map(({ source, value }) => [source, value])).toEqual([
      ['two.yaml#1', { a: 1 }],
      ['two.yaml#2', { b: 2 }],
    ]);
  });

  it('keeps the readable documents beside a bad one, which it names', () => {
    const { documents, problems } = readText('a: 1\n---\nb: [\n---\nc: 3\n', 'mixed.yaml');
    expect(documents.map(({ value }) => value)).toContainEqual({ a: 1 });
    expect(problems[0]?.document).toMatch(/^mixed\.yaml#/);
  });

  it('refuses what is not YAML, and keys that come twice', () => {
    expect(readText('a: b: c', 'x').problems).toHaveLength(1);
    expect(readText('a: 1\na: 2', 'x').problems[0]?.message).toContain('unique');
  });

  it('does not let a small file grow large by aliases', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, of] of [
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'c'],
      ['e', 'd'],
    ]) {
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]`);
    }
    expect(readText(bomb.join('\n'), 'bomb.yaml').problems).toHaveLength(1);
  });
});
