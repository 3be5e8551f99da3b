import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { Checker } from '../checker.ts';
import { type Tags, TagsOfClusters } from '../tags-of-clusters.ts';

interface Entry {
  readonly name?: string;
  readonly select?: Tags;
}
interface Document {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly sleep?: readonly Entry[]; readonly scale?: readonly Entry[] };
}
const GROUP = /^eks-fleet-[a-z][a-z0-9]*-(.+)$/;

/**
 * A schedule is made for a cluster alone whose tags are all as its entry selects. The checker has a model of its own:
 * entries as Fleet documents that were put have them, of whatever revision, and all tags that a cluster has ever had, by
 * its documents or by EKS. So it takes for a mistake only what no order of events can explain.
 */
export class SelectedClustersChecker implements Checker {
  readonly #selections = new Map<string, Tags[]>();
  readonly #tags = new TagsOfClusters();
  readonly #violations = new Set<string>();
  #made = 0;

  get checked(): readonly string[] {
    return this.#made === 0 ? [] : ['schedules are made for the clusters that their entry selects'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  heard(event: TakenEvent): void {
    this.#tags.heard(event);
    if (event.detailType === 'FleetRequested') this.#read(event.detail.fleet as Document | undefined);
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    this.#tags.observe(call);
    const { region, operation, input, functionName } = call;
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

  #judge(region: string, group: string, name: string): void {
    const [cluster = '', entry = ''] = name.split('.');
    const fleet = GROUP.exec(group)?.[1];
    const selections = this.#selections.get(`${fleet} ${entry}`);
    if (selections === undefined) return;
    this.#made++;
    if (!selections.some((select) => this.#tags.isSelected(region, cluster, select)))
      this.#violations.add(
        `${region}/${cluster} got the schedule ${name} of ${fleet}, and has never had the tags that ${entry} selects`,
      );
  }
}
