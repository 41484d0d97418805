import { Check, type LucideIcon } from 'lucide-react';
import { useRef, type ReactElement } from 'react';
import { Keyboard, Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator, SubmenuTrigger, Text } from 'react-aria-components';
import styles from './Menu.module.css';

/** One thing to do; with `items` it opens a further menu; `'line'` parts two groups. */
export type MenuEntry = MenuAction | 'line';
export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  /** A second line: what it is now. */
  readonly detail?: string;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Shown with a tick: it is the present choice. */
  readonly checked?: boolean;
  readonly items?: readonly MenuEntry[];
  readonly onAction?: () => void;
}

/** A button (the child) that opens a menu. */
export function Menu(props: { readonly label: string; readonly items: readonly MenuEntry[]; readonly children: ReactElement }): ReactElement {
  return (
    <MenuTrigger>
      {props.children}
      <MenuPopover label={props.label} items={props.items} />
    </MenuTrigger>
  );
}

/** Where a context menu stands: the pointer, or the lower corner of what has the focus. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** A menu at a point of the window; `place` undefined: closed. */
export function ContextMenu(props: {
  readonly label: string;
  readonly place: MenuPlace | undefined;
  readonly items: readonly MenuEntry[];
  readonly onClose: () => void;
}): ReactElement | null {
  const { place, onClose } = props;
  const anchor = useRef<HTMLSpanElement>(null);
  if (!place) return null;
  return (
    <>
      <span ref={anchor} className={styles['anchor']} style={{ insetInlineStart: 'auto', left: place.x, top: place.y }} />
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={open => {
          if (!open) onClose();
        }}
        placement="bottom start"
        offset={2}
        className={styles['popover'] ?? ''}
      >
        <Entries label={props.label} items={props.items} onClose={onClose} />
      </Popover>
    </>
  );
}

function MenuPopover({ label, items }: { readonly label: string; readonly items: readonly MenuEntry[] }): ReactElement {
  return (
    <Popover className={styles['popover'] ?? ''} offset={4}>
      <Entries label={label} items={items} />
    </Popover>
  );
}

function Entries(props: { readonly label: string; readonly items: readonly MenuEntry[]; readonly onClose?: () => void }): ReactElement {
  return (
    <AriaMenu aria-label={props.label} className={styles['menu'] ?? ''} autoFocus="first" {...(props.onClose ? { onClose: props.onClose } : {})}>
      {props.items.map((entry, index) => (entry === 'line' ? <Separator key={`line ${index}`} className={styles['line'] ?? ''} /> : entryOf(entry)))}
    </AriaMenu>
  );
}

function entryOf(entry: MenuAction): ReactElement {
  const { id, label, icon: Icon, detail, checked, shortcut, items, onAction } = entry;
  const item = (
    <MenuItem
      key={id}
      id={id}
      textValue={label}
      isDisabled={entry.disabled ?? false}
      className={`${styles['item']} ${entry.danger ? styles['danger'] : ''}`}
      {...(onAction ? { onAction } : {})}
    >
      <span className={styles['icon']}>{checked ? <Check aria-hidden /> : Icon ? <Icon aria-hidden /> : null}</span>
      <Text slot="label" className={styles['label'] ?? ''}>
        {label}
      </Text>
      {detail && (
        <Text slot="description" className={styles['detail'] ?? ''} dir="auto" title={detail}>
          {detail}
        </Text>
      )}
      {shortcut && <Keyboard className={styles['shortcut'] ?? ''}>{shortcut}</Keyboard>}
    </MenuItem>
  );
  if (!items) return item;
  return (
    <SubmenuTrigger key={id}>
      {item}
      <MenuPopover label={label} items={items} />
    </SubmenuTrigger>
  );
}
