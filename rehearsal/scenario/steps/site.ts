import * as z from 'zod';
import { name, writtenStep } from '../step.ts';

const site = z.strictObject({
  url: z.url({ protocol: /^https$/ }),
  /** A status; or `nothing`, though it takes the connection; `refused`; `untrusted`, by its certificate. */
  answers: z.union([z.int().min(200).max(599), z.enum(['nothing', 'refused', 'untrusted'])]),
  /** The address that its name leads to: a public one if absent. */
  address: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** The AWS region that it is in, and is lost with. */
  region: name.optional(),
  /** Virtual seconds from now, so that it comes while later steps are under way. */
  afterSeconds: z.number().min(0).default(0),
});

/** A site of the user's on the internet answers so until another step of this kind. */
export const siteAnswers = writtenStep(z.strictObject({ site }), ({ site: wanted }, { world }) => {
  const { url, answers, address, region, afterSeconds } = wanted;
  const hold = () => world.sites.hold(url, answers, { address, region });
  if (afterSeconds === 0) hold();
  else world.kernel.after(afterSeconds * 1000, hold);
});
