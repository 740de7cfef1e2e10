// SPDX-License-Identifier: Apache-2.0
/** Small files that survive a power cut at any moment. */
@NullMarked
package io.pumpbridge.trust.files;

import org.jspecify.annotations.NullMarked;
