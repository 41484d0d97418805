import { SendHorizontal } from 'lucide-react';
import {
  memo,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type Ref,
  type RefObject,
} from 'react';
import type { ConversationId } from '../../../preload/contract/ids.ts';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { afterRestore } from '../../ui/after-restore.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { calmLine } from '../../model/calm-text.ts';
import { CompletionList, useCompletion, type Completion } from './Completion.tsx';
import styles from './Composer.module.css';
import type { ComposerModel } from './composer.model.ts';
import { EmojiButton } from './EmojiButton.tsx';
import { Complained, NotSent, PrivateChip } from './Notes.tsx';
import { useEmoji } from './use-emoji.ts';
import { useRoomSuggestions } from './use-room-suggestions.tsx';

export interface ComposerHandle {
  readonly focus: () => void;
  /** Puts words where the caret is, parted from those before it. */
  readonly insert: (words: string) => void;
}
export interface ComposerProps {
  readonly model: ComposerModel;
  /** To whom, for the placeholder. */
  readonly to: string;
  /** The room that is written in: its people and its commands are completed. */
  readonly room?: ConversationId | undefined;
  /** The conversation was opened to be written in. */
  readonly takesFocus: boolean;
  /** The last step of Escape. */
  readonly onLeave: () => void;
  readonly ref?: Ref<ComposerHandle>;
}

/** Where a message is written. Enter sends, Shift-Enter breaks the line. It is not drawn again with each message that comes: whoever types has it first. */
export const Composer = memo(function Composer({ model, to, room, takesFocus, onLeave, ref }: ComposerProps): ReactElement {
  const say = useText();
  const { text, sending, failure, complaint, privateTo } = useViewModel(model);
  const box = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(text.length);
  useGrowth(box, text);
  useSavedOnLeave(model);
  // What opened it may have been a dialog or a menu, which gives the focus back to where it was first.
  useEffect(() => (takesFocus ? afterRestore(() => box.current?.focus()) : undefined), [takesFocus]);
  const replace = useCallback(
    (from: number, end: number, by: string): void => {
      const now = model.snapshot().text;
      model.type(now.slice(0, from) + by + now.slice(end));
      moveCaret(box.current, from + by.length, setCaret);
    },
    [model],
  );
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus(), insert: words => insertApart(box.current, words, replace) }), [replace]);
  const insert = (emoji: string): void => replace(box.current?.selectionStart ?? text.length, box.current?.selectionEnd ?? text.length, emoji);
  const emoji = useEmoji(text, caret);
  const inRoom = useRoomSuggestions(room, text, caret);
  const completion = useCompletion(emoji ?? inRoom, caret, replace);
  const leave = privateTo === undefined ? onLeave : () => model.setPrivate(undefined);
  return (
    <div className={styles['composer']}>
      {failure && <NotSent failure={failure} />}
      {complaint && <Complained complaint={complaint} />}
      {privateTo !== undefined && <PrivateChip name={privateTo} onLeave={() => model.setPrivate(undefined)} />}
      <div className={styles['box']} data-private={privateTo !== undefined}>
        <CompletionList completion={completion} />
        <EmojiButton onPick={insert} onClose={() => box.current?.focus()} />
        <textarea
          ref={box}
          className={styles['text']}
          aria-label={say('composer.message')}
          aria-autocomplete="list"
          {...completion.ariaProps}
          placeholder={privateTo === undefined ? say('composer.placeholder', { name: to }) : say('composer.privatePlaceholder', { name: calmLine(privateTo) })}
          rows={1}
          dir="auto"
          spellCheck
          value={text}
          onChange={event => {
            model.type(event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={event => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={event => onBoxKey(event, completion, model, leave)}
        />
        <IconButton icon={SendHorizontal} label={say('composer.send')} isDisabled={text.trim() === ''} isPending={sending} onPress={() => void model.send()} />
      </div>
    </div>
  );
});

function onBoxKey(event: KeyboardEvent, completion: Completion, model: ComposerModel, leave: () => void): void {
  // While an input method composes, its keys are its own.
  if (event.nativeEvent.isComposing || completion.onKey(event)) return;
  if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    void model.send();
  } else if (event.key === 'Escape') {
    event.stopPropagation();
    leave();
  }
}

function insertApart(area: HTMLTextAreaElement | null, words: string, replace: (from: number, end: number, by: string) => void): void {
  const { value = '', selectionStart: from = value.length, selectionEnd: end = from } = area ?? {};
  const apart = from > 0 && !/\s$/.test(value.slice(0, from)) ? ' ' : '';
  replace(from, end, `${apart}${words}`);
}

/** The window may close before the draft's turn comes. */
function useSavedOnLeave(model: ComposerModel): void {
  useEffect(() => {
    window.addEventListener('pagehide', model.saveDraft);
    return () => window.removeEventListener('pagehide', model.saveDraft);
  }, [model]);
}

/** As high as its text, up to a third of the conversation; from there on it scrolls. */
function useGrowth(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    if (box.current?.value === text) fit(box.current);
  }, [box, text]);
}

function fit(area: HTMLTextAreaElement): void {
  area.style.blockSize = 'auto';
  area.style.blockSize = `${area.scrollHeight}px`;
}

function moveCaret(area: HTMLTextAreaElement | null, to: number, told: (caret: number) => void): void {
  // After React has put the new text in; before that the caret cannot stand there.
  requestAnimationFrame(() => {
    area?.focus();
    area?.setSelectionRange(to, to);
    told(to);
  });
}
