import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fleet } from '../../../aws/fleet.ts';
import { readForFleet } from '../../../cli/documents/read-for-fleet.ts';
import { ANN } from '../../domain/operation/a-pause.ts';

const MACHINE_MS = Date.parse('2027-06-01T00:00:00Z');
const simulated: Fleet = {
  accountId: '111122223333',
  partition: 'aws',
  stage: 'prod',
  callerArn: ANN,
  readFrom: 'us-east-1',
  regions: ['us-east-2'],
  clockAheadMs: Date.parse('2026-12-23T06:30:00Z') - Date.now(),
};

let folder: string;
const written = async (name: string, at: string): Promise<string> => {
  const sale = { name: 'sale', select: {}, at, zone: 'UTC', nodeGroups: { web: { minSize: 3 } } };
  const document = {
    apiVersion: 'eks-fleet.dev/v1',
    kind: 'Fleet',
    metadata: { name: 'retail' },
    spec: { home: 'us-east-2', regions: ['us-east-2'], scale: [sale] },
  };
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(document));
  return path;
};

beforeAll(async () => {
  delete process.env.AWS_ENDPOINT_URL;
  folder = await mkdtemp(join(tmpdir(), 'read-for-fleet-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = (file: string, find: () => Promise<Fleet>, endpointUrl?: string) =>
  readForFleet(
    { file: [file], output: 'table', stage: 'prod', ...(endpointUrl === undefined ? {} : { endpointUrl }) },
    { find, machineMs: () => MACHINE_MS },
  );
const messages = ({ problems = [] }: Awaited<ReturnType<typeof read>>) => problems.map((one) => one.message);
const unreachable = () => Promise.reject(new Error('connect ECONNREFUSED'));

describe('documents for a fleet', () => {
  it('are read by the clock of a simulated one, which may be months behind the machine', async () => {
    const file = await written('christmas.json', 'at(2026-12-24T06:00:00)');
    const found = await read(file, () => Promise.resolve(simulated), 'http://127.0.0.1:4566');
    expect(messages(found)).toEqual([]);
    expect(found.fleet).toBe(simulated);
  });

  it('are wrong by that clock as well', async () => {
    const file = await written('summer.json', 'at(2026-12-22T06:00:00)');
    const found = await read(file, () => Promise.resolve(simulated), 'http://127.0.0.1:4566');
    expect(messages(found)).toEqual(['it would never fire']);
  });

  it('are refused without asking AWS where they are wrong, and where nobody can be asked', async () => {
    const file = await written('past.json', 'at(2026-12-24T06:00:00)');
    const asked = () => {
      throw new Error('AWS was asked');
    };
    expect(messages(await read(file, asked))).toEqual(['it would never fire']);
    expect(messages(await read(file, unreachable, 'http://127.0.0.1:4566'))).toEqual(['it would never fire']);
  });

  it('say who cannot be asked where nothing is wrong with them', async () => {
    const file = await written('next.json', 'at(2027-12-24T06:00:00)');
    await expect(read(file, unreachable)).rejects.toThrow('ECONNREFUSED');
  });
});
