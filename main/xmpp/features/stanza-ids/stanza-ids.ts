import { attr, child, type Element } from '../../element.ts';
import type { Feature } from '../../feature.ts';
import { NS } from '../../ns.ts';
import { originIdElement } from './stanza-ids.codec.ts';

export const stanzaIds: Feature = {
  xeps: [{ number: '0359', version: '0.7.0', status: 'complete' }],
  // The feature promises to guard `stanza-id`, which only servers can (§5): not advertised.
  advertises: [],

  outgoing(message: Element) {
    const id = attr(message, 'id');
    if (id !== undefined && message.getChild('body') && !child(message, 'origin-id', NS.stanzaIds)) message.append(originIdElement(id));
    return message;
  },
};
