import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { Checker } from '../checker.ts';

type Attribute = { readonly S?: string; readonly N?: string };
/** The item of a plan in Guard, as it was last written. */
interface Held {
  readonly owner: string;
  readonly epoch: number;
  readonly claim: string;
  readonly moving: string | undefined;
  readonly sides: string;
}

const GUARD = /^eks-fleet-[a-z0-9]+-guard-/;
const WORDS = /^eks-fleet-[a-z0-9]+-words-/;

/** The item of a plan that a call writes; undefined of any other call. */
function written({ service, operation, input }: CallFacts): readonly [plan: string, held: Held] | undefined {
  if (service !== 'dynamodb' || operation !== 'PutItem' || !GUARD.test(String(input.TableName)))
    return undefined;
  const { pk, sk, owner, epoch, claimId, moving, generation } = (input.Item ?? {}) as Readonly<
    Record<string, Attribute | undefined>
  >;
  const plan = /^plan#(.+)$/.exec(pk?.S ?? '')?.[1];
  if (plan === undefined || sk?.S !== 'owner') return undefined;
  const held = {
    ...{ owner: owner?.S ?? '', epoch: Number(epoch?.N), claim: claimId?.S ?? '', moving: moving?.S },
    sides: generation?.S?.split('-')[0] ?? '',
  };
  return [`${input.TableName} ${plan}`, held];
}

/** The word that a call puts: its plan, its side and its epoch. */
function said({ service, operation, input }: CallFacts) {
  if (service !== 's3' || operation !== 'PutObject' || !WORDS.test(String(input.Bucket))) return undefined;
  const plan = /^plans\/(.+)$/.exec(String(input.Key))?.[1];
  const { Body } = input;
  const text = typeof Body === 'string' ? Body : new TextDecoder().decode(Body as Uint8Array);
  const [side, epoch] = /^(primary|standby)\b[^\n]*\nepoch (\d+)\n$/.exec(text)?.slice(1) ?? [];
  if (plan === undefined || side === undefined) return undefined;
  return { plan, side, epoch: Number(epoch), place: `${input.Bucket}/${plan}` };
}

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

  #said({ plan, side, epoch, place }: NonNullable<ReturnType<typeof said>>): void {
    const newest = this.#words.get(place) ?? 0;
    this.#words.set(place, Math.max(newest, epoch));
    if (epoch < newest)
      this.#violations.add(`${place} said ${side} of epoch ${epoch} after a word of epoch ${newest}`);
    else if (this.#plans.has(plan) && !this.#due.has(`${plan} ${epoch} ${side}`))
      this.#violations.add(`${place} said ${side} of epoch ${epoch}, which Guard did not have as serving`);
  }
}
