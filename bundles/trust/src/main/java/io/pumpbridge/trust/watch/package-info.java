// SPDX-License-Identifier: Apache-2.0
/** What the audit trail hears of keys, anchors and seals. */
@NullMarked
package io.pumpbridge.trust.watch;

import org.jspecify.annotations.NullMarked;
