/**
 * EC2's words when it starts no instance, as Auto Scaling's activities and a node group's health repeat them
 * (observed: aws/containers-roadmap#2204, kubernetes/autoscaler#4811; EC2 user guide, "Troubleshoot instance launch
 * issues"). They give no code, only these words.
 */
const SHORTAGES: readonly { readonly words: RegExp; readonly say: (found: readonly string[]) => string }[] = [
  {
    words: /do not have sufficient (\S+) capacity in the Availability Zone you requested \(([^)]+)\)/,
    say: ([type, zone]) => `insufficient capacity: EC2 has no ${type} left in ${zone}`,
  },
  {
    words: /no Spot capacity available that matches your request|UnfulfillableCapacity/,
    say: () => 'insufficient capacity: EC2 has no Spot capacity left for its instance types and zones',
  },
  {
    words: /current vCPU limit of (\d+)/,
    say: ([limit]) =>
      `quota: the account's ${limit} vCPUs for this family of instances are used up; ask AWS for more`,
  },
  {
    words: /Max spot instance count exceeded|MaxSpotInstanceCountExceeded/,
    say: () => "quota: the account's Spot instances are used up; ask AWS for more",
  },
  {
    words: /not enough free addresses in (?:the )?subnet '?([\w-]*)/,
    say: ([subnet]) => `IP addresses: ${subnet?.startsWith('subnet-') ? subnet : 'its subnet'} has none free`,
  },
  {
    words: /instance type \((\S+)\) is not supported in your requested Availability Zone \(([^)]+)\)/,
    say: ([type, zone]) => `EC2 offers no ${type} in ${zone}`,
  },
];

/** One reason in a person's words; where none is known, AWS's own. */
export function shortageInWords(issue: string): string {
  for (const { words, say } of SHORTAGES) {
    const found = words.exec(issue);
    if (found) return say(found.slice(1));
  }
  return issue;
}

/** Each reason once, in the order in which they came. */
export const shortagesInWords = (issues: readonly string[]): readonly string[] => [
  ...new Set(issues.map(shortageInWords)),
];
