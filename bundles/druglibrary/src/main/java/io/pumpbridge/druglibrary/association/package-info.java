// SPDX-License-Identifier: Apache-2.0
/** What the order system says of channels: accepted, held, expired, dropped. */
@NullMarked
package io.pumpbridge.druglibrary.association;

import org.jspecify.annotations.NullMarked;
