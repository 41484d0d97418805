import { useCallback, useState } from 'react';
import type { MessageId } from '../../../preload/contract/ids.ts';
import type { Message } from '../../../preload/contract/messages.ts';
import { useLatest } from '../../model/use-latest.ts';
import { NO_SELECTION, select, touchedBy, type SelectHow, type Selection } from './selection.ts';
import type { TimelineModel } from './timeline.model.ts';

export interface MessageSelection {
  readonly selection: Selection;
  readonly choose: (id: MessageId, how: SelectHow) => void;
  /** The chosen messages that are resident, oldest first. Not while rendering. */
  readonly chosen: () => readonly Message[];
  readonly clearChosen: () => void;
  readonly onCopy: (event: ClipboardEvent, log: Element) => void;
}

/** Which messages are chosen. Ctrl-C copies them, or those that the browser's own selection reaches over, each as a line with time and name. */
export function useSelection(model: TimelineModel, lines: (messages: readonly Message[]) => string): MessageSelection {
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const latest = useLatest({ ids: selection.ids, lines });
  const choose = useCallback((id: MessageId, how: SelectHow) => setSelection(before => select(before, model.snapshot().messages, id, how)), [model]);
  const chosen = useCallback(() => model.snapshot().messages.filter(({ id }) => latest.current.ids.has(id)), [model, latest]);
  const onCopy = useCallback(
    (event: ClipboardEvent, log: Element) => {
      const some = latest.current.ids.size > 0;
      const range = window.getSelection();
      const rows = some ? chosen() : range ? touchedBy(range, log, model.snapshot().messages) : [];
      // Within one message the browser copies what is marked, and nothing around it.
      if (rows.length < (some ? 1 : 2)) return;
      event.clipboardData?.setData('text/plain', latest.current.lines(rows));
      event.preventDefault();
    },
    [model, latest, chosen],
  );
  const clearChosen = useCallback(() => setSelection(NO_SELECTION), []);
  return { selection, choose, chosen, clearChosen, onCopy };
}
