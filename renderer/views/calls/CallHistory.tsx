import { Grip, Phone } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { Virtuoso, type ItemProps, type ListProps } from 'react-virtuoso';
import type { CallRecord } from '../../../preload/contract/calls.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Skeleton } from '../../ui/Spinner.tsx';
import { useGateways } from '../call/use-gateways.ts';
import styles from './CallHistory.module.css';
import type { CallHistoryModel } from './call-history.model.ts';
import { CallRow } from './CallRow.tsx';
import { NumberPad } from './NumberPad.tsx';

export interface CallHistoryProps {
  readonly model: CallHistoryModel;
  readonly chosen: number | undefined;
  readonly onChoose: (record: CallRecord) => void;
}

/** The list column of the calls: whom one called, who called, and a telephone where there is a gateway to one. */
export function CallHistory({ model, chosen, onChoose }: CallHistoryProps): ReactElement {
  const say = useText();
  const { phase, records, missedCount } = useViewModel(model);
  const gateways = useGateways();
  const [pad, setPad] = useState(false);
  useEffect(() => {
    if (missedCount > 0) model.markSeen();
  }, [model, missedCount]);
  return (
    <section className={styles['pane']} aria-label={say('calls.title')}>
      <header className={styles['head']}>
        <h1 className={styles['heading']}>{say('calls.title')}</h1>
        {gateways.length > 0 && <IconButton icon={Grip} label={say('calls.pad')} active={pad} aria-pressed={pad} onPress={() => setPad(!pad)} />}
      </header>
      {pad && gateways.length > 0 && <NumberPad gateways={gateways} />}
      <div className={styles['list']}>
        {phase === 'loading' && records.length === 0 && <Skeleton rows={6} avatars />}
        {phase === 'failed' && <EmptyState title={say('calls.failed')} actions={<Button onPress={model.retry}>{say('common.retry')}</Button>} />}
        {phase === 'ready' && records.length === 0 && <EmptyState drawing={<Phone aria-hidden />} title={say('calls.empty')} text={say('calls.emptyText')} />}
        {records.length > 0 && (
          <Virtuoso
            className={styles['rows'] ?? ''}
            data={records}
            context={{ chosen, onChoose }}
            tabIndex={-1}
            computeItemKey={(_index, { id }) => id}
            defaultItemHeight={56}
            increaseViewportBy={400}
            endReached={() => void model.loadOlder()}
            components={COMPONENTS}
            itemContent={renderRow}
          />
        )}
      </div>
    </section>
  );
}

type RowContext = Pick<CallHistoryProps, 'chosen' | 'onChoose'>;
const renderRow = (_index: number, record: CallRecord, { chosen, onChoose }: RowContext): ReactElement => (
  <CallRow record={record} chosen={record.id === chosen} onChoose={onChoose} />
);

function List({ ref, style, children, 'data-testid': mark }: ListProps): ReactElement {
  const say = useText();
  return (
    <div ref={ref} style={style} data-testid={mark} role="list" aria-label={say('calls.list')}>
      {children}
    </div>
  );
}
function Item({ item: _item, children, context: _context, ...props }: ItemProps<CallRecord> & { readonly context?: unknown }): ReactElement {
  return (
    <div {...props} role="listitem">
      {children}
    </div>
  );
}
const COMPONENTS = { List, Item };
