import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CallsCase, judgeCalls } from './cloudformation-calls.ts';
import { judgeUpdate, type UpdateCase } from './cloudformation-updates.ts';
import type { ConformanceSet, SetResult } from './result.ts';

/** CloudFormation's recorded stacks, change sets and refusals, each from an account with nothing in it. */
export const cloudFormation: ConformanceSet = async (dir) => {
  const text = await readFile(join(dir, 'cloudformation', 'aws-recorded.json'), 'utf8');
  const { updates = [], calls = [] } = JSON.parse(text) as {
    readonly updates?: readonly UpdateCase[];
    readonly calls?: readonly CallsCase[];
  };
  return [
    await judged('CloudFormation, recorded updates', updates, judgeUpdate),
    await judged('CloudFormation, recorded calls', calls, judgeCalls),
  ];
};

async function judged<Case extends { readonly id: string }>(
  name: string,
  cases: readonly Case[],
  judge: (recorded: Case) => Promise<string | undefined>,
): Promise<SetResult> {
  const misses: { id: string; reason: string }[] = [];
  let notServed = 0;
  for (const recorded of cases) {
    const reason = await judge(recorded).catch((error: unknown) => String(error));
    if (reason === 'not served') notServed++;
    else if (reason !== undefined) misses.push({ id: recorded.id, reason });
  }
  const total = cases.length - notServed;
  return { name, passed: total - misses.length, total, notServed, misses };
}
