import type { Feature, Iq, IqAnswer, IqContext } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { softwareVersionElement } from './software-version.codec.ts';

export const softwareVersion: Feature = {
  xeps: [{ number: '0092', version: '1.1', status: 'complete', note: 'The operating system is told only where the user allows it.' }],
  advertises: [NS.version],

  iq({ type, trusted, sharesPresence, payload }: Iq, { software }: IqContext): IqAnswer | undefined {
    // §5: what we run helps whoever wants to attack it; contacts and our own server may know.
    return type === 'get' && payload.is('query', NS.version) && (trusted || sharesPresence) ? { result: softwareVersionElement(software) } : undefined;
  },
};
