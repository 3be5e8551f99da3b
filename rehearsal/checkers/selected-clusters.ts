import type { CallFacts, TakenEvent } from '../../simulator/fault.ts';
import type { Checker } from './checker.ts';

type Tags = Readonly<Record<string, string>>;
interface Entry {
  readonly name?: string;
  readonly select?: Tags;
}
interface Document {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly sleep?: readonly Entry[]; readonly scale?: readonly Entry[] };
}
interface Config {
  readonly metadata?: { readonly name?: string; readonly region?: string; readonly tags?: Tags };
}

const GROUP = /^eks-fleet-[a-z][a-z0-9]*-(.+)$/;

/**
 * A schedule is made for a cluster alone whose tags are all as its entry selects. The checker has a model of its own:
 * entries as Fleet documents that were put have them, of whatever revision, and all tags that a cluster has ever had, by
 * its documents or by EKS. So it takes for a mistake only what no order of events can explain.
 */
export class SelectedClustersChecker implements Checker {
  readonly #selections = new Map<string, Tags[]>();
  readonly #tags = new Map<string, Set<string>>();
  readonly #violations = new Set<string>();
  #made = 0;

  get checked(): readonly string[] {
    return this.#made === 0 ? [] : ['schedules are made for the clusters that their entry selects'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  heard({ detailType, detail }: TakenEvent): void {
    if (detailType === 'FleetRequested') this.#read(detail.fleet as Document | undefined);
    if (detailType !== 'ClusterRequested') return;
    const { name, region, tags } = (detail.config as Config | undefined)?.metadata ?? {};
    this.#had(`${region}/${name}`, tags);
  }

  observe({ region, service, operation, input, functionName }: CallFacts, moment: 'begun' | 'done'): void {
    if (service === 'eks' && operation === 'CreateCluster')
      this.#had(`${region}/${input.name}`, input.tags as Tags | undefined);
    if (service === 'eks' && operation === 'TagResource')
      this.#had(
        `${region}/${String(input.resourceArn).split(':cluster/')[1]}`,
        input.tags as Tags | undefined,
      );
    if (moment !== 'done' || operation !== 'CreateSchedule') return;
    if (functionName?.endsWith('-fleetReconcileCluster'))
      this.#judge(region, String(input.GroupName), String(input.Name));
  }

  #read(document: Document | undefined): void {
    const { sleep = [], scale = [] } = document?.spec ?? {};
    for (const { name, select = {} } of [sleep, scale].flat()) {
      const key = `${document?.metadata?.name} ${name}`;
      this.#selections.set(key, [...(this.#selections.get(key) ?? []), select]);
    }
  }

  #had(cluster: string, tags: Tags = {}): void {
    const known = this.#tags.get(cluster) ?? new Set();
    for (const [key, value] of Object.entries(tags)) known.add(`${key}=${value}`);
    this.#tags.set(cluster, known);
  }

  #judge(region: string, group: string, name: string): void {
    const [cluster = '', entry = ''] = name.split('.');
    const fleet = GROUP.exec(group)?.[1];
    const selections = this.#selections.get(`${fleet} ${entry}`);
    if (selections === undefined) return;
    this.#made++;
    const had = this.#tags.get(`${region}/${cluster}`);
    const fits = (select: Tags) =>
      Object.entries(select).every(([key, value]) =>
        key === 'name' ? value === cluster : had?.has(`${key}=${value}`),
      );
    if (!selections.some(fits))
      this.#violations.add(
        `${region}/${cluster} got the schedule ${name} of ${fleet}, and has never had the tags that ${entry} selects`,
      );
  }
}
