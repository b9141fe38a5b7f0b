// Web Awesome's menu, apart from the page's first load: whoever opens a menu imports this.

import '@awesome.me/webawesome/dist/components/divider/divider.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import '@awesome.me/webawesome/dist/components/icon/icon.js';

/** `wa-select`: an item was chosen, and `value` says which. */
export type MenuEvent = Event & { readonly detail: { readonly item: { readonly value: string } } };
