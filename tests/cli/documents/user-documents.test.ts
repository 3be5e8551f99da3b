import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readUserDocuments } from '../../../cli/documents/user-documents.ts';

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
  return readUserDocuments([folder], '2026-11-24T08:00:00Z');
}

it('keeps what was written beside what it is completed to', async () => {
  const { clusters, problems } = await read(cluster('shop'));
  expect(problems).toEqual([]);
  expect(clusters.map(({ config }) => config.metadata.name)).toEqual(['shop']);
  expect(clusters[0]?.document).not.toHaveProperty('managedNodeGroups');
});

it('takes no document of ours for a ClusterConfig', async () => {
  const kindOf = async (kind: string) =>
    (await read(fleet.replace('Fleet', kind))).problems.map(({ path, message, alternative }) => [
      path,
      message,
      alternative,
    ]);
  expect(await kindOf('Scenario')).toEqual([
    ['kind', 'a Scenario is run, and not applied', 'by itself: eks-fleet simulate FILE'],
  ]);
  expect(await kindOf('Flet')).toEqual([
    ['kind', 'eks-fleet.dev/v1 has no document of this kind', 'did you mean Fleet?'],
  ]);
});

it('refuses two documents of one cluster', async () => {
  const { problems } = await read(cluster('shop'), cluster('shop'));
  expect(problems.map(({ path }) => path)).toEqual(['metadata.name']);
});

it('keeps a Fleet as it was written, and refuses what is wrong in it beside what is wrong in clusters', async () => {
  const { fleets, problems } = await read(fleet, cluster('shop'));
  expect(problems).toEqual([]);
  expect(fleets.map((one) => one.fleet.metadata.name)).toEqual(['x']);
  const paths = (await read(fleet.replace('home', 'hom'), cluster('_x'))).problems.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['spec.hom', 'metadata.name']));
});

it('refuses two documents of one fleet', async () => {
  expect((await read(fleet, fleet)).problems).toEqual([
    expect.objectContaining({ path: 'metadata.name', found: '"x"', allowed: 'one document a fleet' }),
  ]);
});
