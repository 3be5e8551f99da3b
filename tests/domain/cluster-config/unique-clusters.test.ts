import { expect, it } from '@jest/globals';
import { sentenceOf } from '../../../domain/cluster-config/problem.ts';
import { duplicateClusters } from '../../../domain/cluster-config/unique-clusters.ts';
import { configOf } from '../desired/fixtures.ts';

it('refuses a document of a cluster that another document has, by both files', () => {
  const read = (source: string, name: string, region = 'us-west-2') => ({
    source,
    config: configOf({}, { name, region }),
  });
  const [problem, ...others] = duplicateClusters([
    read('a.yaml', 'shop'),
    read('b.yaml', 'shop', 'us-east-1'),
    read('c.yaml', 'web'),
    read('d.yaml', 'shop'),
  ]);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ document: 'd.yaml', path: 'metadata.name' });
  expect(problem && sentenceOf(problem)).toBe(
    'cluster shop in us-west-2 is also in a.yaml; found "shop", allowed one document a cluster; ' +
      'join the two documents, or give one of them another name or region',
  );
});
