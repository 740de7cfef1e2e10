// SPDX-License-Identifier: Apache-2.0
/** Is this certificate good for that, now, under these anchors? */
@NullMarked
package io.pumpbridge.trust.chain;

import org.jspecify.annotations.NullMarked;
