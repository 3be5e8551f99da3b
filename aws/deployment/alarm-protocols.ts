/** Protocols of SNS by the form of their endpoints: a pattern for each. */
const PROTOCOLS = {
  email: /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/,
  https: /^https:\/\/[^\s,/]+\.[^\s,]+$/,
  sqs: /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+$/,
} as const;

/** The protocol of an endpoint by its form; undefined where it has none that alarms are told by. */
export const protocolOf = (endpoint: string): keyof typeof PROTOCOLS | undefined =>
  (Object.keys(PROTOCOLS) as (keyof typeof PROTOCOLS)[]).find((name) => PROTOCOLS[name].test(endpoint));
