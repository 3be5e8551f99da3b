import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { Checker } from '../checker.ts';

/** The part of a proof by which whoever has it could use it. */
const SIGNATURE = 'X-Amz-Signature';
const REQUESTED = /Requested$/;
/** Services that keep a text, send it on or show it; the others are asked about clusters. */
const KEEPERS: ReadonlySet<string> = new Set([
  'dynamodb',
  'events',
  'sns',
  'sqs',
  'states',
  'scheduler',
  's3',
]);

/**
 * The proof of a request goes no further than its event: no function of the fleet writes it down, sends it on or tells it.
 * It goes by what functions give to services; the Kubernetes tokens that they send are no calls of these.
 */
export class ProofChecker implements Checker {
  readonly #found: string[] = [];
  #seen = false;

  get checked(): readonly string[] {
    return this.#seen ? ['the proof of a request goes no further than its event'] : [];
  }

  heard({ source, detailType, detail }: TakenEvent): void {
    // Step Functions tells an execution's input, which is the event (SECURITY.md).
    if (source !== 'eks-fleet') return;
    const isProven = JSON.stringify(detail).includes(SIGNATURE);
    this.#seen ||= isProven;
    if (isProven && !REQUESTED.test(detailType)) this.#found.push(`a ${detailType} tells a proof`);
  }

  observe({ functionName, service, operation, input }: CallFacts, moment: 'begun' | 'done'): void {
    if (functionName === undefined || moment === 'done' || !KEEPERS.has(service)) return;
    if (JSON.stringify(input).includes(SIGNATURE))
      this.#found.push(`${functionName} gives a proof to ${service}:${operation}`);
  }

  findings(): readonly string[] {
    return this.#found;
  }
}
