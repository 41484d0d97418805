import type { Log } from '../base/log.ts';
import type { AccountId, ConversationId } from '../../preload/contract/ids.ts';
import type { Store, StoredMessage } from '../store/api.ts';
import type { IncomingEvent } from '../xmpp/feature.ts';
import { displayedMessage } from '../xmpp/features/markers/markers.codec.ts';
import { displayedItem } from '../xmpp/features/mds/mds.codec.ts';
import { mds } from '../xmpp/features/mds/mds.ts';
import { itemsRequest } from '../xmpp/features/pubsub/pubsub.codec.ts';
import { NS } from '../xmpp/ns.ts';
import { OwnNodes } from '../xmpp/own-nodes.ts';
import { conditionOf, type Session } from '../xmpp/session.ts';
import type { ChatDesk } from './chat-desk.ts';

export interface ReadStateOptions {
  readonly store: Store;
  readonly log: Log;
  readonly chat: ChatDesk;
  readonly session: (account: AccountId) => Session | undefined;
  readonly sharesPresence: (account: AccountId, peer: StoredMessage['peer']) => boolean;
  readonly sendReadMarkers: () => boolean;
  /** Tells a room, where it wants to know. */
  readonly tellRoom: (newest: StoredMessage) => void;
}

/** What the user has read: kept here, told to own devices (XEP-0490) always and to the peer (XEP-0333) by choice. */
export class ReadState {
  readonly #o: ReadStateOptions;
  readonly #nodes = new OwnNodes();

  constructor(options: ReadStateOptions) {
    this.#o = options;
  }

  async markRead(conversation: ConversationId): Promise<void> {
    const { row, newest, moved } = await this.#o.store.markRead({ conversation });
    if (!moved) return;
    this.#o.chat.emitConversation(row);
    const session = this.#o.session(row.account);
    if (!newest || !session?.online) return;
    if (newest.sender) this.#o.tellRoom(newest);
    else this.#tellPeer(session, newest);
    await this.#tellOwnDevices(session, newest);
  }

  /** What other devices have read so far: first thing in a fresh session, so that old messages do not come up as unread. */
  async fetch(session: Session): Promise<ReadonlySet<string>> {
    try {
      const answer = await session.iq('get', session.address, itemsRequest(NS.mds));
      const items = answer.getChild('pubsub', NS.pubsub)?.getChild('items')?.getChildren('item') ?? [];
      const event: IncomingEvent = { from: session.address, own: true, node: NS.mds, items, retracted: [] };
      const effects = mds.event?.(event) ?? [];
      await this.#o.chat.carryOut({ session, effects, message: undefined });
      return new Set(effects.flatMap(effect => (effect.do === 'read-elsewhere' ? [effect.peer] : [])));
    } catch (error) {
      if (conditionOf(error) !== 'item-not-found') this.#o.log.debug(`no read state on the server: ${conditionOf(error) ?? 'offline'}`);
      return new Set();
    }
  }

  #tellPeer(session: Session, newest: StoredMessage): void {
    if (newest.originId === undefined || !this.#o.sendReadMarkers() || !this.#o.sharesPresence(session.account, newest.peer)) return;
    session.send(displayedMessage(newest.peer, newest.originId));
  }

  async #tellOwnDevices(session: Session, newest: StoredMessage): Promise<void> {
    if (newest.archiveId === undefined || !session.supports(NS.pubsubPublishOptions)) return;
    const { item, options } = displayedItem(newest.peer, newest.archiveId, newest.sender ? newest.peer : session.address);
    try {
      await this.#nodes.publish(session, NS.mds, item, options);
    } catch (error) {
      this.#o.log.debug(`the read mark was not published: ${conditionOf(error) ?? 'offline'}`);
    }
  }
}
