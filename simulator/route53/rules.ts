import type { Rule } from '../rule.ts';

const HEALTH = 'Route 53 developer guide, How Amazon Route 53 determines whether a health check is healthy';
const CHOICE =
  'Route 53 developer guide, How Amazon Route 53 chooses records when health checking is configured';

/** The rules of Route 53, kept true by `tests/simulator/rules.test.ts`. */
export const ROUTE53_RULES: readonly Rule[] = [
  {
    rule: 'A caller reference makes one zone, and NS and SOA records come with it',
    source: 'Route 53 API reference, CreateHostedZone: HostedZoneAlreadyExists',
    test: 'is made once for a caller reference, with NS and SOA records of its own',
  },
  {
    rule: 'A zone with records of others is not deleted',
    source: 'Route 53 API reference, DeleteHostedZone: HostedZoneNotEmpty',
    test: 'is deleted only when its own records alone are left',
  },
  {
    rule: 'Zones are listed by their labels from the right',
    source: 'Route 53 API reference, ListHostedZonesByName',
    test: 'is listed by the labels of its name from the right, page by page',
  },
  {
    rule: 'A change is PENDING until all name servers have it, generally within 60 seconds',
    source: 'Route 53 API reference, ChangeResourceRecordSets, Change Propagation to Route 53 DNS Servers',
    test: 'is PENDING until the name servers have it, within 60 seconds',
  },
  {
    rule: 'A batch is carried out as a whole or not at all, and its refusal has a message for each fault',
    source: 'Route 53 API reference, ChangeResourceRecordSets: InvalidChangeBatch',
    test: 'is carried out as a whole or not at all, and names each fault',
  },
  {
    rule: 'A CNAME is not at the apex and not beside another record; routing needs an identifier; a pair has one primary',
    source: 'Route 53 API reference, ResourceRecordSet; RFC 1034, section 3.6.2',
    test: 'refuses %s',
  },
  {
    rule: 'A caller reference makes one health check for good; the same request again answers it',
    source: 'SDK typings of Route 53, CreateHealthCheckRequest: CallerReference',
    test: 'is made once for a caller reference, and by the same request again',
  },
  {
    rule: 'An update that names another version is refused; type and interval never change',
    source: 'SDK typings of Route 53, UpdateHealthCheckRequest: HealthCheckVersion',
    test: 'is changed at its version, and not by another',
  },
  {
    rule: 'An account has 200 health checks',
    source: 'Route 53 developer guide, Quotas: 200 per account, can be raised',
    test: 'is one of 200 in an account',
  },
  {
    rule: 'Settings are refused that name no endpoint, a private address, another interval than 10 or 30 s, a threshold over 10, under three regions',
    source: 'SDK typings of Route 53, HealthCheckConfig',
    test: 'with %s is refused',
  },
  {
    rule: 'A calculated check has no calculated child',
    source: 'Route 53 developer guide, Monitoring other health checks (calculated health checks)',
    test: 'that is calculated has no calculated child',
  },
  {
    rule: 'A request takes a token of its operation and one of the account: 50, and 10 a second',
    source: 'Route 53 developer guide, Throttling for Amazon Route 53 API requests (as updated in 2026)',
    test: 'are throttled by operation and by account',
  },
  {
    rule: 'A new check counts as healthy until enough is known, and as unhealthy if it is inverted',
    source: HEALTH,
    test: 'that is new counts as healthy until something is known of it; an inverted one as unhealthy',
  },
  {
    rule: 'A checker changes its mind after so many requests one after the other; checkers do not coordinate',
    source: `${HEALTH}; SDK typings, HealthCheckConfig: FailureThreshold`,
    test: 'fails after as many requests as its threshold says, one after the other',
  },
  {
    rule: 'Requests between two changes are counted, not sent, and come to the same',
    source: 'the same, request by request, in the test itself',
    test: 'come to the status, at the millisecond, that requests one by one come to',
  },
  {
    rule: 'An endpoint is healthy while more than 18 percent of the checkers say so',
    source: HEALTH,
    test: 'recovers once more than 18 percent of its checkers say so',
  },
  {
    rule: 'A connection within 4 s, then 2xx or 3xx within 2 s; certificates are not validated',
    source: HEALTH,
    test: 'counts an answer of 2xx or 3xx as healthy, and nothing else',
  },
  {
    rule: 'A string is searched for in the first 5,120 bytes, case and all',
    source: 'SDK typings of Route 53, HealthCheckConfig: HTTPS_STR_MATCH, SearchString',
    test: 'sees the word that is written, within the first 5,120 bytes',
  },
  {
    rule: 'A name without an A record fails its check',
    source: 'SDK typings of Route 53, HealthCheckConfig: "DNS resolution failed"',
    test: 'of a name that leads nowhere fails',
  },
  {
    rule: 'A disabled check counts as healthy, and may be inverted',
    source: 'SDK typings of Route 53, UpdateHealthCheckRequest: Disabled, Inverted',
    test: 'that is disabled counts as healthy, or if it is inverted as unhealthy, and asks nothing',
  },
  {
    rule: 'Checkers ask from eight regions, or those that are chosen, and from published ranges',
    source: 'SDK typings of Route 53, HealthCheckRegion; ip-ranges.json, ROUTE53_HEALTHCHECKS',
    test: 'is asked from each of its regions, from published ranges',
  },
  {
    rule: 'A calculated check counts its children: none needed is always healthy, more than there are never',
    source: 'SDK typings of Route 53, HealthCheckConfig: HealthThreshold',
    test: 'is healthy while as many of its children are as its threshold says',
  },
  {
    rule: 'A check of an alarm goes by its data; what too little data means is its own setting',
    source: 'SDK typings of Route 53, HealthCheckConfig: InsufficientDataHealthStatus',
    test: 'follows its data, and keeps, drops or takes for healthy what has none',
  },
  {
    rule: 'Name servers and checkers go on while us-east-1 is lost; the control plane does not',
    source: 'AWS Fault Isolation Boundaries whitepaper, Global services: Route 53',
    test: 'leaves checkers and name servers to go on',
  },
  {
    rule: 'A failover pair answers its primary while that is healthy, else the secondary',
    source: CHOICE,
    test: 'whose health is %s and %s answers %s',
  },
  {
    rule: 'Where nothing of a group is healthy, all of it counts as healthy: the primary is answered',
    source: CHOICE,
    test: 'whose health is %s and %s answers %s',
  },
  {
    rule: 'A record without a check is always healthy',
    source: CHOICE,
    test: 'without a check is always answered by its primary',
  },
  {
    rule: 'A check may be deleted although records name it',
    source: 'Route 53 API reference, DeleteHealthCheck; SDK typings: HealthCheckInUse "is not in use"',
    test: 'whose check is deleted stays as it was',
  },
  {
    rule: 'EvaluateTargetHealth makes an alias fail with its target; without it an alias never fails',
    source: 'Route 53 developer guide, How health checks work in complex Amazon Route 53 configurations',
    test: 'that evaluates its target fails with it, and one that does not never fails',
  },
  {
    rule: 'An alias to a load balancer has a TTL of 60',
    source: 'Route 53 developer guide, Choosing between alias and non-alias records',
    test: 'to a load balancer answers with a TTL of 60, and moves with its health if it evaluates it',
  },
  {
    rule: 'Records of weight zero are considered only where none else is healthy',
    source: CHOICE,
    test: 'are answered by their weights, those of zero only where nothing else is healthy',
  },
];
