import type { FleetRegion } from '../fleet.ts';

/** A region that was asked and did not answer, or refused. */
export interface Unanswered {
  readonly region: string;
  readonly reason: string;
}

/** A region's answer, and the ports by which it can be asked for more. */
export interface Answered<Answer> {
  readonly region: string;
  readonly ports: FleetRegion;
  readonly answer: Answer;
}

export interface InRegions<Answer> {
  readonly answers: readonly Answered<Answer>[];
  readonly unanswered: readonly Unanswered[];
}

/** A region, with its earlier answer if it has given one. */
type Askable = FleetRegion | Answered<unknown>;

/** Asks every region, also when another fails: a region that is down must not keep the others from being told. */
export async function inRegions<Of extends Askable, Answer>(
  asked: readonly Of[],
  ask: (of: Of) => Promise<Answer>,
): Promise<InRegions<Answer>> {
  const settled = await Promise.allSettled(asked.map(ask));
  const answers: Answered<Answer>[] = [];
  const unanswered: Unanswered[] = [];
  settled.forEach((end, index) => {
    const of: Askable = asked[index] as Of;
    const ports = 'ports' in of ? of.ports : of;
    const { region } = ports;
    if (end.status === 'fulfilled') answers.push({ region, ports, answer: end.value });
    else unanswered.push({ region, reason: (end.reason as Error).message });
  });
  return { answers, unanswered };
}
