import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { generated } from '../../scripts/generate.ts';
import { root } from './project-files.ts';

const files = [...(await generated())];

it.each(files)('%s is as `npm run generate` writes it', (path, text) => {
  expect(existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8')).toBe(text);
});

it('every state machine is generated', () => {
  const machines = readdirSync(join(root, 'statemachines')).filter((file) => file.endsWith('.asl.json'));
  expect(machines.map((file) => `statemachines/${file}`)).toEqual(
    files
      .map(([path]) => path)
      .filter((path) => path.endsWith('.asl.json'))
      .sort(),
  );
});
