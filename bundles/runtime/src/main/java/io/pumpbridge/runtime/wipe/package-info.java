// SPDX-License-Identifier: Apache-2.0
/**
 * Leaves nothing behind. {@link io.pumpbridge.runtime.wipe.Inventory} knows every file that the
 * product ever writes; {@link io.pumpbridge.runtime.wipe.Wipe} destroys them, keys first, and can
 * be taken up again after a power cut at any moment.
 */
@NullMarked
package io.pumpbridge.runtime.wipe;

import org.jspecify.annotations.NullMarked;
