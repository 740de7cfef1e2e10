// SPDX-License-Identifier: Apache-2.0
/** Files of the bundle's own: replaced whole, some of them sealed. */
@NullMarked
package io.pumpbridge.druglibrary.store;

import org.jspecify.annotations.NullMarked;
