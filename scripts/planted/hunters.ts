import { spawn } from 'node:child_process';
import type { Place } from './copy.ts';

/** All hunters, from the quickest on. */
export const HUNTERS = ['rules', 'near', 'campaign', 'failovers', 'tests'] as const;
export type HunterName = (typeof HUNTERS)[number];

/** A search for a planted bug: one that `.ci/run` calls, or the part of its tests that is nearest to the bug. */
export interface Hunter {
  readonly name: HunterName;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The names in its output where it found one: the seeds, the suites or the rules. */
  readonly found: (output: string) => readonly string[];
  /** The command that looks at these alone. */
  readonly again: (found: readonly string[]) => readonly string[];
}

export interface Catch {
  readonly hunter: HunterName;
  readonly found: readonly string[];
  readonly seconds: number;
}

export interface Hunt {
  readonly seeds: number;
  /** True where the campaign goes on after the first seed that finds it, and the tests after the first suite. */
  readonly isWhole: boolean;
}

const matches = (pattern: RegExp) => (output: string) => [
  ...new Set([...output.matchAll(pattern)].map((match) => match[1] as string)),
];

/** Three times as many seeds of failovers as CI runs: by then each row of their table has met each kind of plan. */
const FAILOVER_SEEDS = 60;

const JEST = ['scripts/node.mjs', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];

/** Each of them, in their order. `near` are the folders of tests that are nearest to the bug. */
export function hunters({ seeds, isWhole }: Hunt, near: readonly string[]): readonly Hunter[] {
  const bail = isWhole ? [] : ['--bail'];
  const rules = ['scripts/node.mjs', 'scripts/rules.ts'];
  const campaign = ['scripts/node.mjs', 'scripts/campaign.ts'];
  const failovers = [...campaign, '--of', 'failovers'];
  const suites = {
    found: matches(/^FAIL (\S+)/gm),
    again: (found: readonly string[]) => [...JEST, '--maxWorkers=1', ...found],
  };
  return [
    { name: 'rules', command: rules, found: matches(/^([a-z-]+): [\w./-]+: /gm), again: () => rules },
    {
      name: 'near',
      command: [...JEST, '--maxWorkers=1', ...bail, ...near],
      environment: { EKS_FLEET_THOROUGH: '' },
      ...suites,
    },
    {
      name: 'campaign',
      command: [...campaign, '--seeds', String(seeds), ...(isWhole ? [] : ['--until-violated'])],
      found: matches(/^seed (\d+) violated/gm),
      again: ([seed = '1']) => [...campaign, '--from', seed, '--seeds', '1'],
    },
    {
      name: 'failovers',
      command: [...failovers, '--seeds', String(FAILOVER_SEEDS), ...(isWhole ? [] : ['--until-violated'])],
      found: matches(/^seed (\d+) violated/gm),
      again: ([seed = '1']) => [...failovers, '--from', seed, '--seeds', '1'],
    },
    { name: 'tests', command: [...JEST, ...bail], ...suites },
  ];
}

/**
 * The findings of a hunter in a copy; undefined: it passes. A hunter that fails and names nothing has found it all
 * the same.
 */
export async function findingsOf(
  { name, command, environment, found }: Hunter,
  place: Place,
): Promise<Catch | undefined> {
  const since = performance.now();
  const { output, status } = await run(command, place, environment);
  if (status === 0) return undefined;
  const named = found(output);
  return {
    hunter: name,
    found: named.length > 0 ? named : [output.trim().split('\n').at(-1) ?? ''],
    seconds: Math.round((performance.now() - since) / 1000),
  };
}

function run(
  command: readonly string[],
  { copy: cwd, compiled }: Place,
  environment: Hunter['environment'],
): Promise<{ readonly output: string; readonly status: number }> {
  const child = spawn(process.execPath, command, {
    cwd,
    env: { ...process.env, EKS_FLEET_THOROUGH: '1', CI: '1', NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ output, status: code ?? 1 }));
  });
}
