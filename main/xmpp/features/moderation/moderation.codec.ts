// XEP-0425: Moderated Message Retraction, version 0.3.0 (2023-03-02), and `urn:xmpp:message-moderate:0` of version 0.2; XEP-0424: Message Retraction, version 0.4.2 (2025-01-18), as far as archives show it
import type { BareJid } from '../../../../preload/contract/ids.ts';
import { attr, child, el, type Element } from '../../element.ts';
import { bareOf, resourceOf } from '../../jid.ts';
import { NS } from '../../ns.ts';
import type { Moderation } from '../muc/muc.types.ts';
import { shortText } from '../muc/values.ts';
import { readOccupantId } from '../occupants/occupants.codec.ts';
import { saneId } from '../stanza-ids/stanza-ids.codec.ts';

/** `by` is an occupant of this room, or an address that nobody here is shown under. */
function moderator(moderated: Element, room: BareJid): Moderation['by'] {
  const by = attr(moderated, 'by');
  return { nickname: bareOf(by) === room ? resourceOf(by) : undefined, occupantId: readOccupantId(moderated) };
}

/** Both versions put the reason where the other does not. */
const reasonIn = (...places: readonly (Element | undefined)[]): string | undefined =>
  places.map(place => shortText(place?.getChild('reason')?.text())).find(reason => reason !== undefined);

/** What a moderator has taken away. Only to be believed of the room itself (§5). */
export function readModeration(message: Element, room: BareJid): Moderation | undefined {
  const retract = child(message, 'retract', NS.retraction);
  const apply = child(message, 'apply-to', NS.fastening);
  const moderated = child(retract, 'moderated', NS.moderation);
  const older = child(apply, 'moderated', NS.olderModeration);
  if (retract && moderated) return moderation(retract, moderated, room);
  // Other moderations than retractions may come to be (§1).
  return apply && older && child(older, 'retract', NS.olderRetraction) ? moderation(apply, older, room) : undefined;
}

function moderation(about: Element, moderated: Element, room: BareJid): Moderation | undefined {
  const archiveId = saneId(attr(about, 'id'));
  return archiveId === undefined ? undefined : { archiveId, by: moderator(moderated, room), reason: reasonIn(about, moderated) };
}

/**
 * What is left in an archive of a message that was taken away (§4, and XEP-0424 §4 where its author did it): `archiveId` is the id
 * under which the archive gave it. An occupant can send just the same of an empty message, and Prosody and ejabberd keep it: so what it
 * says of moderators counts for nothing, and live it is not to be read at all. Who took it away, and why, stands in the room's own word.
 */
export function readTombstone(message: Element, archiveId: string): Moderation | undefined {
  const older = child(message, 'moderated', NS.olderModeration);
  const retracted =
    child(message, 'retracted', NS.retraction) ?? child(message, 'retracted', NS.olderRetraction) ?? child(older, 'retracted', NS.olderRetraction);
  if (!retracted) return undefined;
  const byModerator = older ?? child(retracted, 'moderated', NS.moderation);
  const nobody = { nickname: undefined, occupantId: undefined };
  const author = { nickname: resourceOf(attr(message, 'from')), occupantId: readOccupantId(message) };
  return { archiveId, by: byModerator ? nobody : author, reason: undefined };
}

/** What a room understands of this, out of its features. */
export function moderationOf(features: ReadonlySet<string>): 'current' | 'older' | undefined {
  if (features.has(NS.moderation)) return 'current';
  return features.has(NS.olderModeration) ? 'older' : undefined;
}

/** Payload of an `iq` of type `set` to the room (§3): takes the message with the room's own id away. */
export function moderate(archiveId: string, version: 'current' | 'older', reason?: string): Element {
  const why = reason === undefined || reason === '' ? undefined : el('reason', undefined, {}, reason);
  if (version === 'current') return el('moderate', NS.moderation, { id: archiveId }, el('retract', NS.retraction), why);
  return el('apply-to', NS.fastening, { id: archiveId }, el('moderate', NS.olderModeration, {}, el('retract', NS.olderRetraction), why));
}
