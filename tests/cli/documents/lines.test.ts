import { describe, expect, it } from '@jest/globals';
import { lineAt, withLine } from '../../../cli/documents/lines.ts';
import { readText } from '../../../cli/documents/read-text.ts';

const text = `# a comment
metadata:
  name: shop
  tags: { a.b: c }
addons:
  - name: coredns
    version: "1"
  - { name: vpc-cni }
---
metadata:
  name: till
`;
const [first, second] = readText(text, 'shop.yaml').documents;

describe('the line of a path', () => {
  it.each([
    ['metadata', 2],
    ['metadata.name', 3],
    ['metadata.tags["a.b"]', 4],
    ['addons', 5],
    ['addons[0]', 6],
    ['addons[0].version', 7],
    ['addons[1].name', 8],
  ])('%s is where it stands', (path, line) => {
    expect(lineAt(first?.lines ?? {}, path)).toBe(line);
  });

  it('is that of what it would be in, where it is not there', () => {
    expect(lineAt(first?.lines ?? {}, 'addons[1].version')).toBe(8);
    expect(lineAt(first?.lines ?? {}, 'metadata.tags["x.y"]')).toBe(4);
    expect(lineAt(first?.lines ?? {}, 'addons[7].name')).toBe(5);
  });

  it('counts through the whole file', () => {
    expect(lineAt(second?.lines ?? {}, 'metadata.name')).toBe(11);
  });

  it('is not told of a document as a whole', () => {
    const problem = { document: 'shop.yaml', path: '', found: '', allowed: '', message: '' };
    expect(withLine(problem, first?.lines ?? {})).toEqual(problem);
  });

  it('is found in JSON, and where one anchor stands for several values', () => {
    const [json] = readText('{\n "metadata": {\n  "name": "x"\n }\n}', 'a.json').documents;
    expect(lineAt(json?.lines ?? {}, 'metadata.name')).toBe(3);
    const [aliased] = readText('a: &x\n  b: 1\nc: *x\n', 'a.yaml').documents;
    expect(lineAt(aliased?.lines ?? {}, 'c.b')).toBe(3);
  });
});
