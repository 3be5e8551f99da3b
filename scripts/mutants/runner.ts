import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { getState } from 'jest-circus';

/** The switches that mutants of Stryker read in the process in which they run. */
interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: Coverage;
}
type Coverage = Extract<DryRunResult, { status: DryRunStatus.Complete }>['mutantCoverage'];

interface Test {
  readonly id: string;
  readonly fileName: string;
  run(): Promise<void>;
}

const TESTS = 'tests/domain/**/*.test.ts';
/** Takes ten seconds for each mutant that comes by it, and is about schemas. */
const LEFT_OUT = 'tests/domain/cluster-config/every-field.test.ts';
/** In Stryker's copy of the project: how long each test took, so that the quickest are asked first. */
const DURATIONS = 'durations-of-tests.json';
const GLOBALS = new URL('./globals.ts', import.meta.url).href;

const shared = globalThis as { __stryker__?: Switch };
shared.__stryker__ ??= {};
const mutants = shared.__stryker__;

type Block = ReturnType<typeof getState>['rootDescribeBlock'];

/** The tests under a block of `describe`, by the file that has declared them. */
function testsIn(block: Block, names: readonly string[], fileName: string): readonly Test[] {
  if (block.hooks.length > 0) throw new Error(`${fileName}: tests of deciders have no hooks`);
  return block.children.flatMap((child) => {
    const path = [...names, child.name];
    if (child.type === 'describeBlock') return testsIn(child, path, fileName);
    const run = child.fn as () => unknown;
    return [{ id: `${fileName}: ${path.join(' ')}`, fileName, run: async () => void (await run()) }];
  });
}

/**
 * Runs the tests of deciders for Stryker. They are pure and have no hooks, so that all are loaded once and each mutant
 * is asked of the tests alone that come by it: Jest loads its files anew for each, which takes a hundred times as long.
 */
class DeciderTestRunner implements TestRunner {
  readonly #tests: Test[] = [];

  /** Nothing is loaded anew: a mutant that also runs while files are loaded is asked of what runs afterwards. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    registerHooks({
      resolve: (name, context, next) =>
        name === '@jest/globals' ? { url: GLOBALS, shortCircuit: true } : next(name, context),
    });
    const files = globSync(TESTS, { exclude: [LEFT_OUT] }).sort();
    const root = getState().rootDescribeBlock;
    for (const file of files) {
      await import(pathToFileURL(join(process.cwd(), file)).href);
      this.#tests.push(...testsIn(root, [], file));
      root.children.length = 0;
    }
    if (existsSync(DURATIONS)) this.#sortBy(JSON.parse(readFileSync(DURATIONS, 'utf8')));
  }

  #sortBy(durations: Readonly<Record<string, number>>): void {
    this.#tests.sort((one, other) => (durations[one.id] ?? 0) - (durations[other.id] ?? 0));
  }

  async dryRun({ coverageAnalysis }: DryRunOptions): Promise<DryRunResult> {
    const results: TestResult[] = [];
    for (const test of this.#tests) {
      if (coverageAnalysis === 'perTest') mutants.currentTestId = test.id;
      results.push(await resultOf(test));
    }
    mutants.currentTestId = undefined;
    const durations = Object.fromEntries(results.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    this.#sortBy(durations);
    writeFileSync(DURATIONS, JSON.stringify(durations));
    return {
      status: DryRunStatus.Complete,
      tests: results,
      ...(mutants.mutantCoverage ? { mutantCoverage: mutants.mutantCoverage } : {}),
    };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, disableBail } = options;
    const chosen = new Set(testFilter);
    const results: TestResult[] = [];
    mutants.hitLimit = hitLimit;
    mutants.hitCount = hitLimit === undefined ? undefined : 0;
    mutants.activeMutant = activeMutant.id;
    try {
      for (const test of this.#tests) {
        if (testFilter !== undefined && !chosen.has(test.id)) continue;
        const result = await resultOf(test);
        results.push(result);
        if (result.status === TestStatus.Failed && !disableBail) break;
      }
    } finally {
      mutants.activeMutant = undefined;
    }
    const endless = determineHitLimitReached(mutants.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results }, disableBail);
  }
}

async function resultOf({ id, fileName, run }: Test): Promise<TestResult> {
  const startedAt = performance.now();
  const told = { id, name: id, fileName: join(process.cwd(), fileName) };
  const spent = () => performance.now() - startedAt;
  try {
    await run();
    return { ...told, status: TestStatus.Success, timeSpentMs: spent() };
  } catch (error) {
    return { ...told, status: TestStatus.Failed, timeSpentMs: spent(), failureMessage: String(error) };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'deciders', DeciderTestRunner)];
