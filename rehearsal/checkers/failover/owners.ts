import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { Checker } from '../checker.ts';
import { type Held, type SaidWord, said, written } from './plan-calls.ts';

/**
 * A plan has one owner: epochs in Guard only rise, and each is one claim's and one owner's. A word leads traffic to the side that
 * Guard has as owner, once its fence is up, and never after a newer word. Nobody but a person brings a plan back to its primary:
 * by a move of its own, or by taking a move back whose fence is not up yet.
 * It goes by what is written to Guard's table and to the buckets of words.
 */
export class OwnersChecker implements Checker {
  readonly #held = new Map<string, Held>();
  /** The claim and owner of each epoch. */
  readonly #claims = new Map<string, string>();
  readonly #plans = new Set<string>();
  /** Words that may be said: plan, epoch and side of what Guard has had as serving. */
  readonly #due = new Set<string>();
  /** The newest epoch of each place's words. */
  readonly #words = new Map<string, number>();
  /** Plans that a person has asked back since they left their primary. */
  readonly #askedBack = new Set<string>();
  readonly #violations = new Set<string>();

  get checked(): readonly string[] {
    return this.#held.size === 0 ? [] : ['a plan has one owner, and traffic follows it behind its fence'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  heard({ detailType, detail }: TakenEvent): void {
    if (detailType !== 'FailoverRequested' || detail.to !== 'primary' || detail.raised !== undefined) return;
    this.#askedBack.add(String(detail.plan));
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done') return;
    const item = written(call);
    if (item) this.#claimed(...item, call.functionName === undefined);
    const word = said(call);
    if (word) this.#said(word);
  }

  #claimed(key: string, held: Held, byPerson: boolean): void {
    const before = this.#held.get(key);
    this.#held.set(key, held);
    const name = key.split(' ')[1] ?? '';
    if (before && held.epoch < before.epoch)
      this.#violations.add(`plan ${name} went from epoch ${before.epoch} down to ${held.epoch}`);
    const own = `${held.claim} for the ${held.owner}`;
    const first = this.#claims.get(`${key} ${held.epoch}`) ?? own;
    this.#claims.set(`${key} ${held.epoch}`, first);
    this.#plans.add(name);
    if (held.moving === undefined || held.moving === 'serving')
      this.#due.add(`${name} ${held.epoch} ${held.owner}`);
    if (first !== own) this.#violations.add(`epoch ${held.epoch} of plan ${name} is ${first}, and ${own}`);
    if (before?.owner === held.owner || before?.sides !== held.sides) return;
    if (before.moving === 'fenced' || before.moving === 'serving')
      this.#violations.add(
        `plan ${name} went to its ${held.owner} while a move to its ${before.owner} was ${before.moving}`,
      );
    const isTakenBack = byPerson && before.moving === 'fencing' && held.moving === undefined;
    if (held.owner === 'primary' && !isTakenBack && !this.#askedBack.has(name))
      this.#violations.add(`plan ${name} went back to its primary, which no person has asked for`);
    if (held.owner === 'standby') this.#askedBack.delete(name);
  }

  #said({ plan, side, epoch, place }: SaidWord): void {
    const newest = this.#words.get(place) ?? 0;
    this.#words.set(place, Math.max(newest, epoch));
    if (epoch < newest)
      this.#violations.add(`${place} said ${side} of epoch ${epoch} after a word of epoch ${newest}`);
    else if (this.#plans.has(plan) && !this.#due.has(`${plan} ${epoch} ${side}`))
      this.#violations.add(`${place} said ${side} of epoch ${epoch}, which Guard did not have as serving`);
  }
}
