import { ArrowLeft, MessageSquare, Phone, Trash2, Video } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CallRecord } from '../../../preload/contract/calls.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ArchDrawing, EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { nameOf } from '../call/call-words.ts';
import { useBeginCall } from '../call/use-call-actions.ts';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import { useNavigation } from '../shell/routes.ts';
import styles from './CallHistory.module.css';
import type { CallHistoryModel } from './call-history.model.ts';
import { CallOutcomeLine } from './CallRow.tsx';

/** The main column: whom the chosen call was with, the other calls with them, and calling back. */
export function CallPage({ model, chosen }: { readonly model: CallHistoryModel; readonly chosen: number | undefined }): ReactElement {
  const say = useText();
  const { records } = useViewModel(model);
  const record = records.find(({ id }) => id === chosen);
  if (!record) return <EmptyState drawing={<ArchDrawing />} title={say('calls.noneChosen')} text={say('calls.noneChosenText')} />;
  return <OnePage key={`${record.account} ${record.peer}`} model={model} record={record} records={records} />;
}

interface OnePageProps {
  readonly model: CallHistoryModel;
  readonly record: CallRecord;
  readonly records: readonly CallRecord[];
}
function OnePage({ model, record, records }: OnePageProps): ReactElement {
  const say = useText();
  const navigation = useNavigation();
  const begin = useBeginCall();
  const removal = useAction();
  const { conversation, number } = record;
  const name = nameOf(record);
  const call = (video: boolean): void => {
    if (conversation !== undefined) void begin.start(conversation, video);
    else if (number !== undefined) void begin.dial(number);
  };
  const reachable = conversation !== undefined || number !== undefined;
  return (
    <article className={styles['page']} aria-label={name}>
      <div className={styles['back']}>
        <Button kind="quiet" size="small" icon={ArrowLeft} onPress={() => navigation.openRecord(undefined)}>
          {say('calls.title')}
        </Button>
      </div>
      <header className={styles['card']}>
        <Avatar name={name} address={record.peer} picture={record.avatar} size={96} />
        <h1 className={styles['bigName']} dir="auto">
          {name}
        </h1>
        {number === undefined && (
          <p className={styles['address']} dir="ltr">
            {record.peer}
          </p>
        )}
      </header>
      <div className={styles['buttons']}>
        <Button kind="primary" icon={Phone} isDisabled={!reachable} isPending={begin.busy} onPress={() => call(false)}>
          {say(record.direction === 'incoming' ? 'calls.callBack' : 'calls.callAgain')}
        </Button>
        {number === undefined && (
          <Button icon={Video} isDisabled={!reachable || begin.busy} onPress={() => call(true)}>
            {say('call.startVideo')}
          </Button>
        )}
        {conversation !== undefined && (
          <Button icon={MessageSquare} onPress={() => navigation.openConversation(conversation)}>
            {say('contacts.message')}
          </Button>
        )}
      </div>
      <Problem failure={begin.failure ?? removal.failure} />
      <ul className={styles['past']} aria-label={say('calls.with', { name })}>
        {records
          .filter(one => one.account === record.account && one.peer === record.peer)
          .map(one => (
            <Past key={one.id} record={one} onRemove={() => void removal.run(() => model.remove(one))} />
          ))}
      </ul>
    </article>
  );
}

function Past({ record, onRemove }: { readonly record: CallRecord; readonly onRemove: () => void }): ReactElement {
  const say = useText();
  const { formatDate } = useFormats();
  const when = formatDate(record.startedAt, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li className={styles['pastRow']}>
      <span className={styles['words']}>
        <time>{when}</time>
        <CallOutcomeLine record={record} />
      </span>
      <IconButton size="small" icon={Trash2} label={say('calls.remove', { when })} onPress={onRemove} />
    </li>
  );
}
