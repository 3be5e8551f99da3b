import type { CallFacts } from '../../../simulator/fault.ts';
import type { Checker, Watched } from '../checker.ts';
import { isWayBack, upgradeOf } from './step-of-upgrade.ts';

/** The families of AMIs by the form of their releases (EKS guide, "Retrieve AMI version information"). */
const FAMILIES: readonly (readonly [name: string, form: RegExp])[] = [
  ['Bottlerocket', /^\d+\.\d+\.\d+-[0-9a-f]{8}$/],
  ['Windows', /^\d+\.\d+-\d{4}\.\d\d\.\d\d$/],
  ['Amazon Linux', /^\d+\.\d+\.\d+-\d{8}$/],
];

/** The thing that a call installs, and its version; undefined of any other call. */
function installedBy({
  service,
  operation,
  input,
}: CallFacts): readonly [what: string, version: string] | undefined {
  if (service !== 'eks') return undefined;
  if (operation === 'UpdateAddon' && input.addonVersion !== undefined)
    return [`add-on ${input.addonName}`, String(input.addonVersion)];
  if (operation !== 'UpdateNodegroupVersion' || input.releaseVersion === undefined) return undefined;
  const release = String(input.releaseVersion);
  // Digits alone are a date, and hex digits of a commit may be digits alone as well: the later form is looked at last.
  const family = FAMILIES.findLast(([, form]) => form.test(release))?.[0] ?? 'other';
  return [`nodes of ${family}`, release];
}

/**
 * All clusters of a fleet upgrade get the same: the versions of add-ons and releases of AMIs that the first of them got,
 * whatever AWS has released meanwhile. It goes by EKS's calls; the way back goes to each cluster's own.
 */
export class SameInAllChecker implements Checker {
  readonly #watched: Watched;
  readonly #first = new Map<
    string,
    { readonly version: string; readonly cluster: string; readonly operation: string }
  >();
  readonly #violations = new Set<string>();
  #compared = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#compared === 0 ? [] : ['all clusters of a fleet upgrade get the same versions'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    const installed = moment === 'done' ? installedBy(call) : undefined;
    if (!installed) return;
    const { operation, step } = upgradeOf(call, this.#watched.ledger) ?? {};
    const parent = operation?.asked?.detail.parent;
    if (
      !operation ||
      typeof parent !== 'string' ||
      isWayBack(step) ||
      operation.asked?.detail.action !== 'upgrade'
    )
      return;
    const [what, version] = installed;
    const key = `${parent.split('/')[0]} ${step?.to} ${what}`;
    const cluster = `${operation.region}/${operation.name}`;
    const first = this.#first.get(key);
    if (!first) this.#first.set(key, { version, cluster, operation: operation.id });
    else if (first.operation !== operation.id) {
      this.#compared++;
      if (first.version !== version)
        this.#violations.add(
          `${cluster} got ${version} of ${what}, and ${first.cluster} of the same fleet upgrade ${first.version}`,
        );
    }
  }
}
