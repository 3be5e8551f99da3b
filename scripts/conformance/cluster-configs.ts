import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ConformanceSet } from './result.ts';

const run = promisify(execFile);
const COMMAND = fileURLToPath(new URL('../../cli/eks-fleet.ts', import.meta.url));

interface Report {
  readonly clusters: readonly { readonly status: string }[];
  readonly operations: readonly { readonly outcome: string; readonly reason?: string }[];
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

/** The problem with a document's outcome; undefined where the outcome is right. */
function problemOf({ clusters, operations, refused }: Report): string | undefined {
  if (refused.length > 0)
    return refused.every(({ path, reason }) => path !== '' && reason !== '')
      ? undefined
      : 'refused without a path or a reason';
  const failed = operations.find(({ outcome }) => outcome !== 'Succeeded');
  if (failed) return failed.reason ?? failed.outcome;
  return clusters.some(({ status }) => status === 'ACTIVE') ? undefined : 'no cluster came up';
}

async function simulate(file: string): Promise<string | undefined> {
  const command = [COMMAND, 'simulate', file, '--output', 'json'];
  const options = { maxBuffer: 64 * 1024 * 1024 };
  // The exit code says whether all succeeded; a document that is refused as it should be exits with 1.
  const { stdout, stderr } = await run(process.execPath, command, options).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  try {
    return problemOf(JSON.parse(stdout) as Report);
  } catch {
    return stderr.trim().split('\n').at(-1);
  }
}

/** The number of eksctl's example documents that end ACTIVE, or are refused by path, in the simulated AWS. */
export const clusterConfigs: ConformanceSet = async (dir) => {
  const folder = join(dir, 'cluster-configs');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const misses: { readonly id: string; readonly reason: string }[] = [];
  for (const id of files) {
    const reason = await simulate(join(folder, id));
    if (reason !== undefined) misses.push({ id, reason });
  }
  return [{ name: 'cluster-configs', passed: files.length - misses.length, total: files.length, misses }];
};
