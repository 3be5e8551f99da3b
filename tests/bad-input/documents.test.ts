import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outsideFleet } from '../../cli/commands/apply.ts';
import { readUserDocuments } from '../../cli/documents/user-documents.ts';
import { document, type Mistake, mistakes } from './mistakes.ts';
import { root } from './simulations.ts';

/*
 * Files with one mistake each. Each gets exactly one message, which names the document, the path, the value that was
 * found there and the values that are allowed; a command ends with 1 and has done nothing.
 */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eks-fleet-bad-input-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, `${name.replaceAll(' ', '-')}.yaml`);
  await writeFile(file, text);
  return file;
}

describe('a document with', () => {
  it.each(Object.entries(mistakes))('%s is refused in one message', async (name, mistake) => {
    const { text, file = '', path, found, allowed, message, alternative = '' } = mistake;
    const { problems } = await readUserDocuments([await write(name, text)], '2026-11-24T08:00:00Z');
    expect(problems).toHaveLength(1);
    expect(problems[0]).toEqual({
      document: expect.stringMatching(new RegExp(`${name.replaceAll(' ', '-')}\\.yaml${file}$`)),
      path,
      ...(path === '' ? {} : { line: file === '#2' ? 3 : 1 }),
      found,
      allowed: expect.stringContaining(allowed),
      message: expect.stringContaining(message),
      ...(problems[0]?.alternative === undefined && alternative === ''
        ? {}
        : { alternative: expect.stringContaining(alternative) }),
    });
  });

  it('a region without the fleet is refused, and told how to get it there', async () => {
    const file = await write('elsewhere', document({}, { region: 'eu-north-1' }));
    const { clusters, problems } = await readUserDocuments([file], '2026-11-24T08:00:00Z');
    expect(problems).toEqual([]);
    const fleet = {
      accountId: '111122223333',
      partition: 'aws',
      stage: 'prod',
      callerArn: 'arn:aws:iam::111122223333:user/ann',
      regions: ['us-east-1', 'us-east-2'],
      readFrom: 'us-east-1',
    };
    expect(await outsideFleet(fleet, clusters, async () => 'us-east-2')).toEqual([
      {
        document: expect.stringContaining('elsewhere.yaml'),
        path: 'metadata.region',
        line: 1,
        found: '"eu-north-1"',
        allowed: 'us-east-1, us-east-2',
        message: 'the fleet is not deployed in eu-north-1',
        alternative: 'deploy it there, home first: eks-fleet deploy --regions us-east-2,us-east-1,eu-north-1',
      },
    ]);
  });
});

interface Ended {
  readonly code: number | string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a person would. */
const simulate = (...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const all = [join(root, 'cli/eks-fleet.ts'), 'simulate', ...args, '--output', 'json'];
    execFile(process.execPath, all, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

describe('eks-fleet simulate', () => {
  it.each([
    'text that is not YAML',
    'one bad document among several',
    'two documents of one cluster',
    'a field that is not carried out',
  ])(
    'refuses %s, exits with 1 and simulates nothing',
    async (name) => {
      const { text, file = '', path, found, allowed } = mistakes[name] as Mistake;
      const { code, stdout, stderr } = await simulate(await write(name, text));
      const { outcome, refused, ...report } = JSON.parse(stdout) as {
        readonly outcome: string;
        readonly refused: readonly {
          readonly document: string;
          readonly path: string;
          readonly reason: string;
        }[];
      };
      expect({ code, outcome, report }).toEqual({
        code: 1,
        outcome: 'refused',
        report: { seed: 1, clusters: [], operations: [], overrides: [] },
      });
      expect(stderr).not.toContain('compiling');
      expect(refused).toEqual([
        {
          document: expect.stringMatching(new RegExp(`\\.yaml${file}$`)),
          path,
          ...(path === '' ? {} : { line: file === '#2' ? 3 : 1 }),
          reason: expect.stringContaining(allowed),
        },
      ]);
      expect(refused[0]?.reason.replaceAll('"', '')).toContain(`found ${found.replaceAll('"', '')}`);
    },
    30_000,
  );

  it('says which file is not there', async () => {
    const { code, stdout } = await simulate(join(folder, 'none.yaml'));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'refused' });
    expect(stdout).toContain('there is no such file or folder');
  }, 30_000);
});
