import type { CallFacts } from '../../../simulator/fault.ts';

type Attribute = { readonly S?: string; readonly N?: string };
/** The item of a plan in Guard, as it was last written. */
export interface Held {
  readonly owner: string;
  readonly epoch: number;
  readonly claim: string;
  readonly moving: string | undefined;
  readonly sides: string;
}

const GUARD = /^eks-fleet-[a-z0-9]+-guard-/;
const WORDS = /^eks-fleet-[a-z0-9]+-words-/;

type GuardItem = Readonly<Record<string, Attribute | undefined>>;

/** The part of a plan that a call writes to Guard, with the plan's name. */
function partWritten({ service, operation, input }: CallFacts) {
  if (service !== 'dynamodb' || operation !== 'PutItem' || !GUARD.test(String(input.TableName)))
    return undefined;
  const item = (input.Item ?? {}) as GuardItem;
  const plan = /^plan#(.+)$/.exec(item.pk?.S ?? '')?.[1];
  return plan === undefined ? undefined : { plan, part: item.sk?.S, item };
}

/** A person's word, for one epoch of a plan, that its capacity is enough. */
export function acceptedBy(call: CallFacts): { readonly plan: string; readonly epoch: number } | undefined {
  const found = partWritten(call);
  return found?.part === 'acceptance' ? { plan: found.plan, epoch: Number(found.item.epoch?.N) } : undefined;
}

/** The item of a plan that a call writes; undefined of any other call. */
export function written(call: CallFacts): readonly [plan: string, held: Held] | undefined {
  const found = partWritten(call);
  if (found?.part !== 'owner') return undefined;
  const { plan, item } = found;
  const { owner, epoch, claimId, moving, generation } = item;
  const held = {
    ...{ owner: owner?.S ?? '', epoch: Number(epoch?.N), claim: claimId?.S ?? '', moving: moving?.S },
    sides: generation?.S?.split('-')[0] ?? '',
  };
  return [`${call.input.TableName} ${plan}`, held];
}

/** A word of a plan in one region's bucket. */
export interface SaidWord {
  readonly plan: string;
  readonly side: 'primary' | 'standby';
  readonly epoch: number;
  /** Its bucket, and the plan. */
  readonly place: string;
}

/** The word that a call puts: its plan, its side and its epoch. */
export function said({ service, operation, input }: CallFacts): SaidWord | undefined {
  if (service !== 's3' || operation !== 'PutObject' || !WORDS.test(String(input.Bucket))) return undefined;
  const plan = /^plans\/(.+)$/.exec(String(input.Key))?.[1];
  const { Body } = input;
  const text = typeof Body === 'string' ? Body : new TextDecoder().decode(Body as Uint8Array);
  const [side, epoch] = /^(primary|standby)\b[^\n]*\nepoch (\d+)\n$/.exec(text)?.slice(1) ?? [];
  if (plan === undefined || side === undefined) return undefined;
  return { plan, side: side as SaidWord['side'], epoch: Number(epoch), place: `${input.Bucket}/${plan}` };
}
