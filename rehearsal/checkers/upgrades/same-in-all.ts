import type { DescribeImagesResult } from '@aws-sdk/client-ec2';
import type { CallFacts } from '../../../simulator/fault.ts';
import type { Checker, Watched } from '../checker.ts';
import type { Followed } from '../ledger.ts';
import { Looks, lookAt } from '../own-look.ts';
import { isWayBack, upgradeOf } from './step-of-upgrade.ts';

/** The families of AMIs by the form of their releases (EKS guide, "Retrieve AMI version information"). */
const FAMILIES: readonly (readonly [name: string, form: RegExp])[] = [
  ['Bottlerocket', /^\d+\.\d+\.\d+-[0-9a-f]{8}$/],
  ['Windows', /^\d+\.\d+-\d{4}\.\d\d\.\d\d$/],
  ['Amazon Linux', /^\d+\.\d+\.\d+-\d{8}$/],
];

type Installed = readonly [what: string, version: string];

/** The thing that a call installs, and its version; undefined of any other call. */
function installedBy({ service, operation, input }: CallFacts): Installed | undefined {
  if (service !== 'eks') return undefined;
  if (operation === 'UpdateAddon' && input.addonVersion !== undefined)
    return [`add-on ${input.addonName}`, String(input.addonVersion)];
  if (operation !== 'UpdateNodegroupVersion' || input.releaseVersion === undefined) return undefined;
  const release = String(input.releaseVersion);
  // Digits alone are a date, and hex digits of a commit may be digits alone as well: the later form is looked at last.
  const family = FAMILIES.findLast(([, form]) => form.test(release))?.[0] ?? 'other';
  return [`nodes of ${family}`, release];
}

/** Names of the AMIs that AWS publishes with each release, in two: all but the release, and the release. */
const IMAGES: readonly RegExp[] = [
  /^(amazon-eks-.*node.*-1\.\d+)-v(\d{8})$/,
  /^(bottlerocket-aws-k8s-.*)-v(\d+\.\d+\.\d+-[0-9a-f]{8})$/,
  /^(Windows_Server-.*-EKS_Optimized-1\.\d+)-(\d{4}\.\d\d\.\d\d)$/,
];

/** The image that nodes of our own get, and its release; undefined of images that come with no release of AWS's. */
function imageIn(name = ''): Installed | undefined {
  const [, kind, release] = IMAGES.map((form) => form.exec(name)).find((found) => found !== null) ?? [];
  return kind === undefined || release === undefined ? undefined : [`images ${kind}`, release];
}

/** The image of a new version of a launch template. */
const imageOf = ({ service, operation, input }: CallFacts): string | undefined =>
  service === 'ec2' && operation === 'CreateLaunchTemplateVersion'
    ? (input.LaunchTemplateData as { readonly ImageId?: string } | undefined)?.ImageId
    : undefined;

interface First {
  readonly version: string;
  readonly cluster: string;
  readonly operation: string;
}

/**
 * All clusters of a fleet upgrade get the same: the versions of add-ons and releases of AMIs that the first of them got,
 * whatever AWS has released meanwhile. It goes by calls of EKS, and by those of EC2 for nodes of our own; the way back goes
 * to each cluster's own.
 */
export class SameInAllChecker implements Checker {
  readonly #watched: Watched;
  readonly #first = new Map<string, First>();
  readonly #violations = new Set<string>();
  readonly #looks = new Looks();
  #compared = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#compared === 0 ? [] : ['all clusters of a fleet upgrade get the same versions'];
  }

  findings(): readonly string[] {
    return [...this.#violations, ...this.#looks.violations];
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done') return;
    const installed = installedBy(call);
    const image = imageOf(call);
    if (!installed && image === undefined) return;
    const { operation, step } = upgradeOf(call, this.#watched.ledger) ?? {};
    const parent = operation?.asked?.detail.parent;
    if (!operation || typeof parent !== 'string' || isWayBack(step)) return;
    if (operation.asked?.detail.action !== 'upgrade') return;
    const of = `${parent.split('/')[0]} ${step?.to}`;
    if (installed) this.#compare(of, operation, installed);
    if (image === undefined) return;
    this.#looks.begin(async () => {
      const asked = ['ec2', 'DescribeImages'] as const;
      const world = this.#watched.world();
      const found = await lookAt<DescribeImagesResult>(world, call.region, asked, { ImageIds: [image] });
      const named = imageIn(found?.Images?.[0]?.Name);
      if (named) this.#compare(of, operation, named);
      return [];
    });
  }

  #compare(of: string, { region, name, id }: Followed, [what, version]: Installed): void {
    const key = `${of} ${what}`;
    const cluster = `${region}/${name}`;
    const first = this.#first.get(key);
    if (!first) this.#first.set(key, { version, cluster, operation: id });
    else if (first.operation !== id) {
      this.#compared++;
      if (first.version !== version)
        this.#violations.add(
          `${cluster} got ${version} of ${what}, and ${first.cluster} of the same fleet upgrade ${first.version}`,
        );
    }
  }
}
