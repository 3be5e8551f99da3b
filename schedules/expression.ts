import { type Cron, parseCron } from './cron.ts';
import { ScheduleExpressionError } from './expression-error.ts';
import type { LocalTime } from './time-zone.ts';

/** The times at which something fires: by the calendar, at a steady interval, or once. */
export type Schedule =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'rate'; readonly intervalMs: number }
  | { readonly kind: 'at'; readonly local: LocalTime };

/**
 * The grammar of an expression: EventBridge Scheduler's, or that of a rule's `ScheduleExpression`, which has no `at`
 * and wants `rate` to agree with its number (EventBridge user guide, "Setting a schedule pattern for scheduled
 * rules").
 */
export type ScheduleDialect = 'scheduler' | 'rule';

const MINUTE_MS = 60_000;
const UNITS_MS: Readonly<Record<string, number>> = {
  minute: MINUTE_MS,
  hour: 60 * MINUTE_MS,
  day: 24 * 60 * MINUTE_MS,
};

/**
 * Reads `cron(...)`, `rate(...)` or `at(...)`. A time zone is no part of the expression: it is given when firings
 * are asked for (`nextFirings`).
 * @throws ScheduleExpressionError where AWS refuses the expression
 */
export function parseScheduleExpression(text: string, dialect: ScheduleDialect = 'scheduler'): Schedule {
  const [, kind, body] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'cron' && body !== undefined) return { kind: 'cron', cron: parseCron(body) };
  if (kind === 'rate' && body !== undefined) return { kind: 'rate', intervalMs: intervalOf(body, dialect) };
  if (kind === 'at' && body !== undefined && dialect === 'scheduler') {
    return { kind: 'at', local: localTimeOf(body) };
  }
  throw new ScheduleExpressionError('it is none of cron(...), rate(...) and at(...)');
}

function intervalOf(body: string, dialect: ScheduleDialect): number {
  const [, digits, unit, plural] = /^([0-9]+) (minute|hour|day)(s?)$/.exec(body) ?? [];
  const unitMs = UNITS_MS[unit ?? ''];
  const value = Number(digits);
  if (unitMs === undefined || !(value > 0)) {
    throw new ScheduleExpressionError('rate takes a positive number and minutes, hours or days');
  }
  if (dialect === 'rule' && (value === 1) === (plural === 's')) {
    throw new ScheduleExpressionError('a rate of 1 takes a singular unit, any other a plural one');
  }
  return value * unitMs;
}

function localTimeOf(body: string): LocalTime {
  const form = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
    form.exec(body)?.slice(1).map(Number) ?? [];
  const local = { year, month, day, hour, minute, second };
  const instant = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (!form.test(body) || instant.toISOString() !== `${body}.000Z`) {
    throw new ScheduleExpressionError('at takes a date and time of the form yyyy-mm-ddThh:mm:ss');
  }
  return local;
}
