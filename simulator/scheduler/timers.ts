import { firings } from '../../schedules/firings.ts';
import { sampleDurationMs } from '../durations.ts';
import type { Region } from '../region.ts';
import type { Invocations } from './invocations.ts';
import type { Schedule, ScheduleDefinition } from './state.ts';

/** The firings of a schedule under one definition, computed one by one. */
type Upcoming = Iterator<number, undefined>;

/** Fires schedules: one timer each, for its next invocation. */
export class ScheduleTimers {
  readonly #region: Region;
  readonly #invocations: Invocations;
  readonly #completed: (schedule: Schedule) => void;

  /** `completed` is told of each schedule whose last invocation has ended and that is to be deleted then. */
  constructor(region: Region, invocations: Invocations, completed: (schedule: Schedule) => void) {
    this.#region = region;
    this.#invocations = invocations;
    this.#completed = completed;
  }

  stop(schedule: Schedule): void {
    schedule.timer?.cancel();
    schedule.timer = undefined;
  }

  /** Begins anew after the schedule was made or changed. */
  restart(schedule: Schedule): void {
    this.stop(schedule);
    const { definition } = schedule;
    if (definition.state === 'DISABLED') return;
    const upcoming = firings(definition.parsed, this.#region.kernel.now() - 1, limitsOf(schedule));
    const first = upcoming.next();
    if (!first.done) this.#await(schedule, upcoming, first.value);
  }

  #await(schedule: Schedule, upcoming: Upcoming, dueMs: number): void {
    const { kernel } = this.#region;
    const atMs = dueMs + this.#latenessMs(schedule.definition);
    schedule.timer = kernel.after(Math.max(0, atMs - kernel.now()), () =>
      this.#fire(schedule, upcoming, dueMs),
    );
  }

  /** Within the flexible window, or else within the minute (user guide, "Schedule types": 60 second precision). */
  #latenessMs({ window }: ScheduleDefinition): number {
    const { kernel } = this.#region;
    if (window.Mode === 'OFF') return sampleDurationMs(kernel, 'scheduler/invocation');
    const windowMs = (window.MaximumWindowInMinutes ?? 0) * 60_000;
    return Math.floor(kernel.random('scheduler/windows').between(0, windowMs));
  }

  async #fire(schedule: Schedule, upcoming: Upcoming, dueMs: number): Promise<void> {
    const { definition } = schedule;
    const following = upcoming.next();
    schedule.timer = undefined;
    if (!following.done) this.#await(schedule, upcoming, following.value);
    await this.#invocations.run({ schedule, target: definition.target, scheduledAtMs: dueMs });
    if (following.done && definition.actionAfterCompletion === 'DELETE')
      this.#deleteLater(schedule, definition);
  }

  /** "Shortly after its last target invocation", unless it was changed meanwhile. */
  #deleteLater(schedule: Schedule, definition: ScheduleDefinition): void {
    const { kernel, settings } = this.#region;
    const delayMs = sampleDurationMs(kernel, 'scheduler/delete-completed', settings.durationScale);
    kernel.after(delayMs, () => {
      if (schedule.definition === definition) this.#completed(schedule);
    });
  }
}

/**
 * A rate without a start date invokes its target at once and counts from there (user guide, "Rate-based schedules").
 * One-time schedules ignore both dates (SDK typing of `StartDate` and `EndDate`).
 */
function limitsOf({ definition, rateAnchorMs }: Schedule): {
  readonly zone: string;
  readonly startMs?: number;
  readonly endMs?: number;
} {
  const { zone, parsed, startMs, endMs } = definition;
  if (parsed.kind === 'at') return { zone };
  const start = startMs ?? (parsed.kind === 'rate' ? rateAnchorMs : undefined);
  return {
    zone,
    ...(start === undefined ? {} : { startMs: start }),
    ...(endMs === undefined ? {} : { endMs }),
  };
}
