import { useMemo, type ReactElement } from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import type { RoomRequest } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { WholeReplica } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import contacts from '../contacts/Contacts.module.css';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Members.module.css';

/** Who asks moderators to be let in or to write, one after the other. */
export function RoomRequests({ room }: { readonly room: ConversationId }): ReactElement | null {
  const say = useText();
  const { rooms } = useServices();
  const model = useMemo(
    () =>
      new WholeReplica<readonly RoomRequest[]>(
        [],
        () => rooms.requests({ conversation: room }),
        put => rooms.onRequests(({ conversation, requests }) => (conversation === room ? put(requests) : undefined)),
      ),
    [rooms, room],
  );
  const { value: requests } = useViewModel(model);
  if (requests.length === 0) return null;
  return (
    <section className={styles['asking']} aria-label={say('members.requests')}>
      <h3 className={styles['section']}>{say('members.requests')}</h3>
      <ul className={contacts['requests']} aria-label={say('members.requests')}>
        {requests.map(request => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
    </section>
  );
}

function Request({ request }: { readonly request: RoomRequest }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const { busy, failure, run } = useAction();
  const { id, conversation, nickname, address, kind } = request;
  const name = calmLine(nickname);
  const answer = (grant: boolean): void => void run(() => rooms.answerRequest({ conversation, request: id, grant }));
  return (
    <li className={contacts['request']} aria-label={name}>
      <div className={contacts['asker']}>
        <Avatar name={name} address={address ?? nickname} size={36} />
        <span className={contacts['words']}>
          <span className={contacts['name']} title={name} dir="auto">
            {name}
          </span>
          {address !== undefined && (
            <span className={contacts['second']} title={address}>
              {address}
            </span>
          )}
        </span>
      </div>
      <p className={contacts['why']}>{say(`members.asks.${kind}`)}</p>
      <Problem failure={failure} />
      <div className={contacts['buttons']}>
        <Button kind="primary" size="small" isPending={busy} onPress={() => answer(true)}>
          {say('members.grant')}
        </Button>
        <Button size="small" isDisabled={busy} onPress={() => answer(false)}>
          {say('members.deny')}
        </Button>
      </div>
    </li>
  );
}
