/** An expression that AWS would refuse, and why. */
export class ScheduleExpressionError extends Error {
  override readonly name = 'ScheduleExpressionError';
}
