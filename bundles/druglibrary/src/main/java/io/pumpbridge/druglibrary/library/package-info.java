// SPDX-License-Identifier: Apache-2.0
/** The library's life: received, verified, in force; stored as the signed bytes it came in. */
@NullMarked
package io.pumpbridge.druglibrary.library;

import org.jspecify.annotations.NullMarked;
