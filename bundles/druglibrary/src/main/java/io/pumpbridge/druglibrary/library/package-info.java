// SPDX-License-Identifier: Apache-2.0
/**
 * A library's life on this gateway: received, verified, staged, armed, in force, superseded or
 * withdrawn; stored as the signed bytes it came in.
 */
@NullMarked
package io.pumpbridge.druglibrary.library;

import org.jspecify.annotations.NullMarked;
