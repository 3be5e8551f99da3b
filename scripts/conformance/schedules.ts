import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseScheduleExpression, type ScheduleDialect } from '../../schedules/expression.ts';
import type { ConformanceSet } from './result.ts';

interface Verdicts {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

function accepts(expression: string, dialect: ScheduleDialect): boolean {
  try {
    parseScheduleExpression(expression, dialect);
    return true;
  } catch {
    return false;
  }
}

/** Verdicts of EventBridge Scheduler and EventBridge rules on schedule expressions. */
export const schedules: ConformanceSet = async (dir) => {
  const text = await readFile(join(dir, 'schedules', 'aws-validated.json'), 'utf8');
  const sets = JSON.parse(text) as Readonly<Record<'scheduler' | 'rules', Verdicts>>;
  const cases = (['scheduler', 'rules'] as const).flatMap((set) => {
    const dialect = set === 'rules' ? 'rule' : 'scheduler';
    return (['accepted', 'refused'] as const).flatMap((verdict) =>
      sets[set][verdict].map((expression) => ({ set, dialect, verdict, expression }) as const),
    );
  });
  const misses = cases.flatMap(({ set, dialect, verdict, expression }) => {
    const found = accepts(expression, dialect) ? 'accepted' : 'refused';
    return found === verdict ? [] : [{ id: `${set}: ${expression}`, reason: `expected ${verdict}` }];
  });
  return [{ name: 'schedules', passed: cases.length - misses.length, total: cases.length, misses }];
};
