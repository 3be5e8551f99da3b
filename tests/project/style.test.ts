import { describe, expect, it } from '@jest/globals';
import { codeOf, matches, projectFiles, read, sources } from './project-files.ts';

/** Lines of the code of `paths`, comments left out, that `pattern` matches. */
const inCode = (paths: readonly string[], pattern: RegExp) =>
  paths.flatMap((path) => matches(path, codeOf(path), pattern));

const clock = /\bnew Date\(\)|\bDate\.now\b|\bperformance\.now\b|\bprocess\.hrtime\b/;
const chance = /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/;
const timers = /\bset(Timeout|Interval|Immediate)\(|\bPromise\.race\b|\bAbortSignal\.timeout\b/;

describe('time and chance', () => {
  const pure = sources('functions', 'domain', 'aws', 'events', 'schedules', 'statemachines').filter(
    (path) => !path.startsWith('functions/runtime/'),
  );

  /** The one limit of time that no client of AWS's has by itself: of a region that takes connections and says nothing. */
  const LIMITS = 'aws/answered-within.ts';

  it.each([
    ['the clock', clock],
    ['chance', chance],
    ['timers', timers],
  ])('tasks, decisions, adapters and events never ask for %s themselves', (_what, pattern) => {
    const checked = pattern === timers ? pure.filter((path) => path !== LIMITS) : pure;
    expect(inCode(checked, pattern)).toEqual([]);
  });

  /** The one clock that waits: an observer's, from slot to slot. */
  const WAITS = 'functions/runtime/ports/workflows/clock.ts';

  it('the runtime reads the clock as a number, and makes no timer and no random number', () => {
    const runtime = sources('functions/runtime').filter((path) => path !== WAITS);
    expect(
      inCode(runtime, /\bnew Date\(\)|\bMath\.random\b|\bset(Timeout|Interval)\(|\bPromise\.race\b/),
    ).toEqual([]);
  });

  it('the simulator takes time and chance from its kernel', () => {
    const services = sources('simulator').filter((path) => !/^simulator\/(kernel|seam)\//.test(path));
    for (const pattern of [clock, chance, timers]) expect(inCode(services, pattern)).toEqual([]);
  });
});

describe('types', () => {
  it('are never switched off', () => {
    const marks = /@ts-(ignore|nocheck|expect-error)|biome-ignore\S* lint\/suspicious\/noExplicitAny/;
    // A `.types.ts` file holds code that must not compile.
    const checked = sources().filter(
      (path) => path !== 'tests/project/style.test.ts' && !/^tests\/.*\.types\.ts$/.test(path),
    );
    expect(checked.flatMap((path) => matches(path, read(path), marks))).toEqual([]);
  });

  it('are imported in import declarations, where the architecture check sees them', () => {
    expect(inCode(sources(), /\bimport\('\.[^']*'\)\s*\.\s*[A-Z]/)).toEqual([]);
  });
});

/** The most lines that a file may hold before it is worth a second thought. */
const MANY_LINES = 300;

describe('docstrings', () => {
  it('begin with the thing that they are about, and not with a question', () => {
    const docstring = /\/\*\*\s+(\*\s+)?(What|Who|Whose|Which|Why|How)\b/g;
    const found = sources().flatMap((path) => {
      const text = read(path);
      return [...text.matchAll(docstring)].map(
        ({ index }) => `${path}:${text.slice(0, index).split('\n').length}`,
      );
    });
    expect(found).toEqual([]);
  });
});

describe('files', () => {
  it('tell of themselves where they hold more than 300 lines, which is for a reader to judge', () => {
    const lines = (path: string) => read(path).trimEnd().split('\n').length;
    const long = sources().filter((path) => lines(path) > MANY_LINES);
    for (const path of long) process.stderr.write(`long, think again: ${path}, ${lines(path)} lines\n`);
    // The measure itself works: something is shorter, and something is measured.
    expect(sources().length).toBeGreaterThan(long.length);
  });

  it('cite no document that is not in the repository', () => {
    const cited =
      /\b(DESIGN|AWS-FACTS|OUTAGES|TOOLCHAIN)\b|\bSTYLE(\.md|:)|\(STYLE\b|\/work\/|\b(of|the) issue #?\d/;
    const checked = projectFiles().filter(
      (path) => path !== '.git' && path !== 'tests/project/style.test.ts',
    );
    expect(checked.flatMap((path) => matches(path, read(path), cited))).toEqual([]);
  });

  it('are named for what they hold', () => {
    const vague = /(^|[/.-])(utils?|helpers?|common|manager|misc|shared|stuff)([/.-]|$)/i;
    expect(projectFiles().filter((path) => vague.test(path))).toEqual([]);
  });

  it('are finished: no marker of work to do, no test that is skipped or runs alone', () => {
    const markers =
      /\b(TODO|FIXME|XXX|HACK)\b|not implemented|\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(/;
    const checked = sources().filter((path) => path !== 'tests/project/style.test.ts');
    expect(checked.flatMap((path) => matches(path, read(path), markers))).toEqual([]);
  });
});
