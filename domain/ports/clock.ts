/** The clock of who waits in a task: observers alone do. Times are milliseconds since the epoch. */
export interface ClockPort {
  now(): number;
  /** Waits until a time; at once where it is past, and never for longer than a minute, however far a clock has stepped. */
  sleepUntil(at: number): Promise<void>;
  /** The time at which the running invocation is ended from outside. */
  endsAt(): number;
}
