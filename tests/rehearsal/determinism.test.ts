import { type ExecFileException, execFile } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as yaml from 'yaml';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import { SimulationProcess } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(import.meta.dirname, 'determinism');
const region = 'us-east-1';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `eks-fleet simulate`, from a given folder, with a given environment. */
function simulate(
  args: readonly string[],
  shell: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const command = [join(root, 'cli/eks-fleet.ts'), 'simulate', ...args, '--output', 'json'];
  const { cwd = root, env = {} } = shell;
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1e8 };
    execFile(process.execPath, command, options, (error: ExecFileException | null, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

const withoutTime = ({ wallMs, ...report }: SimulationReport): Omit<SimulationReport, 'wallMs'> => report;
const reportIn = ({ stdout }: Ended) => withoutTime(JSON.parse(stdout) as SimulationReport);

describe('a seed', () => {
  it('does the same in any folder, time zone, language and account, over either seam, cold and warm', async () => {
    const file = join(folder, 'cluster.yaml');
    const args = [file, '--seed', '7'];
    const elsewhere = {
      cwd: await mkdtemp(join(tmpdir(), 'elsewhere-')),
      env: {
        TZ: 'Pacific/Chatham',
        LANG: 'tr_TR.UTF-8',
        LC_ALL: 'tr_TR.UTF-8',
        HOME: '/nonexistent',
        AWS_REGION: 'ap-south-1',
        AWS_PROFILE: 'somebody',
        AWS_ACCESS_KEY_ID: 'AKIASOMEBODYSOWNKEY0',
        AWS_ENDPOINT_URL: 'https://localhost:1',
      },
    };
    const [here, there] = await Promise.all([
      simulate([...args, '--seam', 'wire']),
      simulate([...args, '--seam', 'direct'], elsewhere),
    ]);
    const report = reportIn(here);
    expect(report.outcome).toBe('succeeded');
    expect(reportIn(there)).toEqual(report);
    const value: unknown = yaml.parse(await readFile(file, 'utf8'));
    const spec: SimulationSpec = {
      ...BARE_FLEET,
      seed: 7,
      regions: [region],
      templates: await compileTemplates({ root, regions: [region], stage: 'prod' }),
      root,
      documents: [{ source: file, value }],
      overrides: [],
    };
    const warm = new SimulationProcess();
    try {
      await warm.run({ ...spec, seed: 8, seam: 'wire' });
      expect(withoutTime(await warm.run(spec))).toEqual(report);
    } finally {
      warm.close();
    }
  }, 240_000);

  it('that fails among many is told, with the command that runs it again and fails again', async () => {
    const scenario = join(folder, 'up-in-time.yaml');
    const many = await simulate([scenario, '--seam', 'direct', '--runs', '40']);
    expect(many.code).toBe(1);
    const report = reportIn(many);
    expect(report.seed).toBe(4);
    expect(report.invariants.violated).toEqual(['step 2: cluster demo is CREATING, expected ACTIVE']);
    // The seeds before it did not fail, and each core ran at most one after it.
    expect(many.stderr).toContain('seed 3 succeeded');
    const done = Number(/(\d+) of 40 seeds run; the report is of seed 4/.exec(many.stderr)?.[1]);
    expect(done).toBeLessThan(40);
    const replay = /^replay: eks-fleet simulate (.*)$/m.exec(many.stderr)?.[1]?.split(' ') ?? [];
    expect(replay).toEqual([scenario, '--seam', 'direct', '--output', 'json', '--seed', '4']);
    expect(reportIn(await simulate(replay.filter((word) => !/^(--output|json)$/.test(word))))).toEqual(
      report,
    );
  }, 240_000);
});
