import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { asl } from './conformance/asl.ts';
import { cloudFormation } from './conformance/cloudformation.ts';
import { clusterConfigs } from './conformance/cluster-configs.ts';
import { dynamoDb } from './conformance/dynamodb.ts';
import { eks } from './conformance/eks.ts';
import { eventPatterns } from './conformance/event-patterns.ts';
import { events } from './conformance/events.ts';
import type { ConformanceSet, SetResult } from './conformance/result.ts';
import { schedules } from './conformance/schedules.ts';

/** Conformance sets, by the names of their folders. */
const SETS: Readonly<Record<string, ConformanceSet>> = {
  asl,
  'event-patterns': eventPatterns,
  events,
  schedules,
  dynamodb: dynamoDb,
  cloudformation: cloudFormation,
  eks,
  'cluster-configs': clusterConfigs,
};

const USAGE = `Usage: npm run conformance -- DIR [--set NAME]... [--verbose]

Holds the simulator against what the real services answered: prints a line NAME: PASSED/TOTAL for each set in
DIR, and exits 0 when all of them ran, whatever the score. --verbose also prints each case that was not reached.

Sets: ${Object.keys(SETS).join(', ')}`;

/** The report of a set in one line; with `verbose`, a line for each case not reached below it. */
function report({ name, passed, total, notServed = 0, misses }: SetResult, verbose: boolean): string {
  const line = `${name}: ${passed}/${total}${notServed > 0 ? `, ${notServed} not served` : ''}`;
  const reasons = misses.map(({ id, reason }) => `  ${id}: ${reason}`);
  return [line, ...(verbose ? reasons : [])].join('\n');
}

export interface ConformanceOptions {
  readonly sets: Readonly<Record<string, ConformanceSet>>;
  readonly verbose: boolean;
  readonly print: (line: string) => void;
}

/** Runs every set, also after one that cannot run; answers the names of those that could not. */
export async function runSets(
  dir: string,
  { sets, verbose, print }: ConformanceOptions,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const [name, run] of Object.entries(sets)) {
    try {
      for (const result of await run(dir)) print(report(result, verbose));
    } catch (error) {
      failed.push(name);
      print(`${name}: failed to run: ${error instanceof Error ? error.message : error}`);
    }
  }
  return failed;
}

async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { set: { type: 'string', multiple: true }, verbose: { type: 'boolean', default: false } },
  });
  const asked = values.set ?? Object.keys(SETS);
  const unknown = asked.filter((name) => !Object.hasOwn(SETS, name));
  const [dir, ...more] = positionals;
  if (dir === undefined || more.length > 0 || unknown.length > 0) {
    console.error(unknown.length > 0 ? `no set is called ${unknown.join(', ')}\n\n${USAGE}` : USAGE);
    return 2;
  }
  const sets = Object.fromEntries(Object.entries(SETS).filter(([name]) => asked.includes(name)));
  const failed = await runSets(dir, { sets, verbose: values.verbose, print: (line) => console.log(line) });
  return failed.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await main(process.argv.slice(2));
}
