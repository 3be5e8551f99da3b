import type { Kernel } from '../kernel/kernel.ts';
import type { Region } from '../region.ts';

/** An operational issue that AWS Health tells of. */
export interface OperationalIssue {
  readonly region: string;
  /** As in `AWS_EC2_OPERATIONAL_ISSUE`. */
  readonly service: string;
  readonly status: 'open' | 'closed';
  /** Ids of the zones that its description names. */
  readonly zones?: readonly string[];
}

interface HealthWorld {
  readonly kernel: Kernel;
  readonly accountId: string;
  regionNames(): readonly string[];
  region(name: string): Pick<Region, 'events'>;
}

/** The region that gets the events of all others as well, and the one that gets its own. */
const BACKUP = 'us-west-2';
const BACKUP_OF_BACKUP = 'us-east-1';

/**
 * An event of AWS Health on the default bus of the region that it is of, and of the backup region: us-west-2, and for that
 * us-east-1 (AWS Health user guide, "About public and account-specific events", "Backup Region"). The event's `region`
 * is where it was delivered, and `eventRegion` where the issue is (AWS Health events EventBridge schema, which has no member
 * for a zone: AWS names it in the description). A region that is lost gets its own once it is back.
 */
export function operationalIssue(world: HealthWorld, issue: OperationalIssue): void {
  const { region, service, status, zones = [] } = issue;
  const { kernel } = world;
  const where = zones.length > 0 ? ` in a single Availability Zone (${zones.join(', ')})` : '';
  const code = `AWS_${service}_OPERATIONAL_ISSUE`;
  const id = kernel.random('health').uuid().slice(0, 8).toUpperCase();
  const now = new Date(kernel.now()).toUTCString();
  const detail = {
    eventArn: `arn:aws:health:${region}::event/${service}/${code}/${code}_${id}`,
    service,
    eventScopeCode: 'PUBLIC',
    communicationId: `${id.toLowerCase()}-1`,
    lastUpdatedTime: now,
    statusCode: status,
    eventRegion: region,
    eventTypeCode: code,
    eventTypeCategory: 'issue',
    startTime: now,
    ...(status === 'closed' ? { endTime: now } : {}),
    eventDescription: [
      { language: 'en_US', latestDescription: `We are investigating increased error rates${where}.` },
    ],
    affectedAccount: world.accountId,
    page: '1',
    totalPages: '1',
  };
  const backup = region === BACKUP ? BACKUP_OF_BACKUP : BACKUP;
  for (const name of new Set([region, backup])) {
    if (!world.regionNames().includes(name)) continue;
    world.region(name).events.publishServiceEvent({
      source: 'aws.health',
      'detail-type': 'AWS Health Event',
      resources: [],
      detail,
    });
  }
}
