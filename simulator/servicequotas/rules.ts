import type { Rule } from '../rule.ts';

/** The rules of Service Quotas, kept true by `tests/simulator/rules.test.ts`. */
export const SERVICE_QUOTAS_RULES: readonly Rule[] = [
  {
    rule: 'A quota that was never changed has no value of the account, but a default',
    source: 'Service Quotas API reference, GetServiceQuota; terraform-provider-aws#19745',
    test: 'are defaults where the account has no value of its own, and that value where it has',
  },
  {
    rule: 'Codes are case-sensitive',
    source: 'aws-cli#4569',
    test: 'are not found by codes in other letters',
  },
];
