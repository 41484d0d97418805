import type { ReactElement } from 'react';
import type { Conversation } from '../../../preload/contract/conversations.ts';
import { useText } from '../../i18n/text.tsx';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import styles from './RequestBar.module.css';

/** In place of the composer while a stranger waits: nothing goes out to them before one of these is pressed. */
export function RequestBar({ conversation }: { readonly conversation: Conversation }): ReactElement {
  const say = useText();
  const { conversations } = useServices();
  const navigation = useNavigation();
  const action = useAction();
  const id = conversation.id;
  const block = (report?: 'spam' | 'abuse'): void =>
    void action
      .run(() => conversations.block({ conversation: id, ...(report === undefined ? {} : { report }) }))
      .then(done => (done ? navigation.closeConversation() : undefined));
  return (
    <div className={styles['bar']}>
      <p className={styles['title']}>{say('request.title', { address: conversation.peer })}</p>
      <p className={styles['text']}>{say('request.text')}</p>
      <div className={styles['actions']}>
        <Button kind="primary" isPending={action.busy} onPress={() => void action.run(() => conversations.accept({ conversation: id }))}>
          {say('request.accept')}
        </Button>
        <Button isDisabled={action.busy} onPress={() => block()}>
          {say('request.block')}
        </Button>
        <Menu
          label={say('request.report')}
          items={[
            { id: 'spam', label: say('request.spam'), onAction: () => block('spam') },
            { id: 'abuse', label: say('request.abuse'), onAction: () => block('abuse') },
          ]}
        >
          <Button isDisabled={action.busy}>{say('request.report')}</Button>
        </Menu>
      </div>
      <Problem failure={action.failure} />
    </div>
  );
}
