import { AtSign } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { useText } from '../../i18n/text.tsx';
import { useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { useNavigation } from '../shell/routes.ts';
import styles from './MentionsButton.module.css';

/** To everything that was said to the user in rooms, with how much of it waits. */
export function MentionsButton(): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const { items } = useViewModel(useReplicas().conversations);
  const count = items.reduce((sum, { mentions }) => sum + mentions, 0);
  return (
    <Tooltip text={say('rooms.mentions')}>
      <Button
        className={styles['button'] ?? ''}
        aria-label={count > 0 ? say('rooms.mentionsCount', { count }) : say('rooms.mentions')}
        onPress={() => navigation.openMentions()}
      >
        <AtSign aria-hidden className={styles['icon']} />
        {count > 0 && (
          <span className={styles['count']} aria-hidden>
            {count > 99 ? '99+' : count}
          </span>
        )}
      </Button>
    </Tooltip>
  );
}
