import { Lock, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Failure } from '../../../preload/contract/wire.ts';
import { useText } from '../../i18n/text.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { Banner } from '../../ui/Banner.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { describeFailure } from '../problem/describe-failure.ts';
import styles from './Composer.module.css';
import { COMMANDS, type Complaint } from './room-commands.ts';

/** Over the box: why what was written did not go out. */
export function NotSent({ failure }: { readonly failure: Failure }): ReactElement {
  const { title, text } = describeFailure(useText(), failure);
  return (
    <Banner tone="danger" role="alert">
      {title} {text}
    </Banner>
  );
}

/** Over the box: what is wrong with a command. */
export function Complained({ complaint: { why, name, who = '' } }: { readonly complaint: Complaint }): ReactElement {
  const say = useText();
  const known = COMMANDS.find(one => one === name);
  const usage = known && why === 'usage' ? say('composer.writeIt', { usage: say(`composer.usage.${known}`) }) : '';
  return (
    <Banner tone="danger" role="alert">
      {say(`composer.wrong.${why}`, { name, who: calmLine(who) })} {usage}
    </Banner>
  );
}

/** Over the box: that only one reads what is written now. */
export function PrivateChip({ name, onLeave }: { readonly name: string; readonly onLeave: () => void }): ReactElement {
  const say = useText();
  return (
    <div className={styles['private']} role="status">
      <Lock aria-hidden />
      <span className={styles['privateName']} title={name}>
        {say('room.private', { name: calmLine(name) })}
      </span>
      <IconButton size="small" icon={X} label={say('composer.leavePrivate')} onPress={onLeave} />
    </div>
  );
}
