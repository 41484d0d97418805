import type { ReactElement } from 'react';
import type { RoomInvite } from '../../../preload/contract/rooms.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import contacts from '../contacts/Contacts.module.css';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import styles from './RoomInvites.module.css';
import { RoomProblem, troubleOf } from './RoomProblem.tsx';

/** Rooms that somebody wants the user in. */
export function RoomInvites(): ReactElement | null {
  const say = useText();
  const { value: invites } = useViewModel(useReplicas().invites);
  if (invites.length === 0) return null;
  return (
    <section className={styles['invites']} aria-label={say('rooms.invites')}>
      <h2 className={contacts['groupName']}>{say('rooms.invites')}</h2>
      <ul className={contacts['requests']} aria-label={say('rooms.invites')}>
        {invites.map(invite => (
          <Invite key={invite.id} invite={invite} />
        ))}
      </ul>
    </section>
  );
}

function Invite({ invite }: { readonly invite: RoomInvite }): ReactElement {
  const say = useText();
  const { rooms } = useServices();
  const navigation = useNavigation();
  const { busy, failure, run } = useAction();
  const { id, room, byTitle, by, reason } = invite;
  const name = calmLine(invite.name ?? '') || room;
  const why = calmLine(reason ?? '').slice(0, 500);
  const trouble = troubleOf(failure);
  // What the card cannot ask for, the dialog can.
  const elsewhere = trouble === 'password' || trouble === 'nickname-taken' || trouble === 'nickname-refused';
  return (
    <li className={contacts['request']} aria-label={name}>
      <div className={contacts['asker']}>
        <Avatar name={name} address={room} size={36} shape="square" />
        <span className={contacts['words']}>
          <span className={contacts['name']} title={name} dir="auto">
            {name}
          </span>
          {name !== room && (
            <span className={contacts['second']} title={room}>
              {room}
            </span>
          )}
        </span>
      </div>
      <p className={contacts['why']} title={by}>
        {say('rooms.invitedBy', { name: calmLine(byTitle) || by })}
      </p>
      {why !== '' && (
        <blockquote className={contacts['quote']} dir="auto">
          {why}
        </blockquote>
      )}
      {failure && <RoomProblem failure={failure} />}
      <div className={contacts['buttons']}>
        {elsewhere ? (
          <Button kind="primary" size="small" onPress={() => navigation.openDialog({ kind: 'join-room', address: room })}>
            {say('rooms.joinOtherwise')}
          </Button>
        ) : (
          <Button
            kind="primary"
            size="small"
            isPending={busy}
            onPress={() => void run(async () => navigation.openConversation((await rooms.accept({ invite: id })).id))}
          >
            {say('rooms.join')}
          </Button>
        )}
        <Button size="small" isDisabled={busy} onPress={() => void run(() => rooms.decline({ invite: id }))}>
          {say('rooms.decline')}
        </Button>
      </div>
    </li>
  );
}
