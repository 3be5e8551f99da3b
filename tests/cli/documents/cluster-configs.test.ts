import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readClusterConfigs } from '../../../cli/documents/cluster-configs.ts';

const cluster = (name: string) =>
  `{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: ${name}, region: us-east-1, version: "1.35"}}`;
const fleet =
  '{apiVersion: eks-fleet.dev/v1, kind: Fleet, metadata: {name: x}, spec: {home: us-east-1, regions: [us-east-1]}}';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(...documents: string[]) {
  await writeFile(join(folder, 'a.yaml'), documents.join('\n---\n'));
  return readClusterConfigs([folder], '2026-11-24');
}

it('keeps what was written beside what it is completed to', async () => {
  const { clusters, problems } = await read(cluster('shop'));
  expect(problems).toEqual([]);
  expect(clusters.map(({ config }) => config.metadata.name)).toEqual(['shop']);
  expect(clusters[0]?.document).not.toHaveProperty('managedNodeGroups');
});

it('refuses two documents of one cluster', async () => {
  const { problems } = await read(cluster('shop'), cluster('shop'));
  expect(problems.map(({ path }) => path)).toEqual(['metadata.name']);
});

it('refuses a Fleet, valid or not, as nothing carries one out', async () => {
  expect((await read(fleet)).problems).toEqual([
    expect.objectContaining({ path: 'kind', found: '"Fleet"', allowed: 'ClusterConfig' }),
  ]);
  expect((await read(fleet.replace('home', 'hom'))).problems.map(({ path }) => path)).toContain('spec.hom');
});
