import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { Checker, Watched } from '../checker.ts';
import { operationGiven } from './ownership.ts';

/** The administrator of a moment is the function that lets the fleet in (ADR 11). */
const ADMINISTRATOR = /:role\/eks-fleet\/eks-fleet-[a-z][a-z0-9]*-access-ensure-access$/;
const LETS_GO = /-accessEndBootstrap$/;

/** An administrator in a cluster: let in by an operation, and not asked to leave since. */
interface LetIn {
  readonly operationId: string;
}

/**
 * The fleet's administrator does not stay in a cluster: the operation that has let it in asks it to leave before it tells
 * that it has failed, and lets it in no more after that. It may fail to, and says so then; and one that has lost its lease
 * leaves it to the next owner. It goes by the calls alone.
 */
export class AdministratorChecker implements Checker {
  readonly #watched: Watched;
  /** By region and cluster. */
  readonly #inside = new Map<string, LetIn>();
  readonly #violations = new Set<string>();
  #letIn = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#letIn === 0 ? [] : ["no administrator of the fleet's stays in a cluster"];
  }

  findings(): readonly string[] {
    const late = [...this.#inside].flatMap(([cluster, { operationId }]) => {
      const operation = this.#watched.ledger.operation(operationId);
      const hasFailed = operation?.ends.some(({ status }) => status === 'Failed') ?? false;
      return hasFailed && !this.#isLost(operationId) ? [this.#told(cluster, operationId)] : [];
    });
    return [...new Set([...this.#violations, ...late])];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const { region, service, operation, input, functionName = '' } = call;
    const cluster = `${region}/${input.clusterName ?? input.name}`;
    const isAdministrator = ADMINISTRATOR.test(String(input.principalArn));
    if (moment === 'done' && service === 'eks' && operation === 'AssociateAccessPolicy' && isAdministrator) {
      this.#letIn++;
      this.#inside.set(cluster, { operationId: operationGiven(call) ?? 'unknown' });
    }
    // The task may fail before it comes to the call, so that its first is enough.
    if (moment === 'begun' && LETS_GO.test(functionName)) this.#inside.delete(clusterGiven(call));
    if (service !== 'eks') return;
    if (operation === 'DeleteAccessEntry' && isAdministrator) this.#inside.delete(cluster);
    if (moment === 'done' && operation === 'DeleteCluster') this.#inside.delete(cluster);
  }

  heard({ detailType, detail }: TakenEvent): void {
    if (!/^Cluster(Creation|Adoption)Failed$/.test(detailType) || detail.error === 'LeaseLost') return;
    const left = [...this.#inside].filter(([, { operationId }]) => operationId === detail.operationId);
    for (const [cluster, { operationId }] of left) this.#violations.add(this.#told(cluster, operationId));
  }

  #isLost(operationId: string): boolean {
    const facts = this.#watched.ledger.operation(operationId)?.facts ?? [];
    return facts.some(({ detail }) => detail.error === 'LeaseLost');
  }

  #told = (cluster: string, operationId: string): string =>
    `operation ${operationId} has failed, and its administrator is left in ${cluster}: nothing has asked it to leave`;
}

function clusterGiven({ region, invokedWith }: CallFacts): string {
  const { operation } = (invokedWith ?? {}) as {
    readonly operation?: { readonly cluster?: { readonly name?: string } };
  };
  return `${region}/${operation?.cluster?.name}`;
}
