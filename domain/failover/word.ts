import type { Side } from './claim.ts';

/**
 * The object that a plan's health checks read, in the standby's region and in the witness's. Its body says in one word which
 * side serves; the checks look for the standby's word, which has the plan's name in it, so that no page of an error is taken for it.
 */
export const wordKeyOf = (plan: string): string => `plans/${plan}`;

/** The text that the checks look for: while one of both objects has it, traffic goes to the standby. */
export const standbyWordOf = (plan: string): string => `standby ${plan} serves`;

/** A word, and the epoch by which it was said. */
export interface Word {
  readonly side: Side;
  readonly epoch: number;
}

/** The body of an object: checkers read its first 5,120 bytes. */
export const bodyOf = (plan: string, { side, epoch }: Word): string =>
  `${side === 'standby' ? standbyWordOf(plan) : 'primary'}\nepoch ${epoch}\n`;

/** The word of an object; undefined where it is none of ours. */
export function wordIn(plan: string, body: string): Word | undefined {
  const [said = '', epoch = ''] = body.split('\n');
  const side = said === standbyWordOf(plan) ? 'standby' : said === 'primary' ? 'primary' : undefined;
  const found = /^epoch (\d+)$/.exec(epoch)?.[1];
  return side === undefined || found === undefined ? undefined : { side, epoch: Number(found) };
}

/**
 * True where an object says the word already. Any other is said over, by who has read Guard after the object and over the version
 * that was read alone: Guard says who serves, and a word under an epoch that Guard has not is nobody's.
 */
export const saysSo = (held: Word | undefined, { side, epoch }: Word): boolean =>
  held?.side === side && held.epoch === epoch;
