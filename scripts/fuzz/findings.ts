/** A request that was answered wrongly, as it can be read. */
export interface Finding {
  readonly kind: string;
  readonly seed: number;
  readonly request: string;
}

/** The answers of a run: those that are faults, and how often each status came. */
export class Findings {
  readonly #faults = new Map<string, { readonly first: Finding; count: number }>();
  readonly #answers = new Map<string, number>();
  count = 0;

  get kinds(): number {
    return this.#faults.size;
  }

  answered(service: string, status: number): void {
    const key = `${service} ${status}`;
    this.#answers.set(key, (this.#answers.get(key) ?? 0) + 1);
  }

  fault(finding: Finding): void {
    this.count++;
    const known = this.#faults.get(finding.kind);
    if (known) known.count++;
    else this.#faults.set(finding.kind, { first: finding, count: 1 });
  }

  report(): string {
    const faults = [...this.#faults].map(
      ([kind, { first, count }]) => `${count} × ${kind}\n    seed ${first.seed}: ${first.request}`,
    );
    const byService = new Map<string, string[]>();
    for (const [key, count] of [...this.#answers].sort()) {
      const [service = '', status] = key.split(' ');
      byService.set(service, [...(byService.get(service) ?? []), `${status}: ${count}`]);
    }
    return [...faults, ...[...byService].map(([service, counts]) => `${service}  ${counts.join('  ')}`)].join(
      '\n',
    );
  }
}
