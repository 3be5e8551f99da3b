import { type Product, writtenIn } from './product.ts';
import { ofType, text } from './resources.ts';
import type { Finding, Rule } from './rule.ts';

/** The longest time between two starts of what a clock starts, in seconds, and what is waited for meanwhile. */
const LONGEST: Readonly<Record<string, readonly [seconds: number, meanwhile: string]>> = {
  ReapOperationsStateMachine: [3600, 'a cluster whose event was lost is locked'],
  ResumeOperationsStateMachine: [3600, 'an operation waits for a pause that is over'],
  WatchSupportStateMachine: [86_400, 'nobody is told that a version goes out of support'],
  DetectDriftStateMachine: [86_400, 'nobody is told of what was changed by hand'],
};

const UNITS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** The seconds of a `rate`; none of a `cron`, which no clock here has. */
function secondsOf(expression: unknown): number | undefined {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(expression)) ?? [];
  const seconds = UNITS[unit];
  return seconds === undefined ? undefined : Number(count) * seconds;
}

interface Clock {
  readonly logicalId: string;
  readonly expression: unknown;
  readonly starts: readonly string[];
  readonly isOn: boolean;
}

const clocksIn = ({ templates: { regional } }: Product): readonly Clock[] =>
  ofType(regional, 'AWS::Events::Rule').flatMap(({ logicalId, properties }) => {
    const { ScheduleExpression, State, Targets = [] } = properties;
    if (ScheduleExpression === undefined) return [];
    const starts = (Targets as readonly { readonly Arn: unknown }[]).map(({ Arn }) => text(Arn, regional));
    return [{ logicalId, expression: ScheduleExpression, starts, isOn: State !== 'DISABLED' }];
  });

function findingsOf(product: Product): readonly Finding[] {
  const clocks = clocksIn(product);
  return Object.entries(LONGEST).flatMap(([machine, [seconds, meanwhile]]) => {
    const own = clocks.filter(({ starts }) => starts.some((one) => one.endsWith(` ${machine}}`)));
    const isInTime = own.some(
      ({ expression, isOn }) => isOn && (secondsOf(expression) ?? Number.POSITIVE_INFINITY) <= seconds,
    );
    if (isInTime) return [];
    const [clock] = own;
    return [
      {
        file: writtenIn(product, clock?.logicalId ?? machine),
        place: clock?.logicalId ?? machine,
        found: clock ? `${clock.expression}${clock.isOn ? '' : ', disabled'}` : 'no clock that starts it',
        allowed: `a start every ${seconds} s at the latest: until then, ${meanwhile}`,
      },
    ];
  });
}

/** Clocks that mend a lost event run as often as the documents say. */
export const clocks: Rule = {
  name: 'clocks',
  why: 'what a sweep mends within the hour stays broken for days',
  check: findingsOf,
};
