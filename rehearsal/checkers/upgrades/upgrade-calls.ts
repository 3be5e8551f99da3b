import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { Checker, Watched } from '../checker.ts';
import { ChangesByHand } from '../drift/changes-by-hand.ts';
import type { Followed } from '../ledger.ts';
import { Looks, lookAt } from '../own-look.ts';
import { type StepGiven, upgradeOf } from './step-of-upgrade.ts';

interface Updated {
  readonly update?: { readonly id?: string };
}
interface AskedVersion {
  readonly version: string;
  readonly step: string;
  /** True once EKS has taken it: one that is refused leaves no answer. */
  isTaken: boolean;
  /** True once EKS was asked for the newest of its minor instead. */
  isNewest: boolean;
}

/** The group or add-on that EKS is asked for: `nodeGroup/web`. */
const thingOf = ({ input }: CallFacts): string =>
  input.nodegroupName === undefined ? `addon/${input.addonName}` : `nodeGroup/${input.nodegroupName}`;

/**
 * The calls of EKS that an upgrade makes: a release by its name, and of one thing in one step always the same version, since
 * versions are resolved once; on the way back the newest of a minor, where EKS has refused the release from before; no release
 * of a group with a custom AMI; no conflict of an add-on overwritten; no token of an update that failed once more.
 * And once its fact tells of a success, each thing is at the version that was last asked for, unless somebody else has
 * changed the cluster meanwhile. It goes by calls, and by EKS's own state.
 */
export class UpgradeCallsChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #byHand: ChangesByHand;
  /** The version last asked for, by operation and thing. */
  readonly #asked = new Map<string, Map<string, AskedVersion>>();
  /** Updates by the token that they were asked for with. */
  readonly #updates = new Map<string, string>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#byHand = new ChangesByHand(watched.now);
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['upgrades ask for each version once, and have what they asked for'];
  }

  findings(): readonly string[] {
    return this.#looks.violations;
  }

  observe(call: CallFacts, moment: 'begun' | 'done', output?: unknown): void {
    this.#byHand.observe(call, moment);
    const { service, operation: called, input } = call;
    const isOfVersion = called === 'UpdateNodegroupVersion' || called === 'UpdateAddon';
    if (service !== 'eks' || !isOfVersion) return;
    const { operation, step } = upgradeOf(call, this.#watched.ledger) ?? {};
    if (!operation || !step) return;
    const token = `${operation.id} ${String(input.clientRequestToken)}`;
    if (moment === 'done') {
      const asked = this.#asked.get(operation.id)?.get(thingOf(call));
      if (asked) asked.isTaken = true;
      const id = (output as Updated | undefined)?.update?.id;
      if (id !== undefined) this.#updates.set(token, id);
      return;
    }
    this.#held++;
    const who = `${call.functionName} called ${called} of ${operation.region}/${operation.name}/${thingOf(call)}`;
    this.#holdVersion(call, operation, step, who);
    const update = this.#updates.get(token);
    this.#looks.begin(async () => [
      ...(await this.#customWithRelease(call)).map((what) => `${who}, ${what}`),
      ...(update === undefined ? [] : await this.#ofFailed(call, update)).map((what) => `${who}, ${what}`),
    ]);
  }

  #holdVersion(call: CallFacts, { id }: Followed, { key }: StepGiven, who: string): void {
    const { releaseVersion, launchTemplate, addonVersion, resolveConflicts } = call.input;
    if (resolveConflicts === 'OVERWRITE')
      this.#looks.begin(async () => [`${who}, over what others have set`]);
    const asked = this.#asked.get(id) ?? new Map<string, AskedVersion>();
    this.#asked.set(id, asked);
    const before = asked.get(thingOf(call));
    if (call.operation === 'UpdateNodegroupVersion' && (releaseVersion ?? launchTemplate) === undefined) {
      const isLet = key.startsWith('back/') && before?.step === key && !before.isTaken;
      if (before && isLet && call.input.version !== undefined) before.isNewest = true;
      else this.#looks.begin(async () => [`${who}, to no release by name`]);
      return;
    }
    const template = (launchTemplate as { readonly version?: string } | undefined)?.version;
    const version = String(releaseVersion ?? addonVersion ?? `template ${template}`);
    if (before?.step === key && before.version !== version)
      this.#looks.begin(async () => [
        `${who} to ${version}, and before to ${before.version} in the same step`,
      ]);
    asked.set(thingOf(call), { version, step: key, isTaken: false, isNewest: false });
  }

  async #customWithRelease({ region, input }: CallFacts): Promise<readonly string[]> {
    const { clusterName, nodegroupName, version, releaseVersion } = input;
    if (nodegroupName === undefined || (version ?? releaseVersion) === undefined) return [];
    const found = await lookAt<{ readonly nodegroup: { readonly amiType?: string } }>(
      this.#watched.world(),
      region,
      ['eks', 'DescribeNodegroup'],
      { clusterName, nodegroupName },
    );
    return found?.nodegroup.amiType === 'CUSTOM' ? ['whose AMI is a custom one, to a release'] : [];
  }

  async #ofFailed({ region, input }: CallFacts, updateId: string): Promise<readonly string[]> {
    const { clusterName: name, nodegroupName, addonName } = input;
    const found = await lookAt<{ readonly update: { readonly status?: string } }>(
      this.#watched.world(),
      region,
      ['eks', 'DescribeUpdate'],
      {
        name,
        updateId,
        ...(nodegroupName === undefined ? {} : { nodegroupName }),
        ...(addonName === undefined ? {} : { addonName }),
      },
    );
    return found?.update.status === 'Failed' ? ['with the token of an update that failed'] : [];
  }

  heard({ detailType, detail, isForwarded }: TakenEvent): void {
    if (isForwarded || !/^Cluster(Upgraded|RolledBack)$/.test(detailType)) return;
    const operation = this.#watched.ledger.operation(detail.operationId as string | undefined);
    if (!operation) return;
    const { id, region, name, claimedAtMs } = operation;
    if (this.#byHand.since(claimedAtMs, region, name) || this.#isTakenSince(operation)) return;
    const asked = [...(this.#asked.get(id) ?? [])].filter(([, { isNewest }]) => !isNewest);
    this.#looks.begin(async () =>
      (await Promise.all(asked.map(([thing, { version }]) => this.#lacks(operation, thing, version)))).flat(),
    );
  }

  #isTakenSince({ arn, id, claimedAtMs }: Followed): boolean {
    return [...this.#watched.ledger.operations].some(
      (other) => other.arn === arn && other.id !== id && other.claimedAtMs > claimedAtMs,
    );
  }

  async #lacks({ region, name }: Followed, thing: string, version: string): Promise<readonly string[]> {
    const [kind, called = ''] = thing.split('/');
    const world = this.#watched.world();
    const at = { clusterName: name };
    if (kind === 'addon') {
      const found = await lookAt<{ readonly addon: { readonly addonVersion?: string } }>(
        world,
        region,
        ['eks', 'DescribeAddon'],
        { ...at, addonName: called },
      );
      const has = found?.addon.addonVersion;
      return has === undefined || has === version ? [] : [told(region, name, thing, has, version)];
    }
    const found = await lookAt<{
      readonly nodegroup: {
        readonly releaseVersion?: string;
        readonly launchTemplate?: { readonly version?: string };
        readonly status?: string;
      };
    }>(world, region, ['eks', 'DescribeNodegroup'], { ...at, nodegroupName: called });
    if (!found) return [];
    const { releaseVersion, launchTemplate, status } = found.nodegroup;
    const has = version.startsWith('template ') ? `template ${launchTemplate?.version}` : releaseVersion;
    return [
      ...(has === version ? [] : [told(region, name, thing, String(has), version)]),
      ...(status === 'ACTIVE' || status === 'DEGRADED' ? [] : [`${thing} of ${region}/${name} is ${status}`]),
    ];
  }
}

const told = (region: string, name: string, thing: string, has: string, version: string): string =>
  `an upgrade of ${region}/${name} is told to have succeeded, and ${thing} is at ${has}, not ${version}`;
