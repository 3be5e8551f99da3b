import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { generated } from '../../scripts/generate.ts';
import { projectFiles, read, root } from './project-files.ts';

const files = [...(await generated())];

it.each(files)('%s is as `npm run generate` writes it', (path, text) => {
  expect(existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8')).toBe(text);
});

/** True where `.gitattributes` says so: the last of its lines that matches counts. */
function isMarked(path: string): boolean {
  const lines = read('.gitattributes').trim().split('\n');
  const marks = lines.flatMap((line) => {
    const [pattern = '', attribute = ''] = line.split(' ');
    const matches = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(path);
    return matches && attribute.endsWith('linguist-generated') ? attribute : [];
  });
  return marks.at(-1) === 'linguist-generated';
}

it('what is marked as generated is generated, and nothing of it is left that is not', () => {
  expect(projectFiles().filter(isMarked).sort()).toEqual(files.map(([path]) => path).sort());
});
