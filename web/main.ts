// Where the page begins: icons, then the one element that holds everything.

import { registerIcons } from './elements/common/icon.ts';
import './elements/app/app.ts';

registerIcons();
