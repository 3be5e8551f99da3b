import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { type Act, actAs, refuseUnmodelledProperties, unlessGone } from '../../resource-calls.ts';
import type { Operation, Properties, Provisioned, ResourceContext, ResourceProvider } from '../../service.ts';
import type { EksAccount } from '../account.ts';
import { authorizeEks } from '../authorization.ts';

/** The account, calls and context that a type's handler has for one operation on one resource. */
export interface Making {
  readonly account: EksAccount;
  readonly act: Act;
  readonly context: ResourceContext;
}

/** A part of EKS as its describing operation tells it, undefined when it is gone. */
export interface Described {
  readonly status?: string | undefined;
  readonly health?:
    | { readonly issues?: readonly { readonly message?: string | undefined }[] | undefined }
    | undefined;
}

/** One resource type in terms of EKS's API. `id` is the value of `Ref`. */
export interface EksType<Part extends Described> {
  /** Properties that the type passes to EKS. */
  readonly modelled: readonly string[];
  /** Properties of which the reference says "Update requires: Replacement". */
  readonly replaced: readonly string[];
  /** Properties that `update` applies; the change of any other ends by name. */
  readonly changed: readonly string[];
  create(properties: Properties, making: Making): Promise<string>;
  describe(id: string, making: Making): Promise<Part>;
  attributes(part: Part): Readonly<Record<string, unknown>>;
  /** Applies the changes in place; `names` are the properties that differ. */
  update(id: string, properties: Properties, names: ReadonlySet<string>, making: Making): Promise<void>;
  delete(id: string, properties: Properties, making: Making): Promise<unknown>;
}

/** Handlers look at the resource again and again; no source says how often. */
export const LOOK_MS = 15_000;
/** The longest that a handler may take. We found no source for it: 36 hours, longer than any update of nodes. */
const TIMEOUT_MS = 2160 * 60_000;

/** Waits until the part is ACTIVE. A failed one fails the resource with the issue that EKS tells. */
async function untilActive<Part extends Described>(
  { region }: EksAccount,
  describe: () => Promise<Part>,
): Promise<Part> {
  const { kernel } = region;
  const until = kernel.now() + TIMEOUT_MS;
  for (;;) {
    const part = await describe();
    const { status, health } = part;
    if (status === undefined || status === 'ACTIVE') return part;
    const [issue] = health?.issues ?? [];
    if (status.endsWith('FAILED') || kernel.now() >= until) {
      throw new AwsError('NotStabilized', issue?.message ?? `The resource is in the status ${status}`);
    }
    await kernel.sleep(LOOK_MS);
  }
}

/** Waits until EKS knows the part no more. */
async function untilGone({ region }: EksAccount, describe: () => Promise<Described>): Promise<void> {
  const until = region.kernel.now() + TIMEOUT_MS;
  await unlessGone(async () => {
    for (;;) {
      const { status } = await describe();
      if (status?.endsWith('FAILED') || region.kernel.now() >= until) {
        throw new AwsError('NotStabilized', `The resource is in the status ${status}`);
      }
      await region.kernel.sleep(LOOK_MS);
    }
  });
}

export function eksProvider<Part extends Described>(
  account: EksAccount,
  operations: Readonly<Record<string, Operation>>,
  name: string,
  type: EksType<Part>,
): ResourceProvider {
  const service = {
    operations,
    authorize: (operation: string, input: Properties) => authorizeEks(account, operation, input),
  };
  const { kernel } = account.region;
  const making = (context: ResourceContext): Making => ({ account, context, act: actAs(service, context) });
  const refuse = (properties: Properties): void =>
    refuseUnmodelledProperties(kernel, name, properties, type.modelled);
  const settled = async (id: string, run: Making): Promise<Provisioned> => {
    const part = await untilActive(account, () => type.describe(id, run));
    return { physicalId: id, attributes: type.attributes(part) };
  };
  return {
    replacementProperties: type.replaced,
    create: async (properties, context) => {
      refuse(properties);
      const run = making(context);
      const id = await type.create(properties, run);
      try {
        return await settled(id, run);
      } catch (error) {
        // The engine knows no resource whose creation failed, so it is the handler that leaves none behind.
        await unlessGone(() => type.delete(id, properties, run));
        await untilGone(account, () => type.describe(id, run));
        throw error;
      }
    },
    update: async (id, properties, previous, context) => {
      refuse(properties);
      const names = differing(properties, previous);
      for (const changed of names) {
        if (!type.changed.includes(changed)) account.notSimulated(`a change of ${changed} of ${name}`);
      }
      const run = making(context);
      await type.update(id, properties, names, run);
      return settled(id, run);
    },
    delete: async (id, properties, context) => {
      const run = making(context);
      await unlessGone(() => type.delete(id, properties, run));
      await untilGone(account, () => type.describe(id, run));
    },
  };
}

function differing(properties: Properties, previous: Properties): Set<string> {
  const names = [...Object.keys(properties), ...Object.keys(previous)];
  return new Set(names.filter((name) => !isDeepStrictEqual(properties[name], previous[name])));
}
