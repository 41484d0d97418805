import { originId, type BareJid } from '../../../preload/contract/ids.ts';
import { el } from '../../xmpp/element.ts';
import { discoInfoRequest, discoItemsRequest, readDiscoInfo, readDiscoItems } from '../../xmpp/features/disco/disco.codec.ts';
import { hint } from '../../xmpp/features/hints/hints.codec.ts';
import { originIdElement } from '../../xmpp/features/stanza-ids/stanza-ids.codec.ts';
import { outOfBand, readLimit, readSlot, slotRequest, type FileToUpload } from '../../xmpp/features/upload/upload.codec.ts';
import { NS } from '../../xmpp/ns.ts';
import type { CallSession } from '../signalling.ts';

/** Puts bytes where a server said that they may be put. Rejects unless it says that it has them. */
export type Put = (about: {
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly type: string;
  readonly bytes: Uint8Array;
}) => Promise<void>;

export interface VoiceMessage {
  readonly to: BareJid;
  readonly file: FileToUpload & { readonly bytes: Uint8Array };
  /** Says whose it is, and how long. */
  readonly text: string;
}

const MOST_SERVICES = 30;

/** Uploads a recording (XEP-0363) and tells the owner where it is: a line about it, then the file. @throws Error where there is no service for it */
export async function deliver(session: CallSession, { to, file, text }: VoiceMessage, put: Put): Promise<void> {
  say(session, to, text);
  const service = await findService(session, file.size);
  const slot = readSlot(await session.iq('get', service, slotRequest(file)));
  if (!slot) throw new Error('the upload service gave no place for a file');
  await put({ url: slot.putUrl, headers: slot.headers, type: file.type, bytes: file.bytes });
  say(session, to, slot.getUrl, text);
}

function say(session: CallSession, to: BareJid, body: string, fileOf?: string): void {
  const id = crypto.randomUUID();
  const file = fileOf === undefined ? undefined : outOfBand(body, fileOf);
  session.send(el('message', NS.client, { to, type: 'chat', id }, el('body', undefined, {}, body), file, originIdElement(originId(id)), hint('store')));
}

/** §3: the server itself, or one of its services. */
async function findService(session: CallSession, size: number): Promise<string> {
  const items = await session.iq('get', session.domain, discoItemsRequest()).catch(() => undefined);
  const addresses = [session.domain, ...((items && readDiscoItems(items)) ?? []).map(({ address }) => address)].slice(0, MOST_SERVICES);
  for (const address of addresses) {
    const answer = await session.iq('get', address, discoInfoRequest()).catch(() => undefined);
    const info = answer && readDiscoInfo(answer);
    if (!info?.features.includes(NS.upload)) continue;
    const limit = readLimit(info.forms);
    if (limit === undefined || size <= limit) return address;
  }
  throw new Error('the server takes no files of this size');
}
