import { MessageCircle, Phone, Settings, Users } from 'lucide-react';
import { memo, useCallback, useSyncExternalStore, type ReactElement } from 'react';
import type { LucideIcon } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { OwnPresenceMenu } from '../presence/OwnPresenceMenu.tsx';
import { isMuted } from '../conversation-list/list-items.ts';
import { useNow } from '../../model/clock.ts';
import styles from './Rail.module.css';
import { useNavigation, type Main } from './routes.ts';

/** The sections of the app, and at the foot oneself. */
export const Rail = memo(function Rail({ requests, missed }: { readonly requests: number; readonly missed: number }): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const { main } = useViewModel(navigation);
  const unread = useUnread();
  const shown: Main = main === 'search' || main === 'mentions' ? 'conversations' : main;
  return (
    <div className={styles['rail']}>
      <Section
        icon={MessageCircle}
        label={say('shell.conversations')}
        count={unread}
        open={shown === 'conversations'}
        onPress={() => navigation.show('conversations')}
      />
      <Section icon={Users} label={say('shell.contacts')} count={requests} open={shown === 'contacts'} onPress={() => navigation.show('contacts')} />
      <Section
        icon={Phone}
        label={say('shell.calls')}
        detail={missed > 0 ? say('shell.missed', { count: missed }) : undefined}
        count={missed}
        open={shown === 'calls'}
        onPress={() => navigation.show('calls')}
      />
      <span className={styles['space']} />
      <Section icon={Settings} label={say('shell.settings')} count={0} open={shown === 'settings'} onPress={() => navigation.openSettings()} />
      <OwnPresenceMenu />
    </div>
  );
});

/** How many messages wait for the user. */
function useUnread(): number {
  const { conversations, rooms } = useReplicas();
  const now = useNow();
  // Of a room that notifies of mentions only, these alone wait for the user.
  const waiting = ({ id, kind, unread, mentions }: Conversation): number => (kind !== 'room' || rooms.find(id)?.notify === 'always' ? unread : mentions);
  const sum = (): number =>
    conversations
      .snapshot()
      .items.filter(one => !isMuted(one, now))
      .reduce((all, one) => all + waiting(one), 0);
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [conversations.subscribe(listener), rooms.subscribe(listener)];
      return () => stops.forEach(stop => stop());
    },
    [conversations, rooms],
  );
  return useSyncExternalStore(subscribe, sum);
}

interface SectionProps {
  readonly icon: LucideIcon;
  readonly label: string;
  /** What the count is of, for those who cannot see it. */
  readonly detail?: string | undefined;
  readonly count: number;
  readonly open: boolean;
  readonly onPress: () => void;
}
function Section({ icon: Icon, label, detail, count, open, onPress }: SectionProps): ReactElement {
  return (
    <Tooltip text={label}>
      <Button
        className={styles['section'] ?? ''}
        aria-label={detail === undefined ? label : `${label}, ${detail}`}
        {...(open ? { 'aria-current': 'page' } : {})}
        onPress={onPress}
      >
        <Icon aria-hidden className={styles['icon']} />
        {count > 0 && (
          <span className={styles['count']} aria-hidden>
            {count > 99 ? '99+' : count}
          </span>
        )}
      </Button>
    </Tooltip>
  );
}
