const NOTHING = (): void => undefined;

class QueuedTimer {
  readonly at: number;
  readonly order: number;
  run: () => void;
  cancelled = false;

  constructor(at: number, order: number, run: () => void) {
    this.at = at;
    this.order = order;
    this.run = run;
  }

  cancel(): void {
    this.cancelled = true;
    // The heap holds the timer until it is due, which may be long; its function need not be held as well.
    this.run = NOTHING;
  }
}

/**
 * Timers in order of time, then of creation: the order in which a deterministic world runs them.
 * A binary heap; cancelling marks a timer and the heap drops it when it comes up.
 */
export class TimerQueue {
  readonly #heap: QueuedTimer[] = [];
  #order = 0;

  /** Returns the timer, which can be called off. */
  add(at: number, run: () => void): { cancel(): void } {
    const timer = new QueuedTimer(at, this.#order++, run);
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return timer;
  }

  /** The time at which the next timer is due, or undefined if there is none. */
  nextAt(): number | undefined {
    while (this.#heap[0]?.cancelled) this.#removeFirst();
    return this.#heap[0]?.at;
  }

  /** Takes the next timer out; undefined if there is none. */
  take(): { readonly at: number; readonly run: () => void } | undefined {
    if (this.nextAt() === undefined) return undefined;
    return this.#removeFirst();
  }

  #removeFirst(): QueuedTimer | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #isBefore(a: number, b: number): boolean {
    const left = this.#heap[a] as QueuedTimer;
    const right = this.#heap[b] as QueuedTimer;
    return left.at < right.at || (left.at === right.at && left.order < right.order);
  }

  #swap(a: number, b: number): void {
    const held = this.#heap[a] as QueuedTimer;
    this.#heap[a] = this.#heap[b] as QueuedTimer;
    this.#heap[b] = held;
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let smallest = index;
      if (left < this.#heap.length && this.#isBefore(left, smallest)) smallest = left;
      if (right < this.#heap.length && this.#isBefore(right, smallest)) smallest = right;
      if (smallest === index) return;
      this.#swap(index, smallest);
      index = smallest;
    }
  }
}
