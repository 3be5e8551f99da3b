/** A value, or the promise of one. Most results in an execution are known at once, and each promise costs a turn. */
export type Eventual<T> = T | Promise<T>;

export function whenKnown<T, Next>(value: Eventual<T>, next: (value: T) => Eventual<Next>): Eventual<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}
